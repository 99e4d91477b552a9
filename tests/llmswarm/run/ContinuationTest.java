package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An answer that ends at the token limit is gone on with, and not asked for again. */
class ContinuationTest {
    private static final String POEM = """
            The first line of the poem,
            the second one, which is longer,
                an indented third {

            }
            and the last line of all.
            """;
    private static final String ANSWER = "### poem.txt\n```text\n" + POEM + "```\n";
    private static final String GOING_ON = "the answer was cut off at the token limit; going on with it";

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void pack() {
        taped = new Taped(folder).plan("""
                {stack: notes, name: a-poem, summary: A poem., requirements: [{id: R1, text: There is a poem.}],
                 tasks: [{id: poem, title: A poem, agent: writer, description: Write it., requirements: [R1], files: [poem.txt]}]}""");
        taped.shop.file("config/stacks/notes/stack.yaml", """
                {name: notes, description: Plain notes., agents: [writer], checks: [{name: there, when: end, run: [test, -s, poem.txt]}]}""");
        taped.writer(2);
        taped.shop.models(URI.create("http://127.0.0.1:9/v1"));
    }

    /** Whatever a server says in those parts, all but the last cut off, must give the poem in one attempt. */
    private void served(String... parts) {
        taped.shop.events.clear();
        var seen = new ArrayList<JsonNode>();
        try (var server = new StubServer(request -> {
            seen.add(request);
            var part = StubAnswer.text(parts[seen.size() - 1]);
            return seen.size() < parts.length ? part.finishing("length") : part;
        })) {
            taped.shop.models(server.baseUrl());
            var outcome = taped.live();
            assertEquals(0, outcome.exit(), taped::story);
            assertEquals(POEM, Taped.committed(outcome, "poem.txt"));
            assertEquals(parts.length, seen.size());
            assertEquals(parts.length - 1, taped.notes("poem").stream().filter(GOING_ON::equals).count());
            assertEquals(List.of(1), taped.shop.events(Event.AskedModel.class).stream().map(Event.AskedModel::attempt)
                    .distinct().toList());
        }
    }

    private static String until(String end) {
        return ANSWER.substring(0, ANSWER.indexOf(end) + end.length());
    }

    private static String after(String end) {
        return ANSWER.substring(ANSWER.indexOf(end) + end.length());
    }

    @Test
    void aTapeHoldsThePartsOfAnAnswer() {
        taped.says("writer", "poem", 1, "", true, until("which is"))
                .says("writer", "poem", 1, "+1", false, after("which is"));
        var outcome = taped.run();
        assertEquals(0, outcome.exit(), taped::story);
        assertEquals(POEM, Taped.committed(outcome, "poem.txt"));
        assertEquals(List.of("writer poem 1", "writer poem 1 +1"), taped.asked());
        assertEquals(List.of(GOING_ON), taped.notes("poem"));
        var messages = taped.shop.events(Event.AskedModel.class).getLast().messages();
        assertEquals(List.of("system", "user", "assistant", "user"),
                messages.stream().map(message -> message.role()).toList());
        assertEquals(until("which is"), messages.get(2).text());
        assertTrue(messages.getLast().text()
                .endsWith("Its last line so far is:\n````\nthe second one, which is\n````\n"), messages.getLast()
                .text());
    }

    @Test
    void aTapeWhoseAnswerIsCutOffAndEndsThereFailsAsToItsForm() {
        taped.says("writer", "poem", 1, "", true, until("which is"));
        assertEquals(3, taped.run().exit());
        assertEquals("no usable answer in 1 attempts: line 2 of the answer: the block for 'poem.txt' is not closed; nothing behind that line was read\nthe answer was cut off at the token limit",
                taped.ends("poem").getFirst().evidence());
    }

    @Test
    void aPartThatGoesOnWithTheNextCharacterIsAppended() {
        served(until("which is"), after("which is"));
        served(until("longer,\n"), after("longer,\n"));
        served(until("third {"), after("third {"));
    }

    @Test
    void twoPartsThatAreCutOffAreGoneOnWithTwice() {
        served(until("which"), ANSWER.substring(until("which").length(), until("third").length()), after("third"));
    }

    @Test
    void whatIsSaidOnceMoreIsTakenOnce() {
        served(until("which is"), "the second one, which is" + after("which is"));
        served(until("longer,\n"), "the second one, which is longer,\n" + after("longer,\n"));
        served(until("    an ind"), "    an ind" + after("    an ind"));
        served(until("}\nand th"), "and th" + after("}\nand th"));
    }

    @Test
    void aFenceThatIsOpenIsNotOpenedAgain() {
        served(until("which is"), "```text\n" + after("which is"));
        served(until("longer,\n"), "```\n" + after("longer,\n"));
        served(until("which is"), "```text\nthe second one, which is" + after("which is"));
    }

    @Test
    void aFenceThatIsOpenIsNotOpenedAgainWhereTheAnswerBeganWithIt() {
        var bare = ANSWER.substring(ANSWER.indexOf("```"));
        served(bare.substring(0, bare.indexOf(" is longer")), "```text\n" + bare.substring(bare.indexOf(" is longer")));
    }

    @Test
    void anAnswerThatBeginsAnewTakesTheFirstOnesPlace() {
        served(until("which is"), ANSWER);
        served(until("which is"), "\n" + until("third"), after("third"));
        served("Sure, here is the poem.\n\n" + until("which is"), "Sure, here is the poem.\n\n" + ANSWER);
    }

    @Test
    void anAnswerThatIsNeverWholeIsNotAskedForWithoutEnd() {
        var calls = new ArrayList<JsonNode>();
        try (var server = new StubServer(request -> {
            calls.add(request);
            return StubAnswer.text(calls.size() == 1 ? until("which is")
                    : "and verse %d goes on like this\n".formatted(calls.size())).finishing("length");
        })) {
            taped.shop.models(server.baseUrl());
            assertEquals(3, taped.live().exit());
            assertEquals(2 * 7, calls.size(), "two attempts, each with six continuations");
            assertTrue(taped.ends("poem").getFirst().evidence().endsWith("the answer was cut off at the token limit"),
                    taped::story);
        }
    }
}
