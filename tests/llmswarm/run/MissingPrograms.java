package llmswarm.run;

import static llmswarm.run.Notes.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.guard.Stop;
import llmswarm.plan.Cut;
import llmswarm.plan.Plan;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a pack whose checks the plan names, on a machine that lacks some programs. */
abstract class MissingPrograms {
    static final String MISSING = "check 'build' calls 'no-such-tool', which is not on this machine; there are: sh, git";
    static final String ODD = plan("no-such-tool", "build"), RIGHT = plan("grep", "-q", "good", "a.txt"),
            RESULT = "; that check will have no result";

    @TempDir
    Path folder;
    final List<String> questions = new CopyOnWriteArrayList<>();
    Optional<Cut> cut = Optional.of(Cut.MANY);
    Notes notes;

    @BeforeEach
    void workshop() throws IOException {
        notes = new Notes(folder).say("a", Notes.note("a.txt", "good"));
        notes.shop.file("config/stacks/free/stack.yaml", """
                name: free
                description: Anything.
                agents: [writer]
                checks-from-plan: true
                programs: [{name: sh, version: [sh, -c, ":"]}, nobody-has-this, git, shim]
                """);
        var bin = Files.createDirectory(notes.shop.folder.resolve("bin"));
        notes.shop.env.put("PATH", bin + ":" + notes.shop.env.get("PATH"));
        tool("shim", "exit 1");
    }

    @AfterEach
    void end() {
        notes.close();
    }

    void tool(String name, String does) {
        var file = "bin/" + name;
        notes.shop.file(file, "#!/bin/sh\n" + does + "\n").folder.resolve(file).toFile().setExecutable(true);
    }

    static String plan(String... command) {
        var words = String.join("\", \"", command);
        return """
                {"stack": "free", "name": "notes", "summary": "Notes.", "requirements": [], "contracts": [], "unclear": [],
                 "checks": [{"name": "build", "run": ["%s"]}], "tasks": [%s]}""".formatted(words, json("a", "a.txt"));
    }

    void person(String... replies) {
        var left = new ArrayDeque<>(Arrays.asList(replies));
        notes.shop.person = (question, assumed) -> {
            questions.add(question);
            return Optional.of(left.remove());
        };
    }

    Outcome run(Optional<Path> plan, Optional<Path> tape, boolean unchecked) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withStack(Optional.of("free")).withPlan(plan).withReplay(tape, false)
                            .withApprovedChecks(true).withTasks(cut).withUnchecked(unchecked));
        }
    }

    Outcome run() {
        return run(Optional.empty(), Optional.empty(), false);
    }

    Stop stopped() {
        var stop = assertThrows(Stop.class, this::run);
        assertEquals(Stop.USAGE, stop.exit());
        assertEquals(List.of(), notes.prompts("a"), "no task costs anything");
        return stop;
    }

    Path cutShort() throws IOException {
        try (var runs = Files.list(Path.of(notes.shop.env.get("XDG_STATE_HOME")).resolve("llm-swarm/runs"))) {
            return runs.findFirst().orElseThrow();
        }
    }

    /** How often a plan was asked for. */
    long plans() {
        return notes.prompts.stream().filter(prompt -> prompt.contains("Plan this specification.")).count();
    }

    List<String> checks() {
        return notes.shop.events(Event.Checked.class).stream().map(Event.Checked::tail).toList();
    }

    /** At first sight the planner names checks, too, before it is asked for the plan. */
    static String look(String... command) {
        return """
                {"stack": "free", "reason": "It fits.", "name": "notes", "summary": "Notes.", "lines": 90000,
                 "checks": [{"name": "build", "run": ["%s"]}]}""".formatted(String.join("\", \"", command));
    }
}
