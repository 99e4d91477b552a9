package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples that are made of projects, and hold as if somebody had been asked. */
class ExampleTapeTest {
    private static final String PLAN = """
            {"stack": "words", "name": "words", "summary": "Says a word.", "contracts": [], "checks": [], "unclear": [],
             "requirements": [{"id": "R1", "text": "It says a word.", "lines": ["1"]}],
             "tasks": [
              {"id": "all", "title": "All", "agent": "backend", "description": "Write it.", "requirements": ["R1"],
               "files": ["lib/"], "dependsOn": [], "provides": [], "uses": []},
              {"id": "two", "title": "Two", "agent": "backend", "description": "Write it.", "requirements": ["R1"],
               "files": ["lib/two.sh", "README.md"], "dependsOn": [], "provides": [], "uses": []}]}
            """;

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder).file("config/stacks/words/stack.yaml", """
                name: words
                description: Words.
                agents: [backend]
                checks:
                  - {name: syntax, when: task, files: "**/*.sh", run: [sh, -n, "{{file}}"]}
                  - {name: says, when: end, run: [sh, main.sh]}
                """).file("config/stacks/words/scaffold/main.sh", ". lib/one.sh\n. lib/two.sh\n")
                .file("spec.md", "Say a word.\n").file("plan.json", PLAN)
                .file("made/main.sh", ". lib/one.sh\n. lib/two.sh\n").file("made/lib/one.sh", "echo one")
                .file("made/lib/two.sh", "cat <<'E'\n```\nE\n").file("made/README.md", "```sh\nsh main.sh\n```\n");
    }

    private ExampleTape.Made tape(String project, Optional<String> plan) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.packs().tape("words", Path.of(project), plan.map(Path::of), Optional.of(Path.of("spec.md")));
        }
    }

    private TestReport tested() {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.packs().test("words", new Packs.Trial(Optional.empty(), false, false, true), kind -> { });
        }
    }

    @Test
    void filesAreTheAnswersOfThePlansTasks() throws Exception {
        shop.file("made/notes/idea.txt", "x\n");
        Files.write(shop.folder.resolve("made/lib/sound.wav"), new byte[] {0, 1, 2});
        assertEquals(List.of("lib/sound.wav is no text, which no answer holds; left out",
                "no task of the plan writes notes/idea.txt; left out"), tape("made", Optional.of("plan.json")).notes());
        var report = tested();
        assertEquals(List.of(List.of(), List.of()), List.of(report.faults(), report.warnings()));
        assertEquals(2, report.tasks());
        for (var path : List.of("lib/two.sh", "README.md")) {
            assertEquals(Files.readString(shop.folder.resolve("made/" + path)), Files.readString(report.folder().orElseThrow()
                    .resolve(path)));
        }
    }

    @Test
    void withoutAPlanOneTaskHasAllOfThem() {
        assertEquals(List.of(), tape("made", Optional.empty()).notes());
        var report = tested();
        assertEquals(List.of(List.of(), List.of()), List.of(report.faults(), report.warnings()));
        assertEquals(1, report.tasks());
    }

    @Test
    void ofARepositoryWhatIsCommittedCounts() throws Exception {
        for (var command : List.of("git init -q", "git add .", "git -c user.name=a -c user.email=a@localhost commit -qm a")) {
            Workshop.output(shop.folder.resolve("made"), command.split(" "));
        }
        shop.file("made/.gitignore", "*.o\n").file("made/lib/one.o", "built\n");
        var stop = assertThrows(Stop.class, () -> tape("made", Optional.empty()));
        assertTrue(stop.getMessage().endsWith("has uncommitted changes; commit or stash them, or do this in another folder"),
                stop.getMessage());
    }

    @Test
    void aRunIsATapeAndItsSpecificationTheExamples() throws Exception {
        tape("made", Optional.of("plan.json"));
        Path project;
        try (var swarm = shop.swarmTrusted()) {
            project = swarm.run(Spec.read(shop.folder, "spec.md"), RunOptions.DEFAULT
                    .withStack(Optional.of("words"))
                    .withReplay(Optional.of(shop.folder.resolve("config/stacks/words/example/tape.jsonl")), false)).project();
        }
        var example = shop.folder.resolve("config/stacks/words/example");
        Files.writeString(example.resolve("spec.md"), "Another one.\n");
        try (var swarm = shop.swarmTrusted()) {
            assertEquals(List.of(), swarm.packs().tape("words", project, Optional.empty(), Optional.empty()).notes());
        }
        assertEquals("Say a word.\n", Files.readString(example.resolve("spec.md")));
        assertTrue(Files.readString(example.resolve("tape.jsonl")).lines().noneMatch(line -> line.contains(shop.folder.toString())));
        assertEquals(List.of(List.of(), List.of()), List.of(tested().faults(), tested().warnings()));
    }

    @Test
    void whatCannotBeAnExampleIsToldWithItsReason() {
        shop.file("wrong.json", PLAN.replace("\"files\": [\"lib/\"], \"dependsOn\": []", "\"files\": [\"lib/\"], \"dependsOn\": [\"none\"]"));
        assertEquals("wrong.json: task 'all': unknown dependency 'none'; known: all, two",
                assertThrows(Stop.class, () -> tape("made", Optional.of("wrong.json"))).getMessage());
        shop.file("other.json", PLAN.replace("\"lib/two.sh\", ", "").replace("README.md", "more.md"));
        assertEquals(shop.folder + "/made has no file of the task 'two'.",
                assertThrows(Stop.class, () -> tape("made", Optional.of("other.json"))).getMessage());
        assertEquals(shop.folder + "/none: is no folder of a project.",
                assertThrows(Stop.class, () -> tape("none", Optional.empty())).getMessage());
        try (var swarm = shop.swarmTrusted()) {
            assertEquals("The example has no specification yet; name it: --spec FILE.", assertThrows(Stop.class, () ->
                    swarm.packs().tape("words", Path.of("made"), Optional.empty(), Optional.empty())).getMessage());
            assertEquals("The pack generic comes with the program; copy it first: stacks new NAME --from generic.",
                    assertThrows(Stop.class, () -> swarm.packs().tape("generic", Path.of("made"), Optional.empty(),
                    Optional.of(Path.of("spec.md")))).getMessage());
        }
    }

    /** The faults of a plan, and not only that the tape ends there. */
    @Test
    void aPlanOnATapeThatCannotBeCarriedOutIsToldItsFaults() {
        tape("made", Optional.of("plan.json"));
        var file = shop.folder.resolve("config/stacks/words/example/tape.jsonl");
        var stop = assertThrows(Stop.class, () -> {
            Files.writeString(file, Files.readString(file).replace("\\\"agent\\\":\\\"backend\\\"", "\\\"agent\\\":\\\"nobody\\\""));
            tested();
        });
        assertEquals("""
                the tape has no plan that can be carried out; its last one has these faults:
                  task 'all': unknown agent 'nobody'; known: backend
                  task 'two': unknown agent 'nobody'; known: backend""", stop.getMessage());
    }
}
