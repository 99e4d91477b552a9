package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the journal and the tree disagree, a person edited, and the person wins. */
class EditTest {
    private static final String PLAN = """
            stack: notes
            name: notes
            summary: One note, written twice.
            requirements: []
            tasks:
              - {id: a, title: First, agent: documenter, description: Write., files: [x.txt, y.txt]}
              - {id: b, title: Second, agent: documenter, description: Rewrite., files: [x.txt], dependsOn: [a]}
            """;

    @TempDir
    Path folder;
    private Workshop shop;
    private StubServer server;
    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private volatile StubAnswer second = StubAnswer.text("nothing");
    private volatile Runnable meanwhile = () -> { };

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.file("plan.yaml", PLAN);
        shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [documenter]
                checks: [{name: there, when: end, run: [test, -f, x.txt]}]
                """);
        shop.file("config/stacks/notes/scaffold/ready.txt", "ready\n");
        server = new StubServer(request -> {
            var prompt = request.path("messages").toString();
            prompts.add(prompt);
            if (prompt.contains("# Your task: First")) return StubAnswer.text("### x.txt\n```\nfirst\n```\n### y.txt\n```\ny\n```\n");
            meanwhile.run();
            return second;
        });
        shop.models(server.baseUrl());
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Outcome run(Optional<Path> output) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.run(Spec.of("Notes.", "spec.md"),
                    RunOptions.DEFAULT.withOutput(output).withPlan(Optional.of(Path.of("plan.yaml"))));
        }
    }

    private Outcome resume(Path project) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.resume(project, Optional.empty(), false);
        }
    }

    private List<String> notes() {
        return shop.events(Event.Noted.class).stream().map(Event.Noted::sentence).filter(s -> s.startsWith("kept"))
                .toList();
    }

    @Test
    void anEditBetweenTwoPartsOfARunIsWhatTheNextTaskBuildsOn() {
        var project = run(Optional.empty()).project();
        shop.file("notes/x.txt", "mine\n");
        prompts.clear();
        second = StubAnswer.text("### x.txt\n```\nmine and second\n```\n");
        assertEquals(0, resume(project).exit());
        assertEquals(List.of("kept your version of x.txt"), notes());
        assertTrue(prompts.getLast().contains("mine\\n"), prompts.getLast());
        assertEquals("mine and second\n", shop.read(project.resolve("x.txt")));
        assertEquals("", Workshop.output(project, "git", "status", "--porcelain"));
    }

    @Test
    void anEditDuringTheRunIsNotOverwritten() {
        second = StubAnswer.text("### x.txt\n```\nsecond\n```\n");
        meanwhile = () -> {
            while (!Files.exists(shop.folder.resolve("notes/y.txt"))) Thread.onSpinWait();
            shop.file("notes/x.txt", "mine\n");
        };
        var project = run(Optional.empty()).project();
        assertEquals("mine\n", shop.read(project.resolve("x.txt")));
        assertEquals(List.of("kept your version of x.txt"), notes());
    }

    @Test
    void aFileThatGitIgnoresIsTheUsersOwn() {
        shop.file("repo/.gitignore", "x.txt\n");
        var repo = shop.folder.resolve("repo");
        Workshop.output(repo, "git", "init", "-q");
        Workshop.output(repo, "git", "add", ".gitignore");
        Workshop.output(repo, "git", "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "begin");
        shop.file("repo/x.txt", "secret notes\n");
        var refused = assertThrows(Stop.class, () -> run(Optional.of(repo)));
        assertTrue(refused.getMessage().startsWith("the plan writes x.txt, which git ignores in "), refused.getMessage());
        assertEquals("secret notes\n", shop.read(repo.resolve("x.txt")));
        assertTrue(prompts.stream().noneMatch(p -> p.contains("secret notes")));
    }

    @Test
    void aRunKilledBeforeItsFirstCommitStillCommitsTheScaffold() throws Exception {
        second = StubAnswer.text("### x.txt\n```\nsecond\n```\n");
        var project = run(Optional.empty()).project();
        var tree = Workshop.tree(project);
        var journal = RunFolder.runs(project).getLast().resolve(Journal.FILE);
        var lines = Files.readAllLines(journal);
        var cut = lines.stream().filter(line -> line.contains("\"type\":\"integrated\"")).findFirst().orElseThrow();
        Files.write(journal, lines.subList(0, lines.indexOf(cut)));
        Workshop.output(project, "rm", "-rf", ".git");
        Workshop.output(project, "git", "init", "-q", "-b", "main");
        assertEquals(0, resume(project).exit());
        assertEquals(tree, Workshop.tree(project));
    }

    @Test
    void whatFailedIsAskedAgainOnAResumeAndWhatHeldIsNot() {
        var project = run(Optional.empty()).project();
        assertEquals(1, prompts.stream().filter(p -> p.contains("# Your task: First")).count());
        assertEquals(3, prompts.stream().filter(p -> p.contains("# Your task: Second")).count());
        second = StubAnswer.text("### x.txt\n```\nsecond\n```\n");
        assertEquals(0, resume(project).exit());
        assertEquals(1, prompts.stream().filter(p -> p.contains("# Your task: First")).count());
        assertEquals(4, prompts.stream().filter(p -> p.contains("# Your task: Second")).count());
        assertEquals("second\n", shop.read(project.resolve("x.txt")));
    }

    @Test
    void aJournalThatIsForgedOrLiesBehindALinkIsNotFollowed() throws Exception {
        var project = run(Optional.empty()).project();
        var runFolder = RunFolder.runs(project).getLast();
        var journal = runFolder.resolve(Journal.FILE);
        var text = shop.read(journal);
        Files.writeString(journal, text.replace("\"id\":\"b\"", "\"id\":\"../../../victim\""));
        assertEquals("the journal's plan: task '../../../victim': the id must be kebab-case with at most 64 characters",
                assertThrows(Stop.class, () -> resume(project)).getMessage().lines().findFirst().orElseThrow());
        Files.writeString(journal, text);
        var victim = Files.createDirectories(folder.resolve("victim"));
        Files.writeString(victim.resolve("mine"), "mine");
        Files.createSymbolicLink(runFolder.resolve("checkout"), victim);
        assertEquals("%s: is a link, and runs are not kept behind links; remove it".formatted(runFolder.resolve("checkout")),
                assertThrows(Stop.class, () -> resume(project)).getMessage());
        assertEquals("mine", shop.read(victim.resolve("mine")));
        Files.copy(journal, project.resolve(Journal.FILE));
        Files.delete(runFolder.resolve("checkout"));
        Workshop.output(project, "rm", "-rf", ".swarm");
        assertEquals("%s: no run to resume here".formatted(project),
                assertThrows(Stop.class, () -> resume(project)).getMessage());
    }

    @Test
    void aPlanFileThatIsGoneDoesNotKeepARunFromGoingOn() throws Exception {
        var project = run(Optional.empty()).project();
        Files.delete(shop.folder.resolve("plan.yaml"));
        second = StubAnswer.text("### x.txt\n```\nsecond\n```\n");
        assertEquals(0, resume(project).exit());
    }
}
