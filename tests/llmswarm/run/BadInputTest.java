package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person can do wrong: one clear sentence each, the right exit code, and nothing lost. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest extends TwoNotes {
    @Test
    void anEmptySpecification() {
        shop.file("spec.md", " \n\t\n");
        assertUsage("spec.md: is empty; say in a few sentences what is to be built", stopped(options(null, null)));
    }

    @Test
    void aSpecificationOfTwoMegabytes() {
        shop.file("spec.md", "word ".repeat(420_000));
        assertUsage("spec.md: has more than the 256 KB that a specification may have; keep what is to be built and leave out the rest",
                stopped(options(null, null)));
    }

    @Test
    void aSpecificationThatIsNotThereIsAFolderOrIsNoText() throws Exception {
        assertUsage("gone.md: there is no such file",
                assertThrows(Stop.class, () -> Spec.read(shop.folder, "gone.md")));
        assertUsage("config: is a folder; name the file that holds the specification",
                assertThrows(Stop.class, () -> Spec.read(shop.folder, "config")));
        Files.write(shop.folder.resolve("spec.md"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertUsage("spec.md: is not text in UTF-8", stopped(options(null, null)));
    }

    @Test
    void aPlanOfAPersonWithACycle() {
        shop.file("plan.json", PLAN.replace("\"files\": [\"a.txt\"], \"dependsOn\": []",
                "\"files\": [\"a.txt\"], \"dependsOn\": [\"b\"]")
                .replace("\"files\": [\"b.txt\"], \"dependsOn\": []",
                "\"files\": [\"b.txt\"], \"dependsOn\": [\"a\"]"));
        assertUsage("plan.json: the tasks depend on each other in a circle: a -> b -> a",
                stopped(options(null, "plan.json")));
    }

    @Test
    void aPlanOfAPersonWithABrokenKey() {
        shop.file("plan.yaml",
                "stack: notes\nname: x\nsummary: s\nrequirements: []\ntasks:\n  - {id: a, titel: A, title: A, agent: documenter, description: d, files: [a.txt]}\n");
        assertUsage("plan.yaml:6:13: unknown key 'titel'; did you mean 'title'? Known keys: id, title, agent, description, files, requirements, lines, size, dependsOn, provides, uses.",
                stopped(options(null, "plan.yaml")));
    }

    @Test
    void aFolderNameWithSpacesAndUmlauts() {
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : note(prompt));
        }, options("zwei schöne Notizen", null));
        assertEquals(0, outcome.exit());
        assertEquals("zwei schöne Notizen", outcome.project().getFileName().toString());
    }

    @Test
    void anOutputFolderWithOtherThingsInItIsRefusedBeforeAnythingIsAsked() {
        shop.file("full/notes.txt", "mine");
        var stop = stopped(options("full", null));
        assertEquals(Stop.USAGE, stop.exit());
        assertTrue(stop.getMessage().endsWith("choose another folder with --output"), stop.getMessage());
        assertEquals(List.of(), shop.events(Event.AskedModel.class));
    }

    @Test
    void anExistingRepositoryIsWorkedInWhenItIsCleanAndRefusedWhenItIsNot() {
        shop.file("repo/a.txt", "old");
        var repo = shop.folder.resolve("repo");
        Workshop.output(repo, "git", "init", "-q");
        var stop = stopped(options("repo", null));
        assertEquals("'%s' has uncommitted changes; commit or stash them, or choose another folder with --output".formatted(repo), stop.getMessage());
        Workshop.output(repo, "git", "add", "-A");
        Workshop.output(repo, "git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "old");
        var outcome = written(BadInputTest::note);
        assertEquals(0, outcome.exit());
        var prompts = new CopyOnWriteArrayList<String>();
        assertEquals(0, served(request -> {
            var prompt = request.path("messages").toString();
            prompts.add(prompt);
            return StubAnswer.text(prompt.contains("Plan this specification.") ? PLAN : note(prompt));
        }, options("repo", null)).exit());
        assertTrue(prompts.stream().anyMatch(p -> p.contains("a.txt stands like this")),
                "the task sees what it changes");
        assertEquals("A\n", shop.read(repo.resolve("a.txt")));
    }

    @Test
    void anUnknownStackAVariableItDoesNotHaveAndAnUnknownSandbox() {
        var none = Optional.<Path>empty();
        assertUsage("There is no stack 'note'; did you mean 'notes'? Known stacks: generic, java-cli, node-cli, notes, python-cli, python-web, react-node, static-site, web-basic.", stopped(
                RunOptions.DEFAULT.withStack(Optional.of("note"))));
        shop.file("plan.json", PLAN);
        assertUsage("--set x=...: the stack 'notes' has no such variable; known: none", stopped(
                RunOptions.DEFAULT.withVariables(Map.of("x", "1")).withPlan(Optional.of(Path.of("plan.json")))));
        assertUsage("Unknown sandbox 'docker'; known are bubblewrap, unshare and off.", stopped(
                RunOptions.DEFAULT.withPlan(Optional.of(Path.of("plan.json"))).withSandbox(Optional.of("docker"))));
    }

    @Test
    void aTapeThatIsNotThereOrLacksAnAnswer() {
        var none = Optional.<Path>empty();
        var gone = shop.folder.resolve("gone.jsonl");
        assertUsage(gone + ": there is no such file", stopped(
                RunOptions.DEFAULT.withStack(Optional.of("notes")).withReplay(Optional.of(gone), false)));
        var tape = shop.folder.resolve("tape.jsonl");
        shop.file("tape.jsonl", "{\"type\":\"run-started\",\"note\":\"By hand.\"}\n");
        var stop = stopped(RunOptions.DEFAULT.withStack(Optional.of("notes")).withReplay(Optional.of(tape), false));
        assertEquals("the tape %s holds no answer of planner for ':plan', attempt 1".formatted(tape),
                stop.getMessage());
    }

    @Test
    void openQuestionsGoToAPersonAndItsAnswersIntoASecondPlan() {
        var unclear = PLAN.replace("\"unclear\": []",
                "\"unclear\": [{\"question\": \"In which language?\", \"assumption\": \"English\"}]");
        shop.person = (question, assumed) -> Optional.of("German");
        var prompts = new CopyOnWriteArrayList<String>();
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            if (!prompt.contains("Plan this specification.")) return StubAnswer.text(note(prompt));
            prompts.add(prompt);
            return StubAnswer.text(prompts.size() == 1 ? unclear : PLAN);
        }, options(null, null));
        assertEquals(2, prompts.size());
        assertTrue(prompts.get(1).contains("Answer: German"), prompts.get(1));
        assertTrue(shop.read(outcome.project().resolve("docs/PLAN.md")).contains("- In which language? German"));
    }

    @Test
    void withNobodyThereTheAssumptionHoldsAndIsWrittenDown() {
        var unclear = PLAN.replace("\"unclear\": []",
                "\"unclear\": [{\"question\": \"In which language?\", \"assumption\": \"English\"}]");
        var outcome = served(request -> {
            var prompt = request.path("messages").toString();
            return StubAnswer.text(prompt.contains("Plan this specification.") ? unclear : note(prompt));
        }, options(null, null));
        assertEquals(0, outcome.exit());
        assertEquals(List.of(new Event.Answered("unclear-1", "English", false)), shop.events(Event.Answered.class));
        assertTrue(shop.read(outcome.project().resolve("docs/PLAN.md")).contains("- In which language? English"));
    }
}
