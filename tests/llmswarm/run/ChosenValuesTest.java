package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of a pack's variables: what the user sets, what a person is asked, and what ends a run before it costs. */
class ChosenValuesTest {
    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder).plan(Notes.task("a", "a.txt"));
        notes.say("a", Notes.note("a.txt", "good"));
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                variables:
                  port: {type: number, help: port to listen on}
                  size: {choices: [small, large], default: small}
                  loud: {type: flag, default: false}
                  letter: {default: a}
                  mark: {default: "{{letter}}-{{module}}", pattern: "[a-z]-[a-z]+"}
                conventions: "{{#loud}}Shout.{{/loud}}{{^loud}}Whisper.{{/loud}} {{loud}}"
                checks:
                  - {name: good, when: task, files: "{{letter}}.txt", run: [grep, -q, good, "{{file}}"]}
                  - {name: shown, when: end, run: [sh, -c, "test '{{port}} {{size}} {{loud}} {{mark}}' = '8080 large true a-notes'"]}
                """);
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private Outcome run(Map<String, String> set, boolean planned) {
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"), RunOptions.DEFAULT.withVariables(set)
                    .withPlan(planned ? Optional.of(Path.of("plan.yaml")) : Optional.empty()));
        }
    }

    private List<String> told(Map<String, String> set, boolean planned) {
        var stop = assertThrows(Stop.class, () -> run(set, planned));
        assertEquals(Stop.USAGE, stop.exit());
        assertEquals(List.of(), notes.prompts);
        return stop.lines();
    }

    @Test
    void aValueThatDoesNotFitEndsTheRunBeforeAnybodyIsAsked() {
        assertEquals(List.of("--set port=http: the variable 'port' of the stack 'notes' takes a number, not 'http' (port to listen on)"),
                told(Map.of("port", "http"), true));
        assertEquals(List.of("--set size=lage: the variable 'size' of the stack 'notes' takes one of small, large, not 'lage'"),
                told(Map.of("port", "1", "size", "lage"), true));
        assertEquals(List.of("--set prot=...: the stack 'notes' has no such variable; did you mean 'port'? known: port, size, loud, letter, mark"),
                told(Map.of("prot", "1"), true));
        assertEquals(List.of("stack notes: the variable 'port' has no value (port to listen on; a number); say --set port=PORT"),
                told(Map.of(), true));
        var unknown = told(Map.of("colour", "red"), false).getFirst();
        assertTrue(unknown.matches("--set colour=...: no stack has such a variable; known: .*letter, loud, mark, .*"), unknown);
        assertEquals(List.of("stack notes: the default of 'mark' becomes 'A-notes', but the variable takes a text that matches [a-z]-[a-z]+; say --set mark=MARK"),
                told(Map.of("port", "1", "letter", "A"), true));
        assertEquals(List.of("--set loud=LOUD: the variable 'loud' of the stack 'notes' takes true or false, not 'LOUD'"),
                told(Map.of("loud", "LOUD"), false));
    }

    @Test
    void aPersonIsAskedForAValueThatIsMissingAndAgainWhereItDoesNotFit() {
        var replies = new ArrayList<>(List.of("eighty", "8080"));
        notes.shop.person = (question, assumed) -> Optional.of(replies.removeFirst());
        var outcome = run(Map.of("size", "large", "loud", "true"), true);
        assertEquals("done and checked", outcome.label());
        assertEquals(List.of("What is 'port'? It is a number (port to listen on)",
                "'eighty' does not fit. What is 'port'? It is a number (port to listen on)"),
                notes.shop.events(Event.Asked.class).stream().map(Event.Asked::question).toList());
        assertTrue(notes.prompts("a").getFirst().contains("Shout. true"), notes.prompts("a").getFirst());
        assertEquals(List.of("good", "shown"), notes.shop.events(Event.Checked.class).stream().map(Event.Checked::check).toList());
        notes.shop.person = (question, assumed) -> {
            throw new IllegalStateException("asked again: " + question);
        };
        assertEquals("done and checked", notes.resume(outcome.project()).label());
    }
}
