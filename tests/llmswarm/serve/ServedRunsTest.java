package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.Workshop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are started, followed, answered and ended through the server, each a process of its own. */
class ServedRunsTest {
    @TempDir
    Path folder;
    private Served served;

    @BeforeEach
    void serve() {
        served = new Served(folder);
    }

    @AfterEach
    void end() {
        served.close();
    }

    /** The numbers of the entries that an event stream gives, until it has given so many or its server is gone. */
    private List<Long> streamed(String run, long after, long until) {
        var seen = new ArrayList<Long>();
        var request = served.request("/api/runs/%s/events".formatted(run));
        if (after > 0) request.header("Last-Event-ID", Long.toString(after));
        try (var lines = new BufferedReader(new InputStreamReader(served.client.send(request.build(),
                BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) seen.add(Long.parseLong(line.substring(4)));
                if (!seen.isEmpty() && seen.getLast() >= until) break;
            }
        } catch (IOException gone) {
            // The server was ended.
        } catch (InterruptedException end) {
            throw new IllegalStateException(end);
        }
        return seen;
    }

    @Test
    void thePlanIsShownEditedAndApprovedAndTheResultCanBeRead() throws Exception {
        var run = served.begun("""
                {"spec": "Notes, please.", "stack": ["notes"], "set": {"tone": "rude"}, "tasks": "many"}""");
        var question = served.question(run);
        assertEquals("plan", question.path("kind").asText());
        var plan = served.json(200, served.get("/api/runs/%s/plan".formatted(run)));
        assertTrue(plan.path("editable").asBoolean());
        var tasks = (ArrayNode) plan.path("plan").path("tasks");
        tasks.remove(1);
        ((ObjectNode) tasks.get(0)).put("agent", "poet");
        var faulty = served.json(422, served.send("PUT", "/api/runs/%s/plan".formatted(run), plan.path("plan").toString()));
        assertEquals("[{\"pointer\":\"/tasks/0/agent\",\"sentence\":\"task 'a': unknown agent 'poet'; known: writer\"}]", faulty.path("faults").toString());
        ((ObjectNode) tasks.get(0)).put("agent", "writer");
        served.json(200, served.send("POST", "/api/runs/%s/plan/lint".formatted(run), plan.path("plan").toString()));
        assertEquals(202, served.send("PUT", "/api/runs/%s/plan".formatted(run), plan.path("plan").toString()).statusCode());
        Workshop.until(() -> served.run(run).path("rows").size() == 1 && served.run(run).path("open").size() == 1);
        assertEquals(202, served.send("POST", "/api/runs/%s/plan/approve".formatted(run), "").statusCode());
        var ended = served.until(run, "ended");
        assertEquals(0, ended.path("exit").asInt());
        assertEquals("{\"tone\":\"rude\"}", ended.path("variables").toString());
        assertEquals("my-notes", ended.path("project").asText());
        assertEquals(409, served.send("POST", "/api/runs/%s/plan/approve".formatted(run), "").statusCode());
        assertTrue(served.get("/api/runs/%s/diff?task=a".formatted(run)).body().contains("\n+good\n"));
        assertTrue(served.get("/api/runs/%s/diff".formatted(run)).body().contains("\n+good\n"));
        assertEquals(List.of("scaffold", "a"), served.json(200, served.get("/api/runs/%s/commits".formatted(run))).findValuesAsText("task"));
        assertTrue(served.json(200, served.get("/api/runs/%s/files".formatted(run))).findValuesAsText("path").contains("a.txt"));
        assertEquals("good\n", served.json(200, served.get("/api/runs/%s/file?path=a.txt".formatted(run))).path("text").asText());
        // What only lies in the folder, links too, is nobody's to see.
        Files.createSymbolicLink(served.shop.folder.resolve("my-notes/hosts"), Path.of("/etc/hosts"));
        assertEquals(404, served.get("/api/runs/%s/file?path=hosts".formatted(run)).statusCode());
    }

    @Test
    void aQuestionIsAnsweredByOneOfTwoPagesAndTheOtherSeesIt() {
        served.answers.put("a", prompt -> Served.note("a", prompt.contains("Say good") ? "good" : "bad"));
        var run = served.begin("");
        var question = served.question(run);
        assertEquals("task", question.path("kind").asText());
        assertEquals("a", question.path("task").asText());
        assertEquals(List.of("hint", "again", "show", "edit", "skip", "stop"), question.path("choices").findValuesAsText("word"));
        long seq = question.path("seq").asLong();
        var statuses = IntStream.range(0, 2).parallel().mapToObj(page -> served.answer(run, seq, "hint Say good.").statusCode())
                .sorted().toList();
        assertEquals(List.of(202, 409), statuses);
        assertEquals(0, served.until(run, "ended").path("exit").asInt());
        assertEquals(409, served.answer(run, seq, "skip").statusCode());
        var entries = served.get("/api/runs/%s/entries".formatted(run)).body();
        assertEquals(1, entries.lines().filter(line -> line.contains("\"id\":\"repair:a:2:1\",\"answer\"")).count());
        assertTrue(entries.contains("\"from\":\"elsewhere\""));
    }

    @Test
    void aRunIsStoppedAndGoesOnAndBothAreTheRunsOwnDoing() {
        var gate = new CountDownLatch(1);
        served.answers.put("a", prompt -> {
            try {
                gate.await();
            } catch (InterruptedException end) {
                throw new IllegalStateException(end);
            }
            return Served.note("a", "good");
        });
        var run = served.begin("");
        Workshop.until(() -> served.run(run).path("tasks").path("done").asInt() == 1);
        assertEquals(409, served.send("POST", "/api/runs/%s/resume".formatted(run), "{}").statusCode());
        assertEquals(202, served.send("POST", "/api/runs/%s/stop".formatted(run), "").statusCode());
        assertEquals(130, served.until(run, "ended").path("exit").asInt());
        assertEquals(409, served.send("POST", "/api/runs/%s/stop".formatted(run), "").statusCode());
        gate.countDown();
        served.json(202, served.send("POST", "/api/runs/%s/resume".formatted(run), "{}"));
        Workshop.until(() -> served.run(run).path("exit").asInt(-1) == 0);
        var undo = served.json(200, served.send("POST", "/api/runs/%s/undo".formatted(run), "{\"what\": \"a\", \"preview\": true}"));
        assertEquals(1, undo.path("takesBack").size());
        assertEquals(1, served.json(200, served.send("POST", "/api/runs/%s/undo".formatted(run), "{\"what\": \"a\"}")).path("commits").size());
        var fork = served.json(201, served.send("POST", "/api/runs/%s/fork".formatted(run), "{\"from\": \"b\"}")).path("run").asText();
        assertEquals(run, served.run(fork).path("forkOf").asText());
        served.until(fork, "ended");
        assertEquals(2, served.json(200, served.get("/api/runs")).path("runs").size());
    }

    @Test
    void whoLooksOnSeesAnAnswerArriveBeforeItIsInTheJournal() throws Exception {
        var gate = new CountDownLatch(1);
        served.answers.put("a", prompt -> {
            try {
                gate.await();
            } catch (InterruptedException end) {
                throw new IllegalStateException(end);
            }
            return Served.note("a", "good");
        });
        var run = served.begin("");
        Workshop.until(() -> served.run(run).path("tasks").path("done").asInt() == 1);
        var watched = served.shop.folder.resolve("my-notes/.swarm/runs").resolve(run).resolve("inbox/watched");
        assertFalse(Files.exists(watched));
        try (var lines = new BufferedReader(new InputStreamReader(served.client.send(served.request("/api/runs/%s/events".formatted(run)).build(),
                BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            Workshop.until(() -> Files.exists(watched));
            gate.countDown();
            var seen = new ArrayList<String>();
            for (var line = lines.readLine(); !line.contains("run-ended"); line = lines.readLine()) seen.add(line);
            int arriving = seen.indexOf("event: momentary");
            assertTrue(arriving > 0 && seen.get(arriving + 1).startsWith("data: {"), String.join("\n", seen));
            assertTrue(seen.stream().anyMatch(line -> line.contains("\"type\":\"streaming\",\"task\":\"a\"")));
        }
    }

    @Test
    void aServerThatIsStartedAgainTellsEachEventOnceAndTheRunKnowsNothingOfIt() throws Exception {
        served.answers.put("b", prompt -> Served.note("b", prompt.contains("Say good") ? "good" : "bad"));
        var run = served.begin("");
        var question = served.question(run);
        long open = question.path("seq").asLong();
        var before = streamed(run, 0, open);
        int port = served.serve.port();
        served.serve.close();
        served.start();
        assertEquals(port, served.serve.port());
        assertEquals(202, served.answer(run, open, "hint Say good.").statusCode());
        var ended = served.until(run, "ended");
        assertEquals(0, ended.path("exit").asInt());
        var all = new ArrayList<>(before);
        all.addAll(streamed(run, before.getLast(), ended.path("seq").asLong()));
        assertEquals(IntStream.rangeClosed(1, all.size()).mapToObj(Long::valueOf).toList(), all);
        assertEquals(ended.path("seq").asLong(), all.getLast());
    }

    @Test
    void aRunWhoseProcessIsKilledWaitsForNothingAndIsGoneOnWith() throws Exception {
        served.answers.put("a", prompt -> Served.note("a", prompt.contains("Say good") ? "good" : "bad"));
        var run = served.begin("");
        var question = served.question(run);
        Served.process(served.shop.folder.resolve("my-notes/.swarm/runs").resolve(run)).orElseThrow().destroyForcibly();
        var cut = served.until(run, "cut-short");
        assertEquals(0, cut.path("open").size());
        assertFalse(cut.path("live").asBoolean());
        assertEquals(409, served.answer(run, question.path("seq").asLong(), "skip").statusCode());
        served.json(202, served.send("POST", "/api/runs/%s/resume".formatted(run), "{}"));
        assertEquals(202, served.answer(run, served.question(run).path("seq").asLong(), "hint Say good.").statusCode());
        Workshop.until(() -> served.run(run).path("exit").asInt(-1) == 0);
    }

    @Test
    void whatCannotStartIsToldInTheCommandLinesSentences() {
        var unknown = served.json(422, served.send("POST", "/api/runs", "{\"spec\": \"x\", \"stack\": [\"nots\"]}"));
        assertEquals(2, unknown.path("exit").asInt());
        assertTrue(unknown.path("detail").asText().startsWith("There is no stack 'nots'; did you mean 'notes'?"), unknown.toString());
        record Case(String body, int status, String detail) { }
        Stream.of(new Case("{\"spec\": \" \"}", 422, "the specification is empty; say in a few sentences what is to be built"),
                new Case("{\"spec\": \"x\", \"output\": \"../up\"}", 422, "'../up' climbs out of the project"),
                new Case("{\"spec\": \"x\", \"specName\": \"../x\"}", 422, "'../x' is no name for a file"),
                new Case("{\"spec\": \"x\", \"sandbox\": \"off\"}", 422, "sandbox is one of bubblewrap, unshare, not 'off'"),
                new Case("{\"spec\": \"x\", \"trust\": true}", 400, "unknown key 'trust'"),
                new Case("{\"specFile\": \"no.md\"}", 422, "no.md: there is no such file"),
                new Case("[]", 400, "the body has to be a JSON object"), new Case("{", 400, "the body is no JSON"))
                .forEach(one -> {
                    var problem = served.json(one.status, served.send("POST", "/api/runs", one.body));
                    assertTrue(problem.path("detail").asText().startsWith(one.detail), problem.toString());
                });
        var command = served.json(200, served.send("POST", "/api/command",
                "{\"spec\": \"x\", \"stack\": [\"notes\"], \"set\": {\"tone\": \"so so\"}, \"budget\": \"2.50\"}"));
        assertEquals("./jbang swarm.java spec.md --stack notes --set 'tone=so so' --budget 2.50 --ask-plan", command.path("line").asText());
        assertEquals("[{\"pointer\":\"/set/tone\",\"sentence\":\"--set tone=so so: the variable 'tone' of the stack 'notes' takes one of kind, rude, not 'so so' (how it sounds)\"}]",
                command.path("faults").toString());
    }

    @Test
    void aChangeIsAskedForInWordsAndASpecificationThatIsTornByNothingArrivesWhole() {
        var run = served.begin(", \"specName\": \"größe 1.md\"");
        var ended = served.until(run, "ended");
        assertEquals("Notes, please.\n", ended.path("spec").asText());
        var change = served.json(201, served.send("POST", "/api/runs",
                "{\"spec\": \"--help is what I want, \\\"good\\\".\", \"change\": true, \"output\": \"my-notes\", \"askPlan\": false}")).path("run").asText();
        assertEquals("--help is what I want, \"good\".\n", served.run(change).path("spec").asText());
    }
}
