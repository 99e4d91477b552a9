package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in a user's own project and in what is planned for it. */
class SecretFileTest {
    private static final String KEY = "acmecredvalue778899";

    private static int run(Notes notes) {
        notes.shop.env.put("ACME_KEY", KEY);
        try (var swarm = notes.shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withOutput(Optional.of(Path.of("notes")))
                            .withPlan(Optional.of(Path.of("plan.yaml")))).exit();
        }
    }

    @Test
    void aFileThatHoldsOneIsNotRewrittenWithoutItAndNoModelSeesIt(@TempDir Path folder) {
        try (var notes = new Notes(folder).plan(Notes.task("a", "a.txt"), Notes.task("b", "b.txt"))) {
            notes.shop.file("notes/a.txt", "good key %s\n".formatted(KEY)).file("notes/b.txt", "good [redacted]\n");
            Workshop.output(notes.project(), "sh", "-c",
                    "git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@b commit -qm First");
            notes.script("a", prompt -> StubAnswer.text(Notes.note("a.txt", "good key [redacted]\nand more")));
            notes.say("b", Notes.note("b.txt", "good [redacted]\npassword = \"secret\""));
            assertEquals(0, run(notes), notes.shop.events::toString);
            assertTrue(notes.prompts.stream().noneMatch(prompt -> prompt.contains(KEY)), notes.prompts::toString);
            assertEquals("good key %s\n".formatted(KEY), notes.shop.read(notes.project().resolve("a.txt")));
            assertTrue(notes.notes()
                    .contains("kept a.txt as it was: it holds a secret, which no model is shown, and would have lost it"), notes.notes()::toString);
            assertEquals("good [redacted]\npassword = \"secret\"\n", notes.shop.read(notes.project().resolve("b.txt")));
            assertFalse(notes.shop.read(notes.journal()).contains(KEY));
        }
    }

    @Test
    void aPlanThatHoldsOneLeavesItNeitherInCommitsNorOnItsPage(@TempDir Path folder) {
        try (var notes = new Notes(folder)
                .plan("{id: a, title: Write %s\u202e, agent: writer, description: Write %1$s., files: [a.txt], dependsOn: []}".formatted(KEY))) {
            notes.script("[redacted]\u202e", prompt -> StubAnswer.text(Notes.note("a.txt", "good " + KEY)));
            assertEquals(0, run(notes), notes.shop.events::toString);
            var log = Workshop.output(notes.project(), "git", "log", "-p", "--format=%B");
            assertFalse(log.contains(KEY) || log.contains("\u202e"), log);
            assertTrue(log.contains("Write [redacted]\\u202e\n"), log);
            assertFalse(notes.shop.read(notes.journal()).contains(KEY));
            assertTrue(notes.notes()
                    .contains("the answer held a secret, or what has the form of one; [redacted] stands in its place"),
                    notes.notes()::toString);
        }
    }
}
