package llmswarm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.run.journal.Event;

/** A tape served over HTTP: finds the answer to a request by what its prompt says. */
public final class Tape {
    private final Map<String, String> answers = new HashMap<>();
    private final Plan plan;

    public Tape(Path file) {
        for (var event : Workshop.journaled(file)) {
            if (event instanceof Event.AnsweredModel a) answers.put(a.task(), a.text());
        }
        plan = PlanReader.read(answers.get(":plan")).plan().orElseThrow();
    }

    /** The recorded answer to a request, whose task is seen from the prompt. */
    public String answer(JsonNode request) {
        return answers.get(task(request));
    }

    /** The id of the task a request is about. */
    public String task(JsonNode request) {
        var prompt = new StringBuilder();
        request.path("messages").forEach(message -> prompt.append(message.path("content").asText()).append('\n'));
        if (prompt.indexOf("# Kinds of project") >= 0) return ":stack";
        if (prompt.indexOf("Plan this specification.") >= 0) return ":plan";
        return plan.tasks().stream().filter(t -> prompt.indexOf("# Your task: " + t.title() + "\n") >= 0).findFirst()
                .map(t -> t.id()).orElseThrow();
    }

    public Plan plan() {
        return plan;
    }

    /** What was answered to all tasks of the plan. */
    public String answers() {
        return plan.tasks().stream().map(t -> answers.get(t.id())).collect(Collectors.joining("\n"));
    }

    /** The folder of the checkout, which holds stacks/. */
    public static Path checkout() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (folder.resolve("swarm.java").toFile().exists()) return folder;
        }
        throw new IllegalStateException("the tests are started from the checkout: ./jbang tests/tests.java");
    }

    /** The example of the bundled pack. */
    public static Path example(String pack) {
        return checkout().resolve("stacks").resolve(pack).resolve("example");
    }
}
