package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a pack's folder beside its file: scaffold files that tasks are shown, and tools that no project gets. */
class PackFilesTest {
    @TempDir
    Path folder;
    private Notes notes;

    @BeforeEach
    void workshop() {
        notes = new Notes(folder.resolve("o'clock")).plan(Notes.task("a", "a.txt"), Notes.task("b", "b.txt", "a"),
                Notes.task("cfg", "own.cfg"));
        notes.say("a", Notes.note("a.txt", "bad"), Notes.note("a.txt", "good"));
        notes.say("b", Notes.note("b.txt", "good")).say("cfg", Notes.note("own.cfg", "mine"));
        notes.shop.file("config/stacks/notes/scaffold/{{name}}.cfg.mustache", "notes of {{name}}\n")
                .file("config/stacks/notes/scaffold/own.cfg", "of the pack\n")
                .file("config/stacks/notes/scaffold/hidden.md", "not shown\n")
                .file("config/stacks/notes/tools/look", "#!/bin/sh\necho \"$0 looks\"; grep -q good \"$1\"\n")
                .file("config/stacks/notes/tools/lib/word", "good\n")
                .file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                show: ["*.cfg"]
                setup: [[sh, -c, 'mkdir made && cp "$0" made/', "{{tools}}/lib/word"]]
                shared: [made]
                services:
                  - {name: words, run: [sleep, "60"], ready: [test, -f, "{{tools}}/lib/word"], environment: {WORD: "{{tools}}/lib/word"}}
                checks:
                  - {name: good, when: task, files: "*.txt", run: ["{{tools}}/look", "{{file}}"]}
                  - {name: there, when: end, kind: test, run: ["{{tools}}/look", "{{tools}}/lib/word"], folder: sub}
                  - {name: served, when: end, run: [sh, -c, 'grep good $WORD $MORE made/word'], services: [words], environment: {MORE: "{{tools}}/lib/word"}}
                  - {name: kept, when: end, run: [sh, -c, '! echo x 2>/dev/null >"$0"', "{{tools}}/lib/word"]}
                """)
                .file("config/stacks/notes/scaffold/sub/x", "x\n");
    }

    @AfterEach
    void end() {
        notes.close();
    }

    private List<String> failed() {
        return notes.shop.events(Event.Checked.class).stream().filter(checked -> checked.exit() != 0)
                .map(checked -> checked.check() + " " + checked.command() + " " + checked.tail()).toList();
    }

    @Test
    void tasksAreShownThePacksFilesAndCommandsFindItsTools() {
        var outcome = notes.run();
        assertEquals(List.of("good [{{tools}}/look, a.txt] .swarm/tools/look looks"), failed());
        assertEquals("done and checked", outcome.label());
        var prompt = notes.prompts("b").getFirst();
        assertTrue(prompt.contains("# notes.cfg, which is there\n"), prompt);
        assertTrue(prompt.contains("```\nnotes of notes\n```") && prompt.contains("of the pack\n"), prompt);
        assertFalse(prompt.contains("not shown"), prompt);
        assertTrue(prompt.indexOf("notes of notes") < prompt.indexOf("# The project"), prompt);
        var own = notes.prompts("cfg").getFirst();
        assertEquals(own.indexOf("of the pack"), own.lastIndexOf("of the pack"), own);
        assertTrue(own.contains("own.cfg stands like this:"), own);
        assertTrue(notes.prompts("a").getLast().contains("{{tools}}/look a.txt"), notes.prompts("a").getLast());
        var project = outcome.project();
        assertFalse(Workshop.output(project, "git", "ls-files").contains("look"));
        assertFalse(Files.exists(RunFolder.runs(project).getLast().resolve("tools")));
        assertEquals("done and checked", notes.resume(project).label());
    }

    @Test
    void withoutWallsToolsAreFoundAsWell() {
        notes.shop.file("config/stacks/notes/stack.yaml", notes.shop.read(notes.shop.folder.resolve(
                "config/stacks/notes/stack.yaml")).replaceAll("(?m)^  - .name: kept.*\n", ""));
        var outcome = notes.run(Optional.empty(), Optional.of("off"));
        assertEquals("done and checked", outcome.label(), failed()::toString);
    }
}
