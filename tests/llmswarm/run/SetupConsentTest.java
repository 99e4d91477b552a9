package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.change.Change;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What setup, which alone has the network, is given of a project, and what a person is asked before. */
class SetupConsentTest {
    /** Tells which files setup found, and what the script holds that it runs. */
    private static final String SEES = "mkdir lib; find . -type f ! -name seen | sort >lib/seen; sh deps.sh >>lib/seen; true";

    @TempDir
    Path folder;
    private Workshop shop;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("spec.md", "Notes.");
        pack("noted", SEES, "reads: [deps.sh, \"**/.settings\"]");
        task("note.txt");
    }

    private void pack(String name, String command, String more) {
        shop.file("config/stacks/%s/stack.yaml".formatted(name), """
                name: %s
                description: Notes.
                agents: [documenter]
                setup:
                  run: [[sh, -c, "%s"]]
                  %s
                shared: [lib]
                checks: [{name: seen, when: end, run: [sh, -c, "cat lib/seen; true"]}]
                """.formatted(name, command, more));
        shop.file("config/stacks/%s/scaffold/deps.sh".formatted(name), "if false; then\n  echo ran\nfi\n");
        shop.file("config/stacks/%s/scaffold/src/main.sh".formatted(name), "echo main\n");
    }

    private void task(String... files) {
        plan("noted", files);
    }

    private void plan(String stack, String... files) {
        shop.file("plan.yaml", """
                {stack: %s, name: notes, summary: Notes., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: note, title: Note, agent: documenter, description: Write it., requirements: [R1], files: [%s]}]}
                """.formatted(stack, String.join(", ", files)));
    }

    private Outcome built(String project, boolean approved, String... answers) {
        try (var server = StubServer.answering(Arrays.stream(answers).map(StubAnswer::text)
                .toArray(StubAnswer[]::new))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                return swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT
                        .withOutput(Optional.of(Path.of(project))).withPlan(Optional.of(Path.of("plan.yaml")))
                        .withApprovedChecks(approved));
            }
        }
    }

    private static String file(String path, String text) {
        return "### %s\n```\n%s\n```\n".formatted(path, text);
    }

    private static final String NOTE = file("note.txt", "seven");

    private void says(String answer) {
        shop.person = (question, orElse) -> {
            asked.add(question);
            return Optional.of(answer);
        };
    }

    private void commit(String project) {
        Workshop.output(shop.folder.resolve(project), "sh", "-c",
                "git init -q -b main . && git add -A && git -c user.name=a -c user.email=a@b commit -qm First");
    }

    /** What the last check was told that setup saw. */
    private List<String> seen() {
        return shop.events(Event.Checked.class).stream().filter(check -> check.check().equals("seen")).toList()
                .getLast().tail().lines().toList();
    }

    @Test
    void setupIsGivenThePacksScaffoldAndOfARepositoryOnlyWhatItReads() {
        shop.file("repo/deps.sh", "if false; then\n  echo ran\nfi\n").file("repo/.npmrc", "git=./tool.sh\n")
                .file("repo/tool.sh", "id\n").file("repo/src/main.sh", "echo other\n")
                .file("repo/test/t.sh", "id\n");
        commit("repo");
        assertEquals(0, built("repo", false, NOTE).exit());
        assertEquals(List.of("./deps.sh", "./src/main.sh"), seen());
    }

    @Test
    void whatARepositoryBringsForSetupIsShownFirstAndNotRunWhereNobodyApproves() {
        shop.file("repo/deps.sh", "echo theirs\n").file("repo/a/.settings", "x\n");
        commit("repo");
        var stop = assertThrows(Stop.class, () -> built("repo", false, NOTE));
        assertEquals("Setup of the stack 'noted' was not run, as a/.settings, deps.sh did not come with the stack and was not approved; look at it and resume with --approve-checks.", stop.getMessage());
        assertEquals(Stop.UNFINISHED, stop.exit());
        assertEquals(List.of(), shop.events(Event.Checked.class));
        assertTrue(shop.events(Event.Asked.class).getLast().question().startsWith("""
                Setup of the stack 'noted' would be given files of the project that the stack did not bring:
                  a/.settings (new)
                    @@ -1,0 +1,1 @@
                    +x
                  deps.sh
                    @@ -1,3 +1,1 @@
                    -if false; then
                    -  echo ran
                    -fi
                    +echo theirs
                It would run these, with network:
                """), () -> shop.events(Event.Asked.class).toString());
    }

    @Test
    void aFileOfThePackThatAProjectLostIsAskedAboutBeforeSetupRunsWithoutIt() {
        var project = built("p", false, NOTE).project();
        Workshop.output(project, "sh", "-c", "git rm -q deps.sh && git -c user.name=a -c user.email=a@b commit -qm Less");
        says("y");
        try (var server = StubServer.answering(StubAnswer.text("""
                {"stack": "noted", "reason": "It is.", "name": "notes", "summary": "Notes.", "lines": 3, "checks": []}"""),
                StubAnswer.text(file("note.txt", "eight")))) {
            shop.models(server.baseUrl());
            try (var swarm = shop.swarmTrusted()) {
                var options = RunOptions.DEFAULT.changing(project, Change.Kind.REQUEST);
                assertEquals(0, swarm.run(Spec.of("Say eight.", "the request"), options).exit());
            }
        }
        assertTrue(asked.getFirst().contains("  deps.sh (gone)\n"), asked::toString);
        assertEquals(List.of("./src/main.sh"), seen());
    }

    @Test
    void whatIsApprovedOnceIsNotAskedAboutInTheNextRunOfTheSameProject() {
        shop.file("repo/deps.sh", "echo theirs\n");
        commit("repo");
        says("y");
        assertEquals(0, built("repo", false, NOTE).exit());
        assertEquals(List.of("./deps.sh", "./src/main.sh", "theirs"), seen());
        assertEquals(1, asked.size(), asked::toString);
        assertEquals(0, built("repo", false, NOTE).exit());
        assertEquals(1, asked.size(), asked::toString);
    }

    @Test
    void whatTasksOfAnEarlierRunWroteIsNotGivenToTheNextSetup() {
        task("src/main.sh", "test/t.sh");
        assertEquals(0, built("notes", false, file("src/main.sh", "id") + file("test/t.sh", "id")).exit());
        task("note.txt");
        assertEquals(0, built("notes", false, NOTE).exit());
        assertEquals(List.of("./deps.sh", "./src/main.sh"), seen());
        assertEquals(List.of(), shop.events(Event.Asked.class));
    }

    /** A result that one attempt had is taken for the next with the same files: nothing else may be in it. */
    @Test
    void otherFilesOfAnAttemptAreNotInWhatSetupMakesForIt() {
        task("deps.sh", "test/t.sh");
        assertEquals(0, built("notes", true, file("deps.sh", "sh test/t.sh 2>/dev/null || echo none")
                + file("test/t.sh", "echo generated")).exit());
        assertEquals(List.of("./deps.sh", "./src/main.sh", "none"), seen());
    }

    @Test
    void ignoredFilesAreInNoSandboxAndTheirSizeEndsNoRun() throws IOException {
        shop.file("repo/.gitignore", ".env\nmodules/\ndata.bin\n").file("repo/.env", "PASSWORD=x\n")
                .file("repo/modules/.settings", "x\n");
        commit("repo");
        try (var large = new RandomAccessFile(shop.folder.resolve("repo/data.bin").toFile(), "rw")) {
            large.setLength(300L << 20);
        }
        assertEquals(0, built("repo", false, NOTE).exit());
        assertEquals(List.of("./deps.sh", "./src/main.sh"), seen());
        assertEquals(1, shop.events(Event.Checked.class).stream().filter(c -> c.check().equals("setup")).count());
    }

    @Test
    void aYesHoldsForOneProjectOnePackAndItsCommandsOnly() {
        task("deps.sh");
        var written = file("deps.sh", "echo changed");
        says("y");
        assertEquals(0, built("one", false, written).exit());
        assertEquals(1, asked.size(), asked::toString);
        assertEquals(0, built("two", false, written).exit());
        assertEquals(2, asked.size(), "another project");
        pack("other", SEES + " # other", "reads: [deps.sh]");
        plan("other", "deps.sh");
        assertEquals(0, built("one", false, written).exit());
        assertEquals(3, asked.size(), "another pack");
        pack("other", SEES + " # changed", "reads: [deps.sh]");
        assertEquals(0, built("one", false, written).exit());
        assertEquals(4, asked.size(), "other commands");
        assertEquals(0, built("one", false, written).exit());
        assertEquals(4, asked.size(), "the same again");
    }

    @Test
    void linesThatGoAndLinesBehindManyOthersAreShownToo() {
        task("deps.sh");
        says("y");
        assertEquals(0, built("one", false, file("deps.sh", "  echo ran")).exit());
        assertTrue(asked.getLast().contains("    -if false; then\n       echo ran\n    -fi\n"), asked::getLast);
        var many = IntStream.range(0, 3_000).mapToObj(i -> "# line " + i).collect(Collectors.joining("\n"));
        assertEquals(0, built("two", false, file("deps.sh", many + "\necho last")).exit());
        assertTrue(asked.getLast().contains("    +# line 2999\n    +echo last\n"), asked::getLast);
    }

    @Test
    void aFileThatSetupLeavesWithASecretBecomesNoPartOfTheProject() {
        shop.env.put("REGISTRY_TOKEN", "hunter-Zx81-Quokka-55");
        pack("noted", "mkdir lib; echo kept >lib/seen; echo token=hunter-Zx81-Quokka-55 >deps.lock",
                "keep: [deps.lock]");
        var outcome = built("notes", false, NOTE);
        assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
        assertFalse(Workshop.output(outcome.project(), "git", "ls-files").contains("deps.lock"));
        assertTrue(shop.events(Event.Noted.class).stream().map(Event.Noted::sentence)
                .anyMatch("left out deps.lock, as it holds a secret, which no commit gets"::equals));
    }

    @Test
    void thatOfATaskIsLeftAsItWas() {
        shop.env.put("REGISTRY_TOKEN", "hunter-Zx81-Quokka-55");
        pack("noted", "mkdir lib; echo kept >lib/seen; echo fine >deps.lock; "
                + "if grep more deps.sh; then echo token=hunter-Zx81-Quokka-55 >deps.lock; fi",
                "reads: [deps.sh]\n  keep: [deps.lock]");
        task("deps.sh");
        var outcome = built("notes", true, file("deps.sh", "more"));
        assertEquals(0, outcome.exit(), () -> shop.events(Event.Checked.class).toString());
        assertEquals("fine\n", Taped.committed(outcome, "deps.lock"));
        assertEquals("more\n", Taped.committed(outcome, "deps.sh"));
    }

    /** What a lock file usually holds has the look of secrets. */
    @Test
    void aLockFileWithDigestsAndAddressesIsKept() {
        pack("noted", "mkdir lib; echo kept >lib/seen; echo resolved https://example.org/a-1.0.tgz "
                + "integrity sha512-AY2eAvN5nD4/bSFnyOk4yZw8uM6r9yj7Wl2t5uCkB3mG0QpXhTzVdJcE1iRfLsOa token: [redacted] >deps.lock",
                "keep: [deps.lock]");
        var outcome = built("notes", false, NOTE);
        assertEquals(0, outcome.exit());
        assertTrue(Taped.committed(outcome, "deps.lock").contains("sha512-"));
    }

    /** The scaffold holds the plan's name, which another run of the same project chooses anew. */
    @Test
    void theScaffoldOfTheRunBeforeIsNotAskedAboutWhenAnotherPlanHasAnotherName() {
        pack("noted", SEES, "reads: [deps.sh.txt]");
        shop.file("config/stacks/noted/scaffold/deps.sh.txt.mustache", "{{name}}\n");
        assertEquals(0, built("repo", false, NOTE).exit());
        shop.file("plan.yaml", shop.read(shop.folder.resolve("plan.yaml")).replace("name: notes", "name: others"));
        assertEquals(0, built("repo", false, NOTE).exit());
        assertEquals(List.of(), shop.events(Event.Asked.class));
    }

    /** What setup left itself it may be given again; one that somebody put there is asked about. */
    @Test
    void theLockFileOfTheRunBeforeIsGivenToTheNextAndAChangedOneIsAskedAbout() {
        pack("noted", "mkdir lib; cat deps.lock >lib/seen 2>/dev/null; echo locked >deps.lock", "keep: [deps.lock]");
        says("n");
        assertEquals(0, built("notes", false, NOTE).exit());
        assertEquals(0, built("notes", false, NOTE).exit());
        assertEquals(List.of("locked"), seen());
        assertEquals(List.of(), asked);
        shop.file("notes/deps.lock", "evil\n");
        commit("notes");
        assertThrows(Stop.class, () -> built("notes", false, NOTE));
        assertTrue(asked.getLast().contains("  deps.lock (new)\n    @@ -1,0 +1,1 @@\n    +evil\n"), asked::toString);
    }
}
