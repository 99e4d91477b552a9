package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static llmswarm.model.grammar.Shape.literal;
import static llmswarm.model.grammar.Shape.sequence;
import static llmswarm.model.grammar.Shape.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import llmswarm.guard.Stop;
import llmswarm.model.grammar.Form.ChoiceForm;
import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.grammar.Form.PlanForm;
import llmswarm.model.grammar.Form.Size;
import llmswarm.model.jlama.TokenMask;
import llmswarm.model.jlama.Vocabulary;
import llmswarm.plan.PlanReader;
import org.junit.jupiter.api.Test;

class MaskTest {
    private static final PlanForm PLAN = new PlanForm("plain", List.of("a", "ab"), true, new Size(5, 3, 3, 40));

    private static Vocabulary ascii(String... more) {
        var all = new ArrayList<byte[]>();
        for (int b = 0; b < 128; b++) all.add(new byte[] {(byte) b});
        for (var each : more) all.add(each.getBytes(UTF_8));
        return Speaker.of(all);
    }

    private static TreeSet<String> shown(TokenMask mask, Vocabulary vocabulary) {
        var shown = new TreeSet<String>();
        BitSet.valueOf(mask.allowed()).stream().forEach(token ->
                shown.add(vocabulary.ends().contains(token) ? "end" : new String(vocabulary.bytes(token), UTF_8)));
        return shown;
    }

    private static TokenMask after(String said, Grammar grammar, Vocabulary vocabulary) {
        var mask = new GrammarMask(grammar, new TokenTrie(vocabulary));
        for (var b : said.getBytes(UTF_8)) mask.accept(b);
        return mask;
    }

    @Test
    void aTokenMayReachFromATextIntoWhatFollowsIt() {
        var grammar = Grammar.of(sequence(text(Dfa.of("[ab]+"), 3), literal("\",\""), text(Dfa.of("[xy]"), 1)));
        var vocabulary = ascii("\",\"", "b\",\"", "b\",\"x", "b\",\"z", "bb", "bbb", "\",", "b\"}", "aaaa", "\",\"xy");
        assertEquals(new TreeSet<>(List.of("\"", "\",", "\",\"", "a", "b", "bb", "b\",\"", "b\",\"x")),
                shown(after("a", grammar, vocabulary), vocabulary));
        assertEquals(new TreeSet<>(List.of("\"", "\",", "\",\"")),
                shown(after("aaa", grammar, vocabulary), vocabulary));
    }

    @Test
    void fixedTextLeavesOneTokenUntilTheModelHasAChoice() {
        var vocabulary = ascii("{\"st", "{\"stack\":", "{\"stack\":\"", "{\"stack\":\"b", "one", "\",\"rea", "son",
                "son\":\"", "son\":\"T");
        var grammar = Masks.grammar(new ChoiceForm(List.of("one")));
        assertEquals(new TreeSet<>(List.of("{\"stack\":\"")), shown(after("", grammar, vocabulary), vocabulary));
        assertEquals(new TreeSet<>(List.of("one")), shown(after("{\"stack\":\"", grammar, vocabulary), vocabulary));
        assertEquals(new TreeSet<>(List.of("\",\"rea")),
                shown(after("{\"stack\":\"one", grammar, vocabulary), vocabulary));
        assertEquals(new TreeSet<>(List.of("s", "son", "son\":\"", "son\":\"T")),
                shown(after("{\"stack\":\"one\",\"rea", grammar, vocabulary), vocabulary));
    }

    @Test
    void whereTheAnswerMayEndTheTokensThatEndItAreAllowed() {
        var vocabulary = ascii();
        var grammar = Grammar.of(text(Dfa.of("[ab]+"), 2));
        assertEquals(new TreeSet<>(List.of("a", "b")), shown(after("", grammar, vocabulary), vocabulary));
        assertEquals(new TreeSet<>(List.of("a", "b", "end")), shown(after("a", grammar, vocabulary), vocabulary));
        assertTrue(after("ab", grammar, vocabulary).done());
    }

    @Test
    void halfACharacterIsNotBegunWhenTheVocabularyCannotEndIt() throws Exception {
        var pieces = new ArrayList<byte[]>();
        var with = ascii("é", "日本", "ü\"");
        for (int token = 0; token < with.size() - 1; token++) pieces.add(with.bytes(token));
        pieces.add(new byte[] {(byte) 0xC3});
        var vocabulary = Speaker.of(pieces);
        for (int seed = 0; seed < 20; seed++) {
            var answer = new Speaker(vocabulary, seed).answer(new Masks().of(PLAN, vocabulary));
            assertEquals(List.of(), PlanReader.read(answer).faults(), answer);
        }
    }

    @Test
    void aVocabularyThatCannotWriteABraceIsRefused() {
        var vocabulary = Speaker.of(IntStream.range(0, 128).filter(b -> b != '{').mapToObj(b -> new byte[] {(byte) b})
                .toList());
        assertEquals("the model's vocabulary has no token for '{', so its answers cannot be held to a form; use another model",
                assertThrows(Stop.class, () -> new Masks().of(PLAN, vocabulary)).getMessage());
    }

    /**
     * Without any trie: a token is allowed when its bytes can come one by one and do not run past the end of the
     * stretch.
     */
    private static boolean possible(byte[] token, State state, Unlike unlike) {
        for (var b : token) {
            state = state.step(b & 0xFF);
            if (state == null) return false;
            unlike = unlike == null ? null : unlike.next(b & 0xFF);
            if (unlike != null && unlike.dead(state)) return false;
        }
        return token.length > 0;
    }

    @Test
    void allowedTokensAreExactlyThoseWhoseBytesCanCome() {
        var vocabulary = Speaker.vocabulary(2_000);
        var trie = new TokenTrie(vocabulary);
        var forms = Stream.of(PLAN, new FilesForm(List.of("a.py", "d/", "b.md"), 60),
                new ChoiceForm(List.of("plain", "plaid"))).toList();
        for (var form : forms) {
            var speaker = new Speaker(vocabulary, 3);
            var sets = new TokenSets(trie);
            var reading = new Reading(Masks.grammar(form));
            while (!reading.over()) {
                var state = reading.state();
                var set = sets.of(state);
                if (reading.unlike() != null) set = sets.without(reading.unlike(), state, set);
                var allowed = BitSet.valueOf(set);
                for (int token = 0; token < vocabulary.size(); token++) {
                    var unlike = reading.unlike();
                    int one = token;
                    assertEquals(possible(vocabulary.bytes(token), state, unlike), allowed.get(token), () -> one
                            + " in " + form);
                }
                if (allowed.isEmpty()) break;
                Said.takes(vocabulary.bytes(speaker.any(set)), reading);
            }
        }
    }
}
