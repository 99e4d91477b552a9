package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static llmswarm.model.grammar.Shape.choice;
import static llmswarm.model.grammar.Shape.commaSeparated;
import static llmswarm.model.grammar.Shape.listOf;
import static llmswarm.model.grammar.Shape.literal;
import static llmswarm.model.grammar.Shape.sequence;
import static llmswarm.model.grammar.Shape.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import llmswarm.model.grammar.Shape.Selection;
import org.junit.jupiter.api.Test;

class GrammarTest {
    /** Every text over the alphabet up to that length. */
    private static List<String> texts(String alphabet, int longest) {
        var all = new ArrayList<>(List.of(""));
        for (int from = 0, length = 0; length < longest; length++) {
            int to = all.size();
            for (; from < to; from++) for (var c : alphabet.split("")) all.add(all.get(from) + c);
        }
        return all;
    }

    /** A text is taken when a member begins so, and may end when it is a member: what is no beginning leads nowhere. */
    private static void isExactly(Grammar grammar, String alphabet, int longest, Predicate<String> member) {
        var members = texts(alphabet, longest).stream().filter(member).toList();
        assertFalse(members.isEmpty());
        for (var text : texts(alphabet, longest)) {
            var reading = new Reading(grammar);
            var taken = Said.takes(text.getBytes(UTF_8), reading);
            assertEquals(members.stream().anyMatch(each -> each.startsWith(text)), taken, text);
            if (taken) assertEquals(members.contains(text), reading.mayEnd(), text);
        }
    }

    private static Predicate<String> matching(String expression) {
        return Pattern.compile(expression).asMatchPredicate();
    }

    @Test
    void namesOfAtMostFourCharactersNeverEndInAHyphen() {
        isExactly(Grammar.of(sequence(text(Texts.KEBAB, 4), literal("!"))), "a1-!", 5,
                matching("(?=.{2,5}$)[a-z][a-z0-9]*(-[a-z0-9]+)*!"));
    }

    @Test
    void choicesMayBeginAlike() {
        isExactly(Grammar.of(choice(literal("ab"), literal("abba"),
                sequence(literal("a"), text(Dfa.of("b*"), 3), literal("a")))), "ab", 6, matching("ab|abba|ab{0,3}a"));
    }

    @Test
    void listsHaveNoneTwiceAndKeepTheOrder() {
        isExactly(Grammar.of(sequence(new Selection(List.of("a", "aa", "b"), false), literal("!"))), "a,b!", 7,
                matching("!|a!|aa!|b!|a,aa!|a,b!|aa,b!|a,aa,b!"));
        assertTrue(Said.takes("[\"R1\",\"R12\"]".getBytes(UTF_8),
                new Reading(Grammar.of(listOf(List.of("R1", "R2", "R12"))))));
    }

    @Test
    void countsAreKept() {
        isExactly(Grammar.of(sequence(commaSeparated(literal("a"), 2, 3), literal("!"))), "a,!", 7,
                List.of("a,a!", "a,a,a!")::contains);
        isExactly(Grammar.of(sequence(commaSeparated(literal("a"), 0, 2), literal("!"))), "a,!", 7,
                List.of("!", "a!", "a,a!")::contains);
    }

    @Test
    void aRestMayDependOnWhatWasWritten() {
        var twice = Grammar.of(sequence(text(Dfa.of("[ab]+"), 2), literal(" ")), word ->
                Grammar.of(literal(word.strip())));
        isExactly(twice, "ab ", 5, matching("([ab]{1,2}) \\1"));
    }

    @Test
    void aForbiddenTextIsRefusedAsSoonAsItCannotBeAvoided() {
        var names = sequence(text(Dfa.of("[ab]+"), 2), literal("!"));
        isExactly(Grammar.of(names).without(List.of("A!", "ba!", "bb!")), "ab!", 3,
                List.of("b!", "aa!", "ab!")::contains);
        isExactly(Grammar.of(names).without(List.of("a", "ba!", "b!")), "ab!", 3, List.of("bb!")::contains);
    }

    @Test
    void everyCharacterButTheInvisibleOnesIsTakenWholeOnly() {
        var any = Grammar.of(sequence(text(Dfa.of(Dfa.OTHER + "*"), 1), literal("!")));
        for (var taken : Stream.of("é", "ß", "→", "日", "한", "😀", "\u00a0", "\ud83c\udf08").toList()) {
            assertTrue(Said.takes((taken + "!").getBytes(UTF_8), new Reading(any)), taken);
        }
        for (int refused : new int[] {0x85, 0x2028, 0x202E, 0x2066, 0x3000, 0xFEFF, 0x1680, 0xE0041}) {
            assertFalse(Said.takes(Character.toString(refused).getBytes(UTF_8), new Reading(any)),
                    Integer.toHexString(refused));
        }
        for (var bytes : new int[][] {{0xC0, 0x80}, {0xC1}, {0x80}, {0xE0, 0x80}, {0xED, 0xA0}, {0xF0, 0x80},
                {0xF4, 0x90}, {0xF5}, {0xC3, '!'}, {0xC3, 0xC3}}) {
            var reading = new Reading(any);
            assertFalse(IntStream.of(bytes).allMatch(reading::take));
        }
    }

    @Test
    void roomIsCountedInCharactersNotBytes() {
        var two = Grammar.of(sequence(text(Dfa.of(Dfa.OTHER + "*"), 2), literal("!")));
        assertTrue(Said.takes("😀日!".getBytes(UTF_8), new Reading(two)));
        assertFalse(Said.takes("é日😀".getBytes(UTF_8), new Reading(two)));
    }
}
