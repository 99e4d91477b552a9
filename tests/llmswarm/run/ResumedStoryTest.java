package llmswarm.run;

import static llmswarm.run.Notes.REPLAN;
import static llmswarm.run.Notes.json;
import static llmswarm.run.Notes.note;
import static llmswarm.run.Notes.planned;
import static llmswarm.run.Notes.task;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.StubAnswer;
import llmswarm.Workshop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.EventJson;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A run with all that can happen: a task is planned anew, a person gives a hint, an end check fails, a review finds
 * something. It is cut short behind many a line of its journal, and gone on with in a copy of its project; models and
 * person are asked for the rest, and for nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumedStoryTest {
    private Notes notes;
    private String tree;
    private List<String> lines;
    private int copies;

    @BeforeAll
    void run(@TempDir Path folder) throws IOException {
        notes = new Notes(folder);
        notes.shop.file("config/stacks/notes/stack.yaml", """
                name: notes
                description: Plain notes.
                agents: [writer]
                location: ['(?<file>[\\w./-]+):(?<line>\\d+)']
                checks:
                  - {name: good, when: task, files: "**.txt", run: [grep, -q, good, "{{file}}"]}
                  - {name: right, when: end, run: [sh, -c, "grep -q right c.txt || { echo c.txt:1 wrong; exit 1; }"]}
                review: {agent: reviewer, when: end, rounds: 1}
                """);
        notes.shop.file("plan.yaml", """
                {stack: notes, name: notes, summary: Notes., requirements: [{id: R1, text: The last note says bye.}], tasks: [
                %s,
                %s,
                %s,
                %s]}
                """.formatted(task("a", "a.txt"), task("b", "b.txt", "a"), task("c", "c.txt", "b"), task("e", "e.txt", "c").replace("dependsOn", "requirements: [R1], dependsOn")));
        var changed = planned(json("d", "d.txt"), json("b", "b.txt", "d"), json("c", "c.txt", "b"),
                json("e", "e.txt", "c").replace("\"requirements\": []", "\"requirements\": [\"R1\"]"));
        var finding = """
                {"kind": "contradicts", "requirement": "R1", "quote": "The last note says bye", "file": "e.txt", "line": 1, "text": "It does not."}""";
        notes.script("a", prompt -> {
            // Each cut lies behind the scaffold's commit.
            Workshop.until(() -> !notes.shop.events(Event.Integrated.class).isEmpty());
            return StubAnswer.text("IMPOSSIBLE: no way");
        });
        notes.say("d", note("d.txt", "good d"));
        says("b", "please", "good b", "bad b");
        says("c", "c.txt:1 wrong", "good and right c", "good c");
        says("e", "A review found", "good bye", "good e");
        notes.script(REPLAN, prompt -> StubAnswer.text(prompt.contains("cannot be done as it is planned") ? changed
                : "{\"findings\": [%s]}".formatted(prompt.contains("good bye") ? "" : finding)));
        notes.shop.person = (question, assumed) -> Optional.of("hint please");
        var outcome = notes.run();
        assertEquals(0, outcome.exit(), notes.shop.events::toString);
        tree = Workshop.tree(outcome.project());
        lines = Files.readAllLines(notes.journal());
    }

    @AfterAll
    void end() {
        notes.close();
    }

    private void says(String task, String word, String then, String first) {
        notes.script(task, prompt -> StubAnswer.text(note(task + ".txt", prompt.contains(word) ? then : first)));
    }

    private static List<String> asked(List<String> lines) {
        return lines.stream().map(line -> EventJson.parse(line, 1, "").orElseThrow().event())
                .flatMap(event -> switch (event) {
            case Event.AnsweredModel answer ->
                    List.of("%s %s %d".formatted(answer.agent(), answer.task(), answer.attempt())).stream();
            case Event.Answered reply -> List.of(reply.id()).stream();
            default -> List.<String>of().stream();
        }).toList();
    }

    private static List<String> commits(List<String> lines) {
        return lines.stream().map(line -> EventJson.parse(line, 1, "").orElseThrow().event())
                .filter(Event.Integrated.class::isInstance).map(event -> ((Event.Integrated) event).commit()).toList();
    }

    /** @param ahead whether the commit that the journal tells of next is made already */
    @ParameterizedTest
    @CsvSource({"answered-model,2,false", "planned,2,false", "replacing,1,true", "answered,1,false",
            "replacing,2,true", "answered-model,10,false", "replacing,3,true"})
    void nothingIsLostAndNothingIsAskedTwice(String type, int time, boolean ahead) throws IOException {
        var last = lines.stream().filter(line -> line.contains("\"type\":\"%s\"".formatted(type))).skip(time - 1)
                .findFirst().orElseThrow();
        int cut = lines.indexOf(last) + 1;
        var project = notes.shop.folder.resolve("copy-" + ++copies);
        Workshop.output(notes.shop.folder, "cp", "-r", notes.project().toString(), project.toString());
        var journal = RunFolder.runs(project).getLast().resolve(Journal.FILE);
        Files.write(journal, lines.subList(0, cut));
        var made = commits(lines.subList(0, cut));
        Workshop.output(project, "git", "reset", "-q", "--hard", ahead ? commits(lines).get(made.size())
                : made.getLast());
        notes.shop.events.clear();
        notes.shop.entries.clear();
        int calls = notes.prompts.size();
        assertEquals(0, notes.resume(project).exit(), notes.shop.events::toString);
        assertEquals(tree, Workshop.tree(project));
        assertEquals(asked(lines), asked(Files.readAllLines(journal)));
        var replies = notes.shop.entries.stream()
                .filter(entry -> entry.seq() > cut && entry.event() instanceof Event.Answered).count();
        assertEquals(asked(lines).size() - asked(lines.subList(0, cut)).size(), notes.prompts.size() - calls + replies);
        assertEquals(List.of(), notes.notes().stream().filter(sentence -> sentence.startsWith("kept")).toList());
    }

    /** Behind the same lines, and before every question to a model. */
    @ParameterizedTest
    @CsvSource({"answered-model,2", "planned,2", "replacing,1", "answered,1", "replacing,2", "answered-model,10",
            "replacing,3", "asked-model,1", "asked-model,4", "asked-model,6", "asked-model,9", "run-started,1"})
    void aForkAsksAnotherModelForAllBehindTheLineAndNobodyForWhatIsBefore(String type, int time) {
        var last = lines.stream().filter(line -> line.contains("\"type\":\"%s\"".formatted(type))).skip(time - 1)
                .findFirst().orElseThrow();
        int cut = lines.indexOf(last) + (type.equals("asked-model") ? 0 : 1);
        var into = notes.shop.folder.resolve("fork-" + ++copies);
        notes.shop.events.clear();
        notes.shop.instead = Map.of("coder", "other", "planner", "other");
        int calls = notes.server.requests().size();
        try (var swarm = notes.shop.swarmTrusted()) {
            var run = swarm.past().fork(notes.project(), Integer.toString(cut + 1), notes.shop.instead,
                    Optional.of(into));
            assertEquals(0, swarm.resume(run, Optional.empty(), false).exit(), notes.shop.events::toString);
        } finally {
            notes.shop.instead = Map.of();
        }
        assertEquals(tree, Workshop.tree(into), notes.shop.events::toString);
        var now = notes.server.requests();
        var asked = now.subList(calls, now.size());
        assertEquals(answers(lines).size() - answers(lines.subList(0, cut)).size(), asked.size());
        assertEquals(List.of(), asked.stream().map(request -> request.body().path("model").asText())
                .filter(model -> !model.equals("better")).toList());
        var shared = commits(lines.subList(0, cut));
        assertEquals(shared, shared.isEmpty() ? List.of() : Workshop.output(into, "git", "rev-list", "--reverse", "HEAD")
                .lines().limit(shared.size()).toList());
        assertEquals("", Workshop.output(into, "git", "status", "--porcelain"));
    }

    private static List<String> answers(List<String> lines) {
        return lines.stream().filter(line -> line.contains("\"type\":\"answered-model\"")).toList();
    }
}
