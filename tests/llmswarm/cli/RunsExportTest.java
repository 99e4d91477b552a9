package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Story;
import llmswarm.Workshop;
import llmswarm.guard.Redactor;
import llmswarm.model.Usage;
import llmswarm.prompt.Message;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run as a trace, held to the JSON form of OTLP. */
class RunsExportTest {
    private static final Map<String, Set<String>> KEYS = Map.of("span", Set.of("traceId", "spanId", "parentSpanId", "name",
            "kind", "startTimeUnixNano", "endTimeUnixNano", "attributes", "status"), "value", Set.of("stringValue",
            "intValue", "doubleValue", "boolValue", "arrayValue"));

    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void run() {
        shop = new Workshop(folder);
        try (var journal = Journal.create(shop.folder.resolve("one/.swarm/runs/run-1"), new Redactor(Map.of()))) {
            Story.bitter().stream().filter(event -> !(event instanceof Momentary))
                    .forEach(event -> journal.append((Event.Kept) event));
            journal.append(new Event.AskedModel("k", "backend", "main", 1, "coder", "gpt-x",
                    List.of(new Message("user", "What is the plan?")), "d", List.of(), ""));
            journal.append(new Event.AnsweredModel("k", "backend", "main", 1, "It is \"this\".",
                    new Usage(1_000_000_007, 9, 5), 0.5, 1, true, false));
            journal.append(new Event.AskedModel("k2", "backend", "docs", 1, "coder", "gpt-x", List.of(), "d", List.of(), ""));
        }
    }

    private JsonNode export(String... more) throws Exception {
        var words = new ArrayList<>(List.of("runs", "export", "run-1", "--output", "one", "--otlp"));
        words.addAll(List.of(more));
        var result = Here.run(shop, words.toArray(String[]::new));
        assertEquals(0, result.exit(), result.err());
        assertEquals(1, result.out().lines().count());
        return new JsonMapper().readTree(result.out());
    }

    private static JsonNode spans(JsonNode trace) {
        return trace.at("/resourceSpans/0/scopeSpans/0/spans");
    }

    private static JsonNode attribute(JsonNode span, String key) {
        for (var one : span.path("attributes")) if (one.path("key").asText().equals(key)) return one.path("value");
        return new JsonMapper().missingNode();
    }

    private static JsonNode span(JsonNode trace, String name, String task) {
        for (var span : spans(trace)) {
            if (span.path("name").asText().equals(name)
                    && attribute(span, "llm_swarm.task").path("stringValue").asText().equals(task)) return span;
        }
        throw new AssertionError(name + " of " + task + " is missing in " + trace);
    }

    @Test
    void eachFieldHasTheFormThatProtobufHasInJson() throws Exception {
        var trace = export();
        assertEquals(List.of("resourceSpans"), names(trace));
        assertEquals("llm-swarm", attribute(trace.at("/resourceSpans/0/resource"), "service.name").path("stringValue").asText());
        var traces = new TreeSet<String>();
        var ids = new HashMap<String, JsonNode>();
        for (var span : spans(trace)) {
            assertTrue(KEYS.get("span").containsAll(names(span)), span::toString);
            traces.add(span.path("traceId").asText());
            assertTrue(span.path("traceId").asText().matches("[0-9a-f]{32}"), span::toString);
            assertTrue(span.path("spanId").asText().matches("[0-9a-f]{16}"), span::toString);
            assertTrue(ids.put(span.path("spanId").asText(), span) == null, span::toString);
            assertTrue(span.path("kind").isInt());
            for (var time : List.of("startTimeUnixNano", "endTimeUnixNano")) {
                assertTrue(span.path(time).isTextual() && span.path(time).asText().matches("\\d{19}"), span::toString);
            }
            assertTrue(span.path("startTimeUnixNano").asText().compareTo(span.path("endTimeUnixNano").asText()) <= 0);
            span.path("attributes").forEach(RunsExportTest::requireTyped);
        }
        assertEquals(1, traces.size());
        var roots = ids.values().stream().filter(span -> !span.has("parentSpanId")).toList();
        assertEquals(1, roots.size());
        ids.values().stream().filter(span -> span.has("parentSpanId"))
                .forEach(span -> assertTrue(ids.containsKey(span.path("parentSpanId").asText()), span::toString));
    }

    private static void requireTyped(JsonNode attribute) {
        assertEquals(List.of("key", "value"), names(attribute));
        var type = names(attribute.path("value"));
        assertEquals(1, type.size(), attribute::toString);
        assertTrue(KEYS.get("value").contains(type.getFirst()), attribute::toString);
        var value = attribute.path("value").path(type.getFirst());
        switch (type.getFirst()) {
            case "intValue" -> assertTrue(value.isTextual() && value.asText().matches("-?\\d+"), attribute::toString);
            case "doubleValue" -> assertTrue(value.isNumber(), attribute::toString);
            case "boolValue" -> assertTrue(value.isBoolean(), attribute::toString);
            case "arrayValue" -> assertEquals(List.of("values"), names(value));
            default -> assertTrue(value.isTextual(), attribute::toString);
        }
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    @Test
    void aCallIsAClientSpanOfItsTaskWithTheAttributesOfTheConventions() throws Exception {
        var trace = export();
        var call = span(trace, "chat gpt-x", "main");
        assertEquals(3, call.path("kind").asInt());
        assertEquals(span(trace, "invoke_agent backend", "main").path("spanId"), call.path("parentSpanId"));
        assertEquals("chat", attribute(call, "gen_ai.operation.name").path("stringValue").asText());
        assertEquals("gpt-x", attribute(call, "gen_ai.request.model").path("stringValue").asText());
        assertEquals("backend", attribute(call, "gen_ai.agent.name").path("stringValue").asText());
        assertEquals("1000000007", attribute(call, "gen_ai.usage.input_tokens").path("intValue").asText());
        assertEquals("9", attribute(call, "gen_ai.usage.cache_read.input_tokens").path("intValue").asText());
        assertEquals("5", attribute(call, "gen_ai.usage.output_tokens").path("intValue").asText());
        assertEquals("length", attribute(call, "gen_ai.response.finish_reasons").at("/arrayValue/values/0/stringValue").asText());
        var lost = span(trace, "chat gpt-x", "docs");
        assertEquals(2, lost.at("/status/code").asInt());
        assertEquals("no answer", lost.at("/status/message").asText());
        assertEquals("failed", span(trace, "invoke_agent backend", "voice").at("/status/message").asText());
    }

    @Test
    void promptsAndAnswersAreInItOnlyWhereThatIsSaid() throws Exception {
        var trace = export();
        assertFalse(trace.toString().contains("What is the plan?") || trace.toString().contains("It is "));
        var call = span(export("--with-texts"), "chat gpt-x", "main");
        var mapper = new JsonMapper();
        assertEquals("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"What is the plan?\"}]}]",
                attribute(call, "gen_ai.input.messages").path("stringValue").asText());
        var out = mapper.readTree(attribute(call, "gen_ai.output.messages").path("stringValue").asText());
        assertEquals("It is \"this\".", out.at("/0/parts/0/content").asText());
        assertEquals("length", out.at("/0/finish_reason").asText());
    }

    @Test
    void theFormHasToBeNamedAndATapeCanBeExportedToo() {
        assertEquals("runs export prints one form: say --otlp\n", Here.run(shop, "runs", "export", "run-1").err());
        var tape = Here.run(shop, "runs", "export", Path.of("tests/tapes/ring/tape.jsonl").toAbsolutePath().toString(), "--otlp");
        assertEquals(0, tape.exit(), tape.err());
        assertTrue(tape.out().contains("\"gen_ai.usage.input_tokens\""));
    }
}
