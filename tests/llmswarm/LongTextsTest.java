package llmswarm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import answers.JsonAnswer;
import answers.Thinking;
import llmswarm.config.stack.PartName;
import llmswarm.config.yaml.Faults;
import llmswarm.files.AnswerParser;
import llmswarm.guard.AskedNames;
import llmswarm.pack.fetch.PackFiles;
import llmswarm.plan.Impossible;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanPatch;
import llmswarm.plan.PlanReader;
import llmswarm.plan.ReviewReader;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.run.look.LookLines;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts of others are read in a time that grows about as their length does, whatever they repeat. Only times of one run
 * are compared, and those of the processor, so that no load of the machine matters.
 */
class LongTextsTest {
    private static final int SHORT = 16 << 10, TIMES = 8;
    /** Of one that grows with the length this is eight, of one that grows with its square 64. */
    private static final int MOST = 40;
    /** Nanoseconds below which a time is chance. */
    private static final long LEAST = 4_000_000;
    private static final Set<String> PRESENT = Set.of("a.txt", "b/c.py");
    private static final Map<String, String> TEXTS = Map.of("a.txt", "one\ntwo\n", "b/c.py", "x = 1\n");
    private static final Plan PLAN = new Plan("plain", "demo", "A demo.",
            List.of(new Plan.Requirement("R1", "It works well enough.", List.of())), List.of(), List.of(), List.of(),
            List.of());

    private record Reader(String name, Consumer<String> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Reader> readers() {
        return Stream.of(
                new Reader("files", text -> AnswerParser.parse(text, List.of("a.txt", "b/"), List.of())),
                new Reader("edits", text -> AnswerParser.parse(text, List.of("a.txt", "b/"), List.of(), TEXTS, PRESENT)),
                new Reader("any files", text -> AnswerParser.parse(text, List.of(AnswerParser.ANY), List.of())),
                new Reader("a file's text", text -> AnswerParser.parse("### a.txt\n````\n" + text + "\n````\n",
                        List.of("a.txt"), List.of())),
                new Reader("thinking", Thinking::removed),
                new Reader("JSON", JsonAnswer::in),
                new Reader("plan", PlanReader::read),
                new Reader("plan's name", text -> PlanReader.read("{\"stack\": \"s\", \"summary\": \"x\", \"name\": \"%s\", \"tasks\": []}"
                        .formatted(text.replace("\"", "'").replace("\\", "/").replace("\n", " ")))),
                new Reader("plan's file", text -> PlanReader.read("{\"stack\": \"s\", \"name\": \"n\", \"summary\": \"x\", \"tasks\": [{\"id\": \"a\", \"files\": [\"%s\"]}]}"
                        .formatted(text.replace("\"", "'").replace("\\", "/").replace("\n", " ")))),
                new Reader("plan of a person", text -> PlanReader.read(text, "plan.json", new Faults(), told -> { })),
                new Reader("patch", text -> PlanPatch.apply("{\"tasks\": []}", text)),
                new Reader("blame", ReviewReader::blame),
                new Reader("quote", text -> ReviewReader.decides(text + "x", PLAN, SpecLines.of("It works."))),
                new Reader("a part's folder", text -> new PartName("a", text + "x")),
                new Reader("specification", text -> SpecRequirements.of(SpecLines.of(text)).in(PLAN)),
                new Reader("names asked for", text -> AskedNames.in(text, List.of())),
                new Reader("impossible", Impossible::reason),
                new Reader("looks", LookLines::of),
                new Reader("show", text -> LookLines.of("SHOW: " + text)),
                new Reader("delete", text -> AnswerParser.parse("DELETE: a" + text + "x\n", List.of("a.txt"), List.of(),
                        TEXTS, PRESENT)),
                new Reader("tape", text -> new PackFiles(new TreeMap<>(Map.of(PackFiles.TAPE, text.getBytes())))
                        .renamed("one", "two")));
    }

    private static List<String> repeated() {
        var all = new ArrayList<String>();
        for (char c : "ab1 \n\t.,:;!?'\"`~#*-_=+/\\|<>()[]{}$%&@^…\u201d\0\u00e9".toCharArray()) all.add(String.valueOf(c));
        all.addAll(List.of("</s>", "<|im_end|> ", "{//{\n", "//{\n", "{#\n", "{/**/", "{\"a\":", "[{", "{}", "```\n", "```a\n", "````\n```\n",
                "### a\n", "### a.txt\n", "### a.txt\n```\n", "### b/c.py\n```\nx\n", "### b/c.py\n```x\n```\n", "<think>", "</think>", "<think></think>", "<<<<<<< SEARCH\n",
                "<<<<<<< SEARCH\n=======\n", "<<<<<<< SEARCH\nq\n=======\nr\n>>>>>>> REPLACE\n", "=======\n",
                ">>>>>>> REPLACE\n", "a''", "./", "../", "a/", "-a", "a-a/", ". ", "… ", "DELETE: a.txt\n", "rm a.txt\n",
                "SHOW: a:1-2\n", "IMPOSSIBLE ", "\\\\\"stack\\\\\"", "\"stack\":", "&lt;", "'\\", "\"\\\"", "- **a** [1] ",
                "(a) ", "1. ", "10 | x\n", "<!-- ", "--> ", "`a`: ", "...\n", "// ...\n", "analysis", "<|channel|>final"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("readers")
    void eightTimesTheLengthTakesNotMuchMoreThanEightTimesAsLong(Reader reader) {
        var slow = new ArrayList<String>();
        for (var piece : repeated()) {
            long once = time(reader, text(piece, SHORT));
            long often = time(reader, text(piece, TIMES * SHORT));
            if (often > MOST * Math.max(once, LEAST)) slow.add("'%s' %d times slower".formatted(piece, often / once));
        }
        assertTrue(slow.isEmpty(), slow::toString);
    }

    private static String text(String piece, int length) {
        return piece.repeat(length / piece.length());
    }

    private static long time(Reader reader, String text) {
        var clock = ManagementFactory.getThreadMXBean();
        long begun = clock.getCurrentThreadCpuTime();
        reader.read.accept(text);
        return clock.getCurrentThreadCpuTime() - begun;
    }
}
