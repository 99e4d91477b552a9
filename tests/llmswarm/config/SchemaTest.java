package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import llmswarm.config.stack.PartName;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemas, which editors and models read, say the same as the readers. */
class SchemaTest {
    private static final Pattern MISSING = Pattern.compile("missing key '(.*)'\\."), KNOWN =
            Pattern.compile("unknown key 'zzz'.* Known keys: (.*)\\.");

    @TempDir
    Path temp;

    private static JsonNode schema(String kind) throws IOException {
        try (InputStream in = SchemaTest.class.getResourceAsStream("/schema/%s.schema.json".formatted(kind))) {
            return new ObjectMapper().readTree(in != null ? in.readAllBytes()
                    : Files.readAllBytes(Path.of("lib/schema/%s.schema.json".formatted(kind))));
        }
    }

    /** What the reader says of a map whose only key is unknown tells all its keys. */
    private void agree(JsonNode schema, String file, String text) {
        var faults = ConfigFixture.home(temp).with(file, text).faults();
        var known = faults.stream().map(KNOWN::matcher).filter(m -> m.find()).map(m -> m.group(1)).toList();
        var missing = faults.stream().map(MISSING::matcher).filter(m -> m.find()).map(m -> m.group(1));

        assertEquals(1, known.size(), faults::toString);
        assertEquals(properties(schema), new TreeSet<>(List.of(known.getFirst().split(", "))));
        assertEquals(required(schema), missing.collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(false, schema.path("additionalProperties").asBoolean(true));
    }

    private static Set<String> properties(JsonNode schema) {
        var names = new TreeSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> required(JsonNode schema) {
        var names = new TreeSet<String>();
        schema.path("required").forEach(name -> names.add(name.asText()));
        schema.path("anyOf").path(0).path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void agentsAgree() throws IOException {
        agree(schema("agent"), "agents/a.yaml", "zzz: 1\n");
    }

    @Test
    void modelsAgree() throws IOException {
        var models = schema("models");
        var model = models.at("/properties/models/additionalProperties");

        agree(models, "models.yaml", "zzz: 1\n");
        agree(model, "models.yaml", "models: {a: {zzz: 1}}\n");
        agree(model.at("/properties/price"), "models.yaml",
                "models: {a: {provider: jlama, model: o/n, price: {zzz: 1}}}\n");
    }

    @Test
    void budgetsAgree() throws IOException {
        var budget = schema("budget");

        agree(budget, "budget.yaml", "zzz: 1\n");
        agree(budget.at("/properties/run"), "budget.yaml", "run: {zzz: 1}\n");
        agree(budget.at("/properties/agents/additionalProperties"), "budget.yaml", "agents: {a: {zzz: 1}}\n");
        agree(budget.at("/properties/on-budget/oneOf/1"), "budget.yaml", "on-budget: {zzz: 1}\n");
    }

    @Test
    void stacksAgree() throws IOException {
        var stack = schema("stack");
        var rest = "name: x\ndescription: x\nagents: [a]\n";
        ConfigFixture.home(temp).withBasics().with("agents/a.yaml", ConfigFixture.agent("a"));

        agree(stack, "stacks/x/stack.yaml", "zzz: 1\n");
        agree(stack.at("/properties/checks/items"), "stacks/x/stack.yaml", rest + "checks: [{zzz: 1}]\n");
        agree(stack.at("/properties/contracts/items"), "stacks/x/stack.yaml", rest + "contracts: [{zzz: 1}]\n");
        agree(stack.at("/properties/variables/additionalProperties"), "stacks/x/stack.yaml", rest
                + "variables: {v: {zzz: 1}}\n");
        agree(stack.at("/properties/programs/items"), "stacks/x/stack.yaml", rest + "programs: [{zzz: 1}]\n");
        agree(stack.at("/properties/requires/items"), "stacks/x/stack.yaml", rest + "requires: [{zzz: 1}]\n");
        agree(stack.at("/properties/limits"), "stacks/x/stack.yaml", rest + "limits: {zzz: 1}\n");
        agree(stack.at("/properties/review"), "stacks/x/stack.yaml", rest + "review: {zzz: 1}\n");
    }

    @Test
    void choicesAndBoundsAgree() throws IOException {
        var agent = schema("agent");
        var model = schema("models").at("/properties/models/additionalProperties");

        assertEquals("[\"openai\",\"jlama\"]", model.at("/properties/provider/enum").toString());
        var stack = schema("stack").at("/properties");
        assertEquals("[\"task\",\"ready\",\"end\"]", stack.at("/checks/items/properties/when/enum").toString());
        assertEquals("[\"task\",\"end\"]", stack.at("/review/properties/when/enum").toString());
        assertEquals("[\"code\",\"test\"]", stack.at("/checks/items/properties/kind/enum").toString());
        for (var bound : Map.of("attempts", "11", "temperature", "2.5", "max-tokens", "1000001").entrySet()) {
            var key = bound.getKey();
            var faults = ConfigFixture.home(temp).withBasics()
                    .with("agents/backend.yaml", ConfigFixture.agent("backend") + key + ": " + bound.getValue() + "\n")
                    .faults();
            var numbers = agent.at("/properties").get(key);
            assertTrue(faults.getFirst()
                    .contains(" number from %s to %s, ".formatted(numbers.get("minimum"), numbers.get("maximum"))),
                    faults::toString);
        }
    }

    @Test
    void plansAgreeWithTheirRecords() throws IOException {
        var plan = schema("plan");

        assertEquals(names(Plan.class), properties(plan));
        assertEquals(Set.of("name", "summary", "tasks"), required(plan));
        sameNames(plan.at("/properties/parts/items"), PartName.class);
        sameNames(plan.at("/properties/requirements/items"), Plan.Requirement.class);
        sameNames(plan.at("/properties/contracts/items"), Plan.Contract.class);
        assertEquals(names(Task.class), properties(plan.at("/properties/tasks/items")));
        sameNames(plan.at("/properties/checks/items"), Plan.PlannedCheck.class);
        assertEquals(names(Plan.Unclear.class), properties(plan.at("/properties/unclear/items")));
    }

    private static void sameNames(JsonNode schema, Class<? extends Record> type) {
        assertEquals(names(type), properties(schema));
        assertEquals(names(type), required(schema));
    }

    private static Set<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
