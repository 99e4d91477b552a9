package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.Review;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Place;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    Path temp;

    private ConfigFixture home() {
        return ConfigFixture.home(temp).withBasics();
    }

    private static String stack(String name, String more) {
        return "name: %s\ndescription: For tests.\nagents: [backend]\n%s".formatted(name, more);
    }

    @Test
    void anAgentHasWhatItsFileSaysAndDefaultsForTheRest() {
        var catalog = home().with("templates/review.mustache", "{{role}}").with("agents/critic.yaml", """
            name: critic
            description: Reads.
            model: coder
            prompt: review
            role: |
              You read.
            temperature: 0
            max-tokens: 100
            attempts: 2
            """).catalog();

        var critic = catalog.agent("critic");
        assertEquals(new Agent("critic", "Reads.", "coder", "review", "You read.\n", 0, 100, 2, OptionalInt.empty(), Optional.empty(), critic.digest()),
                critic);
        var backend = catalog.agent("backend");
        assertEquals(new Agent("backend", "Writes it.", "coder", "task", "", 0.2, 4096, 3, OptionalInt.empty(), Optional.empty(), backend.digest()), backend);
        assertEquals(List.of(backend, critic), catalog.agents());
        assertNotEquals(critic.digest(), backend.digest());
    }

    @Test
    void aModelHasWhatItsFileSaysAndDefaultsForTheRest() {
        var home = home().with("models.yaml", """
            models:
              big: {provider: openai, model: gpt, base-url: "https://api.example.com/v1", api-key-env: BIG_KEY, context: 128000,
                    parallel: 8, timeout: 90s, json-schema: false, price: {input: 1.25, cached-input: 0.13, output: 10.00}}
              coder: {provider: jlama, model: owner/name, absent: big, escalate: big, small: true}
              near: {provider: openai, model: x, base-url: "http://localhost:1234/v1", price: {input: 2, output: 3}}
            """);

        assertEquals(List.of(
            new ModelSpec("big", Provider.OPENAI, "gpt", Optional.of(URI.create("https://api.example.com/v1")),
            Optional.of("BIG_KEY"),
                128000, 8, Duration.ofSeconds(90), false, new Price(1.25, 0.13, 10), Optional.empty(),
                Optional.empty(), home.layer()),
            new ModelSpec("coder", Provider.JLAMA, "owner/name", Optional.empty(), Optional.empty(),
                32768, 1, Duration.ofMinutes(5), true, Price.NONE, Optional.of("big"), Optional.of("big"),
                Optional.of(true), Optional.empty(), home.layer()),
            new ModelSpec("near", Provider.OPENAI, "x", Optional.of(URI.create("http://localhost:1234/v1")),
            Optional.empty(),
                32768, 4, Duration.ofMinutes(5), true, new Price(2, 2, 3), Optional.empty(), Optional.empty(),
                home.layer())), List.copyOf(home.catalog().models().values()));
    }

    @Test
    void aStackHasWhatItsFileSays() {
        var stack = home().with("stacks/x/stack.yaml", stack("x", """
            variables: {version: {default: 1.10, help: the lowest}}
            conventions: |
              Use {{version}}.
            setup: [[fetch, --all]]
            shared: [vendor/]
            checks:
              - {name: syntax, when: task, files: "**/*.x", run: [check, "{{file}}"]}
              - {name: tests, when: end, run: [run, tests], kind: test, needs: [], reads: ["src/**"], timeout: 90s, memory: 8g}
              - {name: types, when: ready, of: ["web/**"], run: [hold]}
            tests: ["tests/**"]
            review: {agent: backend, when: end, rounds: 2}
            checks-from-plan: true
            location: ['(?<file>\\S+):(?<line>\\d+)']
            counts: ['(?<tests>\\d+) of them']
            contracts: [{kind: endpoint, provided: 'route (?<name>\\S+)', used: 'get (?<name>\\S+)', promised: 'at (?<name>\\S+)', files: "src/**", normalise: [['<([^>]+)>', '$1']], form: "named by its path"}]
            allow: [.ci/]
            limits: {files: 300000}
            """)).catalog().stack("x");

        assertEquals("1.10", stack.variables().get("version").usual().orElseThrow());
        assertEquals("the lowest", stack.variables().get("version").help());
        assertEquals("Use {{version}}.\n", stack.conventions());
        assertEquals(List.of(List.of("fetch", "--all")), stack.setup().commands());
        assertEquals(List.of("vendor/"), stack.setup().shared());
        assertEquals(List.of(new Check("syntax", Check.When.TASK, Optional.of("**/*.x"),
                List.of("check", "{{file}}")),
            new Check("tests", Check.When.END, Optional.empty(), List.of("run", "tests"), Check.Side.TEST,
                Optional.of(List.of()), List.of(), List.of("src/**"), Optional.of(Duration.ofSeconds(90)),
                List.of(), Map.of(), Optional.empty(), List.of(), Optional.of(8L << 30), Optional.empty()),
            new Check("types", Check.When.READY, Optional.empty(), List.of("hold"), Check.Side.CODE, Optional.empty(),
                List.of(), List.of(), Optional.empty(), List.of(), Map.of(), Optional.empty(), List.of("web/**"),
                Optional.empty(), Optional.empty())),
                stack.checks());
        assertEquals(List.of("tests/**"), stack.tests());
        assertEquals(Optional.of(new Review("backend", Review.Moment.END, 2)), stack.review());
        assertTrue(stack.checksFromPlan());
        assertEquals(Optional.of(300_000), stack.setup().files());
        assertTrue(stack.output().location().getFirst().matches("a.x:3"));
        assertTrue(stack.output().counts().getFirst().matches("12 of them"));
        var contract = stack.contracts().getFirst();
        assertEquals(List.of(List.of("<([^>]+)>", "$1")), contract.normalise());
        assertEquals(Optional.of("src/**"), contract.files());
        assertEquals(Optional.of("named by its path"), contract.form());
        assertEquals(Optional.of("at (?<name>\\S+)"), contract.promised().map(Object::toString));
        assertEquals(List.of(".ci/"), stack.allow());
    }

    @Test
    void whoAsksForSomethingUnknownIsToldWhatThereIs() {
        var catalog = home().with("stacks/x/stack.yaml", stack("x", "")).catalog();

        assertEquals("There is no agent 'bakend'; did you mean 'backend'? Known agents: backend.",
            assertThrows(Stop.class, () -> catalog.agent("bakend")).getMessage());
        assertEquals("There is no stack 'rust'. Known stacks: x.",
                assertThrows(Stop.class, () -> catalog.stack("rust")).getMessage());
        assertEquals("There is no model 'big'. Known models: coder.",
                assertThrows(Stop.class, () -> catalog.model("big")).getMessage());
    }

    @Test
    void aPackUsesItsOwnFilesThenItsBasesThenTheLayers() {
        var catalog = home().with("agents/tester.yaml", ConfigFixture.agent("tester"))
                .with("agents/writer.yaml", ConfigFixture.agent("writer"))
            .with("templates/ask.mustache", "layer").with("templates/plan.mustache", "layer")
            .with("stacks/x/stack.yaml", stack("x", "extends: base\n"))
            .with("stacks/base/stack.yaml", stack("base", "allow: [.hidden/]\n"))
            .with("stacks/x/agents/backend.yaml", ConfigFixture.agent("backend").replace("Writes it.", "Of x."))
            .with("stacks/base/agents/backend.yaml", ConfigFixture.agent("backend").replace("Writes it.", "Of base."))
            .with("stacks/base/agents/tester.yaml", ConfigFixture.agent("tester").replace("Writes it.", "Of base."))
            .with("stacks/x/templates/task.mustache", "x").with("stacks/base/templates/task.mustache", "base")
            .with("stacks/base/templates/ask.mustache", "base")
            .with("stacks/x/scaffold/a", "x").with("stacks/base/scaffold/a", "base")
            .with("stacks/base/scaffold/.hidden/b", "base").catalog();
        var x = catalog.stack("x");

        assertEquals(List.of("Of x.", "Of base.", "Writes it."),
            List.of("backend", "tester", "writer").stream().map(name -> catalog.agent(name, x).description()).toList());
        assertEquals("Writes it.", catalog.agent("backend").description());
        assertEquals(List.of("x", "base", "layer"),
            List.of("task", "ask", "plan").stream().map(name -> catalog.template(name, Optional.of(x)).orElseThrow()
            .text()).toList());
        assertEquals(Place.file("stacks/base/templates/ask.mustache"),
                catalog.template("ask", Optional.of(x)).orElseThrow().place());
        assertEquals("layer", catalog.template("ask", Optional.empty()).orElseThrow().text());
        assertTrue(catalog.template("none", Optional.of(x)).isEmpty());
        assertEquals(List.of(".hidden/b", "a"), List.copyOf(catalog.scaffold(x).keySet()));
        assertArrayEquals("x".getBytes(), catalog.scaffold(x).get("a"));
        assertEquals(List.of("stacks/x", "stacks/base"), x.folders().stream().map(Layer::shown).toList());
    }

    @Test
    void aPacksDigestChangesWithEveryFileOfItsAndItsBaseButNotWithItsExample() {
        var home = home().with("stacks/x/stack.yaml", stack("x", "extends: base\n"))
                .with("stacks/base/stack.yaml", stack("base", ""));
        var before = home.catalog().stack("x").digest();

        assertEquals(before, home.with("stacks/x/example/spec.md", "Make it.").catalog().stack("x").digest());
        var scaffold = home.with("stacks/x/scaffold/a", "1").catalog().stack("x").digest();
        assertNotEquals(before, scaffold);
        assertNotEquals(scaffold, home.with("stacks/base/scaffold/a", "1").catalog().stack("x").digest());
    }

    @Test
    void theFirstLayerWinsByWholeFileAndByAliasAndHidingIsTold() {
        var home = ConfigFixture.home(temp.resolve("home")).withBasics().with("stacks/x/stack.yaml", stack("x", ""))
                .layer();
        var bundle = new ConfigFixture(temp.resolve("bundle"), Layer.Origin.BUNDLED, "bundle").withBasics()
            .with("models.yaml", ConfigFixture.MODELS.replace("coder", "planner")).layer();
        var project = new ConfigFixture(temp.resolve("project"), Layer.Origin.PROJECT, ".swarm")
            .with("models.yaml", ConfigFixture.MODELS.replace("small", "other"))
            .with("agents/backend.yaml", ConfigFixture.agent("backend").replace("it.", "less."))
            .with("stacks/x/stack.yaml", stack("x", "conventions: none\n")).layer();
        var faults = new Faults();

        var catalog = Catalog.load(List.of(project, home, bundle), faults);

        assertEquals(List.of(), faults.sentences());
        assertEquals("Writes less.", catalog.agent("backend").description());
        assertEquals("other", catalog.model("coder").model());
        assertEquals(project, catalog.model("coder").layer());
        assertEquals(List.of("coder", "planner"), List.copyOf(catalog.models().keySet()));
        assertEquals("none", catalog.stack("x").conventions());
        assertEquals(List.of("model 'coder', agents/backend.yaml, stacks/x of .swarm hide those of the working folder"), catalog.shadowed(what -> true));
        assertEquals(List.of("stacks/x of .swarm hides the one of the working folder"),
                catalog.shadowed(what -> what.startsWith("stacks/")));
    }

    @Test
    void aLayerInAFolderWithSpacesAndUmlautsIsRead() {
        var layer = new ConfigFixture(temp.resolve("M\u00fcllers \u00dcbung"), Layer.Origin.OPTION,
                "M\u00fcllers \u00dcbung").withBasics();

        assertEquals("backend", layer.catalog().agent("backend").name());
        assertEquals(List.of("M\u00fcllers \u00dcbung/agents/a.yaml:1:1: missing key 'model'."),
            layer.with("agents/a.yaml", "name: a\ndescription: x\n").faults());
    }
}
