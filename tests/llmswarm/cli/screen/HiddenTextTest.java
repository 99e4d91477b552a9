package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

import llmswarm.Story;
import llmswarm.Workshop;
import llmswarm.cli.Desk;
import llmswarm.cli.KeptDesk;
import llmswarm.cli.packs.StacksCommand;
import llmswarm.cli.runs.RunsCommand;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person is to judge is shown as it is: nothing steers the screen, and nothing is dropped. */
class HiddenTextTest {
    private static final String HIDDEN = "true \u001b]0;; touch PWN; : \u0007\u202e\u200b\r# \u001b]8;;http://x\u001b\\ok\u001b[8m";
    private static final String SHOWN = "true \\u001b]0;; touch PWN; : \\u0007\\u202e\\u200b\\u000d# \\u001b]8;;http://x\\u001b\\ok\\u001b[8m";

    @TempDir
    Path folder;

    private Workshop shopWithPack() {
        return new Workshop(folder).file("config/stacks/evil/stack.yaml", """
                name: evil
                description: "A pack.\\n\\e[2Jand more"
                agents: [backend]
                setup: [[sh, -c, "%1$s"]]
                variables: {port: {default: "80\\e[8m", help: "x\\e[8m"}}
                programs: [{name: perl, version: [perl, "%1$s"]}]
                checks: [{name: starts, when: end, run: [sh, -c, "%1$s"]}]
                """.formatted("true \\e]0;; touch PWN; : \\a\\u202e\\u200b\\r# \\e]8;;http://x\\e\\\\ok\\e[8m"));
    }

    @Test
    void aPackIsShownWithAllThatItsWordsHold() throws Exception {
        var desk = new KeptDesk(shopWithPack());
        desk.run(new StacksCommand(desk.desk), "evil");
        assertEquals(3, desk.out().split(Pattern.quote(SHOWN), -1).length - 1, desk.out());
        assertTrue(desk.out().contains("check starts   end: sh -c '" + SHOWN + "'\n"), desk.out());
        plain(desk.out());
        desk.run(new StacksCommand(desk.desk));
        assertTrue(desk.out().replaceAll(" +", " ").contains("evil [--config] A pack. \\u001b[2Jand more\n"), desk.out());
        plain(desk.out());
    }

    @Test
    void theQuestionWhetherToTrustAPackHidesNothing() {
        var shop = shopWithPack().file("spec.md", "Nothing.");
        shop.file("config/models.yaml",
                "models: {planner: {provider: openai, model: m, base-url: 'http://127.0.0.1:9/v1'}, coder: {provider: openai, model: m, base-url: 'http://127.0.0.1:9/v1'}}");
        shop.person = (question, assumed) -> Optional.of("n");
        try (var swarm = shop.swarm()) {
            var options = RunOptions.DEFAULT.withStack(Optional.of("evil"));
            assertThrows(Stop.class, () -> swarm.run(Spec.read(shop.folder, "spec.md"), options));
        }
        var question = shop.events(Event.Asked.class).stream().map(Event.Asked::question)
                .filter(text -> text.contains("Trust it?")).findFirst().orElseThrow();
        assertEquals(3, question.split(Pattern.quote(SHOWN), -1).length - 1, question);
        plain(question);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\\033]0;owned\\007\\033[2J", "\\377\\376 bytes of no text",
            "a\\342\\200\\256b\\342\\200\\213c", "two\\nlines\\rand\\ttabs",
            "e\\314\\201\\314\\201\\314\\201\\314\\201\\314\\201\\314\\201\\314\\201"})
    void aRunIsListedUnderItsNameWhateverThatIs(String name) throws Exception {
        var runs = folder.resolve("p/.swarm/runs");
        Workshop.output(folder, "sh", "-c", "d=\"$0/$(printf '%b_' '" + name.replace("\\", "\\0")
                + "')\"; mkdir -p \"$d\"; "
                + "echo '{\"seq\":1,\"at\":\"2026-11-22T00:00:00Z\",\"type\":\"run-started\",\"run\":\"x\"}' > \"$d/journal.jsonl\"", runs.toString());
        var out = new ByteArrayOutputStream();
        var command = new RunsCommand(new Desk(folder, Map.of(), KeptDesk.outlet(out), KeptDesk.outlet(out),
                new AtomicReference<>()));
        new CommandLine(command).parseArgs("p");
        assertEquals(0, command.call());
        var text = out.toString(StandardCharsets.UTF_8);
        assertEquals(1, text.lines().count(), text);
        assertTrue(text.contains("cut short"), text);
        plain(text);
    }

    @Test
    void aPlanShowsTheWholeOfNamesAndTexts() {
        var task = Story.task("a", "Title\nand more", "backend", "R1", List.of("a\u202etxt.exe", "b\u200b.txt", "c d"));
        var plan = new Plan("lines", "p", "One.\nTwo.",
                List.of(new Plan.Requirement("R1", "First.\nSecond \u001b[8m.", List.of())), List.of(), List.of(task),
                List.of(), List.of(new Plan.Unclear("Why?\nHow?", "So.\nThus.")));
        for (int width : new int[] {40, 80}) {
            var text = String.join(" ", PlanText.lines(plan, width)).replaceAll("\\s+", " ");
            for (var part : List.of("One. Two.", "First. Second \\u001b[8m.", "a\\u202etxt.exe", "b\\u200b.txt",
                    "Why? How?", "So. Thus.", "a: Title and more")) {
                assertTrue(text.replace(" ", "").contains(part.replace(" ", "")), part + " is not in " + text);
            }
            plain(text);
        }
    }

    @Test
    void aQuestionOfAnyLengthIsShownWholeInFortyColumns() {
        var screen = new Screen(40, 2000, new StateSigns(true, true));
        var word = "w".repeat(30_000);
        screen.shows(new Event.Asked("q", "Run\t" + "a b ".repeat(6000) + word + "\u001b[2J漢字 touch PWN?", "n"));
        var text = screen.text().replaceAll("\\s+", "");
        assertTrue(text.contains("ab".repeat(6000)) && text.contains(word + "\\u001b[2J漢字touchPWN?"),
                text.substring(Math.max(0, text.length() - 300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J\u001b[H\u001b]0;x\u0007\u001b]52;c;eA==\u0007\u001b]8;;http://x\u001b\\",
            "\u009b31m\u0090q\u009c\u0085\u2028\u2029", "\u202e\u2066\u200b\ufeff\u00ad",
            "\r\b\b\b\u0000\u007f", "\uDB40\uDC41\uD800\u3164\u115f", "\ufe0f\ufe0f\u200d\u200d"})
    void noTextSteersThePicture(String hostile) {
        var screen = new Screen(40, 30, new StateSigns(true, false));
        var task = Story.task("a", "T" + hostile + "t", "backend", "R1", List.of("a" + hostile));
        screen.shows(new Event.Planned(new Plan("lines", "p" + hostile, hostile, List.of(), List.of(), List.of(task),
                List.of(), List.of()), List.of("note " + hostile + "."), List.of()),
                Story.asked("backend", "a", 1, "coder"), new Momentary.Streaming("a", 1, "line " + hostile + " end"),
                new Event.Noted("a", hostile + "x"),
                new Event.Asked("q", hostile + "?", hostile), new Event.Answered("q", hostile, true));
        screen.view.say(hostile + "said");
        screen.view.draw();
        var sent = screen.sent();
        // The picture itself is drawn with these: up, to the left, wipe, colours.
        plain(sent.replaceAll("\u001b\\[[0-9;]*[AJKmCDGHdl]|\u001b\\(B|\u000f|[\r\b]", ""));
        assertFalse(sent.contains("\u001b[2J") || sent.contains("\u001b]"), sent);
        assertTrue(screen.text().lines().allMatch(line -> Cell.width(line) <= 40), screen.text());
    }

    @Test
    void aFloodOfMarksStaysInItsLine() {
        var screen = new Screen(40, 200, new StateSigns(true, false));
        screen.shows(new Event.Noted("", "e" + "\u0301".repeat(500)));
        assertTrue(screen.sent().codePoints().filter(c -> c == 0x301).count() <= 4
                && screen.sent().contains("\\u0301"));
    }

    private static void plain(String text) {
        text.codePoints().filter(c -> c != '\n').forEach(c -> assertTrue(switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED -> false;
            default -> c != 0x3164 && c != 0x115F;
        }, () -> "U+%04X in %s".formatted(c, text)));
    }
}
