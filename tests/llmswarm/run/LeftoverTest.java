package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checks and setup leave in their folders ends no run, however it is shaped. */
class LeftoverTest {
    private static final String DEEP = "import os\\nfor i in range(60): os.mkdir(200 * 'd'); os.chdir(200 * 'd')";

    @TempDir
    Path temp;
    private Taped taped;

    @BeforeEach
    void aRunWithOneTask() {
        taped = new Taped(temp).plan("""
                {stack: noted, name: notes, summary: Notes., requirements: [{id: R1, text: There is a note.}],
                 tasks: [{id: note, title: Note, agent: writer, description: Write it., requirements: [R1], files: [note.txt]}]}
                """).writer(1).says("writer", "note", 1, "### note.txt\n```\nseven\n```\n");
    }

    private void pack(String keys) {
        taped.shop.file("config/stacks/noted/stack.yaml", "name: noted\ndescription: Notes.\nagents: [writer]\n"
                + keys);
    }

    @Test
    void foldersDeeperThanAnyPathAreGoneAfterwardsAndAResumeFindsNone() {
        pack("checks: [{name: deep, when: task, run: [python3, -c, \"%1$s\"]}, {name: whole, when: end, run: [python3, -c, \"%1$s\"]}]\n".formatted(DEEP));
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        var run = RunFolder.runs(outcome.project()).getLast();
        for (var left : List.of("attempts/note-1", "checkout")) assertFalse(Files.exists(run.resolve(left)), left);
        assertEquals("done and checked", taped.resume(outcome.project()).label(), taped::story);
    }

    @Test
    void aCheckThatMakesTooManyFilesHasNoResultAndTheRunGoesOn() {
        pack("""
                limits: {files: 1000}
                checks:
                  - {name: flood, when: end, run: [sh, -c, "mkdir a; cd a; touch $(seq 1200); sleep 60"]}
                  - {name: next, when: end, run: [test, -f, note.txt]}
                """);
        var outcome = taped.run();
        assertEquals(List.of("end 1 flood: environment"), taped.failed(), taped::story);
        assertEquals(List.of("Check 'flood' has no result: 'sh' was ended: it made more than 1,000 files, which is 'files' under 'limits' of the stack.", ""),
                taped.shop.events(Event.Checked.class).stream().filter(checked -> checked.attempt() == 1)
                .map(Event.Checked::tail).toList());
        assertEquals(3, outcome.exit());
        assertFalse(Files.exists(RunFolder.runs(outcome.project()).getLast().resolve("checkout")));
    }

    /**
     * What setup fetched made a folder on the way to a shared one a link, once, and checks then read the user's files.
     */
    @Test
    void aLinkThatSetupPutsOnTheWayToASharedFolderShowsNothing() throws Exception {
        var home = Files.createDirectories(temp.resolve("home/bundle"));
        Files.writeString(home.resolve("secret"), "s3cret");
        pack("""
                setup: [[ln, -s, "%s", vendor]]
                shared: [vendor/bundle]
                checks: [{name: see, when: end, run: [sh, -c, "cat vendor/bundle/*; exit 1"]}]
                """.formatted(home.getParent()));
        var stop = assertThrows(Stop.class, taped::run);
        assertEquals("What setup left cannot be shared: 'vendor/bundle' goes through the link 'vendor'; 'shared' of the stack must name folders. "
                + "Mend 'setup' of the stack 'noted', or what it needs, and resume the run.", stop.getMessage());
        assertFalse(taped.story().contains("s3cret"));
        assertTrue(Files.exists(home.resolve("secret"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void whatSetupLeavesIsGoneHoweverDeepItIs() {
        pack("setup: [[python3, -c, \"%s\"], [mkdir, lib]]\nshared: [lib]\nchecks: [{name: see, when: end, run: [test, -d, lib]}]\n".formatted(DEEP));
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        assertFalse(Files.exists(RunFolder.runs(outcome.project()).getLast().resolve("setup")));
    }
}
