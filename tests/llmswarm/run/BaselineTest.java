package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check showed before a change says what of its failures is the change's, whichever kind of check it is. */
class BaselineTest {
    private static final String BREAKS = "### src/greet.sh\n```\necho broken\n```\n",
            HOLDS = "### src/other.sh\n```\necho other\n```\n";

    @TempDir
    Path folder;
    private ChangedProject project;

    @BeforeEach
    void repository() {
        project = new ChangedProject(folder).file("src/greet.sh", "echo hello\n").file("src/other.sh", "echo more\n")
                .file("lint.sh", "code=0; for word in tabs dots; do ! grep -q $word \"$1\" || { echo \"FAIL: $word in $1\"; code=1; }; done; exit $code\n")
                .file("tests/all.sh", "[ \"$(sh src/greet.sh)\" = hello ] || { echo 'FAIL: greet'; exit 1; }\n");
    }

    private ChangedProject needing() {
        return project.checks("{name: other, when: end, run: [test, -f, src/other.sh], needs: []}",
                "{name: built, when: end, run: [grep, -q, begin, README], needs: []}",
                "{name: tests, when: end, run: [sh, tests/all.sh], kind: test, needs: [built]}");
    }

    @Test
    void whatNeedsACheckThatFailedBeforeIsRunAllTheSameAndHasToPassIfItDid() {
        needing().file("README", "gone\n").commit();
        var outcome = project.answering(BREAKS).change("Greet.");
        assertEquals("a check failed", outcome.label(), project::story);
        assertEquals(3, outcome.exit());
    }

    @Test
    void whatNeedsACheckThatFailedBeforeAndPassesIsToldToPass() {
        needing().file("README", "gone\n").commit();
        var outcome = project.answering(HOLDS).change("Say other.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(List.of("failed before the change, so not held against it: built"), project.notes("failed before"));
        assertEquals(List.of("built before", "other ", "tests "), project.ends().stream()
                .map(check -> check.check() + " " + check.failure()).sorted().toList());
    }

    @Test
    void whatNeedsACheckThatTheChangeBreaksIsNotRun() {
        needing().commit();
        var outcome = project.answering("### README\n```\ngone\n```\n").change("Say other.");
        assertEquals("a check failed", outcome.label(), project::story);
        assertTrue(project.ends().stream().anyMatch(check -> check.check().equals("tests") && check.unchecked()));
    }

    private ChangedProject linting() {
        return project.checks("{name: lint, when: task, files: \"src/*.sh\", run: [sh, lint.sh, \"{{file}}\"]}",
                "{name: tests, when: end, run: [sh, tests/all.sh], kind: test}")
                .file("src/other.sh", "echo tabs\n").commit();
    }

    @Test
    void whatATaskCheckFoundInAFileBeforeIsNotHeldAgainstTheTask() {
        var outcome = linting().answering("### src/other.sh\n```\necho tabs, too\n```\n").change("Say other.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(2, project.asked().size(), project::story);
    }

    @Test
    void whatATaskBringsIntoSuchAFileGoesBackAloneAndWhatItWritesAnewWhole() {
        var outcome = linting().answering("### src/other.sh\n```\necho tabs and dots\n```\n### src/new.sh\n```\necho tabs\n```\n",
                "### src/other.sh\n```\necho tabs\n```\n### src/new.sh\n```\necho new\n```\n").change("Say other.");
        assertEquals("done and checked", outcome.label(), project::story);
        var back = project.asked().getLast();
        assertTrue(back.contains("FAIL: dots in src/other.sh") && back.contains("FAIL: tabs in src/new.sh"), back);
        assertFalse(back.contains("FAIL: tabs in src/other.sh"), back);
    }

    @Test
    void whatWaitsForFilesOfSeveralTasksAndFailedBeforeIsNotHeldAgainstThem() {
        project.checks("{name: early, when: ready, of: [\"src/**\"], run: [sh, lint.sh, src/other.sh]}",
                "{name: tests, when: end, run: [sh, tests/all.sh], kind: test}")
                .file("src/other.sh", "echo tabs\n").commit();
        var outcome = project.answering("### src/other.sh\n```\necho tabs, too\n```\n").change("Say other.");
        assertEquals("done and checked", outcome.label(), project::story);
        assertEquals(2, project.asked().size(), project::story);
    }

    @Test
    void aResumeKnowsWhatFailedBeforeWithoutRunningItAgain() {
        linting().answering("### src/other.sh\n```\necho tabs, too\n```\n").change("Say other.");
        int asked = project.asked().size();
        var run = project.cutBehind("answered-model", "change");
        assertEquals(0, project.resume(run).exit(), project::story);
        assertEquals(asked, project.asked().size());
    }
}
