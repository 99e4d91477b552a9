package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import llmswarm.Command;
import llmswarm.Story;
import llmswarm.Workshop;
import llmswarm.cli.runs.RunsCommand;
import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is said to words that are not understood, and the words of the list of runs. */
class WordsTest {
    @TempDir
    Path folder;

    private static final class Root {
        @CommandLine.Mixin
        private RunFlags run;
    }

    private static RunFlags flags(String... words) {
        var root = new Root();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(root)).parseArgs(words);
        return root.run;
    }

    /** The first line that the program says to these words, which must be a wrong usage. */
    private String told(Workshop shop, String... words) {
        return firstLine(Here.run(shop, words));
    }

    private static String firstLine(Command.Result result) {
        assertEquals(2, result.exit(), result.err());
        return result.err().lines().findFirst().orElse("");
    }

    @Test
    void noWordIsSwallowedAndAMistypedCommandIsNamed() {
        var shop = new Workshop(folder).file("spec.md", "Say hello.\n").file("plans", "Say hello.\n");
        assertEquals("'spec.md' stands before the command 'stacks', which takes nothing before it; leave one of the two out.", told(shop, "spec.md", "stacks"));
        assertEquals("There is no command 'paln'; did you mean 'plan'?", told(shop, "paln", "spec.md"));
        assertEquals("There is no command 'dcotor'; did you mean 'doctor'?", told(shop, "dcotor"));
        assertEquals("'more.md' is one word too many.", told(shop, "spec.md", "more.md"));
        assertEquals("'perl2' is one word too many.", told(shop, "stacks", "show", "perl1", "perl2"));
        assertEquals("--set perl: has no value; write it as NAME=VALUE, such as --set port=8080",
                firstLine(Command.run(shop, "plans", "--set", "perl")));
        assertEquals("missing.md: there is no such file", told(shop, "missing.md"));
        var help = Command.run(shop, "help", "stacks");
        assertEquals(0, help.exit(), help.err());
        assertTrue(help.out().contains("Lists the stacks, or shows one; checks, tests, makes"), help.out());
    }

    @Test
    void aValueMayHoldWhatItLikes() {
        assertEquals(Map.of("a", "b=c", "d", ""), flags("--set", "a=b=c", "--set", "d=").options().variables());
        assertThrows(Stop.class, () -> flags("--set", "=b").options());
    }

    @Test
    void theListOfRunsHasTheWordsThatRunsEndWith() throws Exception {
        var runs = folder.resolve("project/.swarm/runs");
        var ends = List.of(new Event.RunEnded(0, 1, 0, 0, Usage.NONE, 0, 9, "c0ffee", "done and checked"),
                new Event.RunEnded(3, 1, 0, 0, Usage.NONE, 0, 9, "c0ffee", "written, not checked"),
                new Event.RunEnded(3, 1, 0, 0, Usage.NONE, 0, 9, "c0ffee"),
                new Event.RunEnded(130, 1, 0, 0, Usage.NONE, 0, 9, ""),
                (Event.Kept) Story.answered("backend", "a", 1, 1, 0, 0.5));
        for (int i = 0; i < ends.size(); i++) {
            try (var journal = Journal.create(runs.resolve("run-" + i), new Redactor(Map.of()))) {
                journal.append((Event.Kept) Story.started());
                journal.append(ends.get(i));
            }
        }
        var out = new ByteArrayOutputStream();
        var command = new RunsCommand(new Desk(folder, Map.of(), KeptDesk.outlet(out), KeptDesk.outlet(out),
                new AtomicReference<>()));
        new CommandLine(command).parseArgs(folder.resolve("project").toString());
        assertEquals(0, command.call());
        assertEquals("""
                run-0  done and checked        0 done, 0 failed, 0 blocked  0 tokens
                run-1  written, not checked    0 done, 0 failed, 0 blocked  0 tokens
                run-2  not done                0 done, 0 failed, 0 blocked  0 tokens
                run-3  interrupted             0 done, 0 failed, 0 blocked  0 tokens
                run-4  cut short               0 done, 0 failed, 0 blocked  1 token  $0.5000
                """, out.toString(StandardCharsets.UTF_8));
    }
}
