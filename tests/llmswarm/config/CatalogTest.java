package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
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
        assertEquals(new Agent("critic", "Reads.", "coder", "review", "You read.\n", 0, 100, 2, critic.digest()), critic);
        var backend = catalog.agent("backend");
        assertEquals(new Agent("backend", "Writes it.", "coder", "task", "", 0.2, 4096, 3, backend.digest()), backend);
        assertEquals(List.of(backend, critic), catalog.agents());
        assertNotEquals(critic.digest(), backend.digest());
    }

    @Test
    void aModelHasWhatItsFileSaysAndDefaultsForTheRest() {
        var home = home().with("models.yaml", """
            models:
              big: {provider: openai, model: gpt, base-url: "https://api.example.com/v1", api-key-env: BIG_KEY, context: 128000,
                    parallel: 8, timeout: 90s, json-schema: false, price: {input: 1.25, cached-input: 0.13, output: 10.00}}
              coder: {provider: jlama, model: owner/name, absent: big, escalate: big}
              near: {provider: openai, model: x, base-url: "http://localhost:1234/v1", price: {input: 2, output: 3}}
            """);

        assertEquals(List.of(
            new ModelSpec("big", Provider.OPENAI, "gpt", Optional.of(URI.create("https://api.example.com/v1")), Optional.of("BIG_KEY"),
                128000, 8, Duration.ofSeconds(90), false, new Price(1.25, 0.13, 10), Optional.empty(), Optional.empty(), home.layer()),
            new ModelSpec("coder", Provider.JLAMA, "owner/name", Optional.empty(), Optional.empty(),
                32768, 1, Duration.ofMinutes(5), true, Price.NONE, Optional.of("big"), Optional.of("big"), home.layer()),
            new ModelSpec("near", Provider.OPENAI, "x", Optional.of(URI.create("http://localhost:1234/v1")), Optional.empty(),
                32768, 4, Duration.ofMinutes(5), true, new Price(2, 2, 3), Optional.empty(), Optional.empty(), home.layer())),
            List.copyOf(home.catalog().models().values()));
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
              - {name: tests, when: end, run: [run, tests]}
            checks-from-plan: true
            location: ['(?<file>\\S+):(?<line>\\d+)']
            contracts: [{kind: endpoint, provided: 'route (?<name>\\S+)', used: 'get (?<name>\\S+)', normalise: [['<[^>]+>', '']]}]
            allow: [.ci/]
            """)).catalog().stack("x");

        assertEquals("1.10", stack.variables().get("version").value());
        assertEquals("the lowest", stack.variables().get("version").help());
        assertEquals("Use {{version}}.\n", stack.conventions());
        assertEquals(List.of(List.of("fetch", "--all")), stack.setup());
        assertEquals(List.of("vendor/"), stack.shared());
        assertEquals(List.of(new Stack.Check("syntax", Stack.When.TASK, Optional.of("**/*.x"), List.of("check", "{{file}}")),
            new Stack.Check("tests", Stack.When.END, Optional.empty(), List.of("run", "tests"))), stack.checks());
        assertTrue(stack.checksFromPlan());
        assertTrue(stack.location().getFirst().matches("a.x:3"));
        assertEquals(List.of(List.of("<[^>]+>", "")), stack.contracts().getFirst().normalise());
        assertEquals(List.of(".ci/"), stack.allow());
    }

    @Test
    void aBrokenKeyInEachKindOfFileIsToldAtOnce() {
        assertEquals(List.of(
            "models.yaml:2:48: unknown key 'modle'; did you mean 'model'? Known keys: provider, model, base-url, api-key-env, context, parallel, timeout, json-schema, price, absent, escalate.",
            "agents/backend.yaml:4:1: unknown key 'temprature'; did you mean 'temperature'? Known keys: name, description, model, prompt, role, temperature, max-tokens, attempts.",
            "stacks/x/stack.yaml:4:1: unknown key 'convention'; did you mean 'conventions'? Known keys: name, description, agents, extends, variables, conventions, setup, shared, checks, checks-from-plan, location, contracts, allow."),
            home().with("models.yaml", "models:\n  coder: {provider: jlama, model: owner/small, modle: small}\n")
                .with("agents/backend.yaml", ConfigFixture.agent("backend") + "temprature: 0\n")
                .with("stacks/x/stack.yaml", stack("x", "convention: none\n")).faults());
    }

    @Test
    void missingKeysOfEachKindOfFileAreTold() {
        assertEquals(List.of(
            "models.yaml:2:10: missing key 'provider'.",
            "models.yaml:2:10: missing key 'model'.",
            "models.yaml:3:10: missing key 'base-url'.",
            "agents/a.yaml:1:1: missing key 'name'.",
            "agents/a.yaml:1:1: missing key 'model'.",
            "stacks/x/stack.yaml:1:1: missing key 'description'.",
            "stacks/x/stack.yaml:1:1: missing key 'agents'.",
            "stacks/x/stack.yaml:3:5: missing key 'when'.",
            "stacks/x/stack.yaml:3:5: missing key 'run'."),
            home().with("models.yaml", "models:\n  coder: {}\n  other: {provider: openai, model: x}\n")
                .with("agents/a.yaml", "description: x\n")
                .with("stacks/x/stack.yaml", "name: x\nchecks:\n  - name: y\n").faults());
    }

    @Test
    void namesThatDifferFromTheFilesAreTold() {
        assertEquals(List.of(
            "agents/Big_One.yaml: the name 'Big_One' must be of lower-case letters, digits and single hyphens, at most 64 characters.",
            "agents/a.yaml:1:7: 'name' must be 'a', as the file is named, not 'b'.",
            "agents/old.yml: is not read; rename it so that it ends in .yaml.",
            "stacks/x/stack.yaml:1:7: 'name' must be 'x', as the file is named, not 'y'.",
            "stacks/z: has no stack.yaml."),
            home().with("agents/a.yaml", ConfigFixture.agent("b")).with("agents/Big_One.yaml", "").with("agents/old.yml", "")
                .with("stacks/x/stack.yaml", stack("y", "")).with("stacks/z/readme", "").faults());
    }

    @Test
    void namesThatStandForNothingAreTold() {
        assertEquals(List.of(
            "models.yaml:3:62: unknown model 'hugh'; did you mean 'huge'? Known models: coder, huge.",
            "models.yaml:2:56: unknown model 'larg'. Known models: coder, huge.",
            "agents/a.yaml:3:8: unknown model 'codr'; did you mean 'coder'? Known models: coder, huge.",
            "agents/a.yaml:4:9: unknown template 'tsk'; did you mean 'task'? Known templates: task.",
            "stacks/x/stack.yaml:4:10: unknown stack 'y'. Known stacks: x.",
            "stacks/x/stack.yaml:3:19: unknown agent 'backnd'; did you mean 'backend'? Known agents: a, backend."),
            home().with("models.yaml", """
                models:
                  coder: {provider: jlama, model: owner/small, absent: larg}
                  huge: {provider: jlama, model: owner/huge-model, escalate: hugh}
                """).with("agents/a.yaml", ConfigFixture.agent("a").replace("coder", "codr") + "prompt: tsk\n")
                .with("stacks/x/stack.yaml", "name: x\ndescription: x\nagents: [backend, backnd]\nextends: y\n").faults());
    }

    @Test
    void chainsOfAbsentAndModelsThatNameThemselvesAreTold() {
        assertEquals(List.of(
            "models.yaml:4:53: 'models.c.escalate' must name another model than itself.",
            "models.yaml:2:48: 'absent' of 'coder' names 'b', which has an 'absent' of its own; such chains are not followed.",
            "models.yaml:3:44: 'absent' of 'b' names 'coder', which has an 'absent' of its own; such chains are not followed."),
            home().with("models.yaml", """
                models:
                  coder: {provider: jlama, model: o/n, absent: b}
                  b: {provider: jlama, model: o/n, absent: coder}
                  c: {provider: jlama, model: owner/name, escalate: c}
                """).faults());
    }

    @Test
    void aKeyWhereItsNameShouldStandIsRefusedWithoutRepeatingIt() {
        assertEquals(List.of(
            "models.yaml:2:85: 'models.coder.api-key-env' seems to hold a key itself; put the key into an environment variable and write that variable's name here, such as OPENAI_API_KEY.",
            "models.yaml:3:46: 'models.b.base-url' does not belong to provider jlama, which computes on this machine."),
            home().with("models.yaml", """
                models:
                  coder: {provider: openai, model: x, base-url: "http://localhost/v1", api-key-env: sk-abcdefghijklmnop}
                  b: {provider: jlama, model: o/n, base-url: "http://localhost/v1"}
                """).faults());
    }

    @Test
    void checksThatCannotRunAreTold() {
        assertEquals(List.of(
            "stacks/x/stack.yaml:8:12: 'variables' must not define 'name', which is always there.",
            "stacks/x/stack.yaml:5:40: 'checks[0].run[1]' uses {{file}}, but the check has no 'files'.",
            "stacks/x/stack.yaml:6:32: 'checks[1].files' belongs to checks with 'when: task' only.",
            "stacks/x/stack.yaml:7:32: 'checks[2].run' must be a command: its program, then its arguments.",
            "stacks/x/stack.yaml:7:12: 'checks[2].name' names a second check 'b'."),
            home().with("stacks/x/stack.yaml", stack("x", """
                checks:
                  - {name: a, when: task, run: [check, "{{file}}"]}
                  - {name: b, when: end, files: "*", run: [x]}
                  - {name: b, when: task, run: []}
                variables: {name: {default: x}}
                """)).faults());
    }

    @Test
    void faultsOfAllFilesAreToldInOneStop() {
        var home = home().with("agents/a.yaml", "name: [").with("agents/b.yaml", "name: a: b\n").with("models.yaml", "models: 3\n");

        var stop = assertThrows(Stop.class, home::catalog);

        assertEquals(List.of(
            "models.yaml:1:9: 'models' must be a map of keys and values, not a number.",
            "agents/a.yaml:1:8: this is not valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'.",
            "agents/b.yaml:1:8: this is not valid YAML: mapping values are not allowed here.",
            "agents/backend.yaml:3:8: unknown model 'coder'. Known models: none."), stop.lines());
        assertEquals(Stop.USAGE, stop.exit());
    }

    @Test
    void anUnreadableModelsFileIsToldOnceAndNotForEachAgent() {
        assertEquals(List.of("models.yaml:1:9: this is not valid YAML: mapping values are not allowed here."),
            home().with("models.yaml", "models: : x\n").faults());
    }

    @Test
    void whoAsksForSomethingUnknownIsToldWhatThereIs() {
        var catalog = home().with("stacks/x/stack.yaml", stack("x", "")).catalog();

        assertEquals("There is no agent 'bakend'; did you mean 'backend'? Known agents: backend.",
            assertThrows(Stop.class, () -> catalog.agent("bakend")).getMessage());
        assertEquals("There is no stack 'rust'. Known stacks: x.", assertThrows(Stop.class, () -> catalog.stack("rust")).getMessage());
        assertEquals("There is no model 'big'. Known models: coder.", assertThrows(Stop.class, () -> catalog.model("big")).getMessage());
    }

    @Test
    void aPackUsesItsOwnFilesThenItsBasesThenTheLayers() {
        var catalog = home().with("agents/tester.yaml", ConfigFixture.agent("tester")).with("agents/writer.yaml", ConfigFixture.agent("writer"))
            .with("templates/ask.mustache", "layer").with("templates/plan.mustache", "layer")
            .with("stacks/x/stack.yaml", stack("x", "extends: base\n")).with("stacks/base/stack.yaml", stack("base", ""))
            .with("stacks/x/agents/backend.yaml", ConfigFixture.agent("backend").replace("Writes it.", "Of x."))
            .with("stacks/base/agents/backend.yaml", ConfigFixture.agent("backend").replace("Writes it.", "Of base."))
            .with("stacks/base/agents/tester.yaml", ConfigFixture.agent("tester").replace("Writes it.", "Of base."))
            .with("stacks/x/templates/task.mustache", "x").with("stacks/base/templates/task.mustache", "base")
            .with("stacks/base/templates/ask.mustache", "base")
            .with("stacks/x/scaffold/a", "x").with("stacks/base/scaffold/a", "base").with("stacks/base/scaffold/.hidden/b", "base").catalog();
        var x = catalog.stack("x");

        assertEquals(List.of("Of x.", "Of base.", "Writes it."),
            List.of("backend", "tester", "writer").stream().map(name -> catalog.agent(name, x).description()).toList());
        assertEquals("Writes it.", catalog.agent("backend").description());
        assertEquals(List.of("x", "base", "layer"),
            List.of("task", "ask", "plan").stream().map(name -> catalog.template(name, Optional.of(x)).orElseThrow().text()).toList());
        assertEquals(Place.file("stacks/base/templates/ask.mustache"), catalog.template("ask", Optional.of(x)).orElseThrow().place());
        assertEquals("layer", catalog.template("ask", Optional.empty()).orElseThrow().text());
        assertTrue(catalog.template("none", Optional.of(x)).isEmpty());
        assertEquals(List.of(".hidden/b", "a"), List.copyOf(catalog.scaffold(x).keySet()));
        assertArrayEquals("x".getBytes(), catalog.scaffold(x).get("a"));
        assertEquals(List.of("stacks/x", "stacks/base"), x.folders().stream().map(Layer::shown).toList());
    }

    @Test
    void packsThatStandOnEachOtherAreTold() {
        assertEquals(List.of("stacks/a/stack.yaml:4:10: 'extends' leads back to 'a'.", "stacks/b/stack.yaml:4:10: 'extends' leads back to 'b'."),
            home().with("stacks/a/stack.yaml", stack("a", "extends: b\n")).with("stacks/b/stack.yaml", stack("b", "extends: a\n")).faults());
    }

    @Test
    void aPacksDigestChangesWithEveryFileOfItsAndItsBaseButNotWithItsExample() {
        var home = home().with("stacks/x/stack.yaml", stack("x", "extends: base\n")).with("stacks/base/stack.yaml", stack("base", ""));
        var before = home.catalog().stack("x").digest();

        assertEquals(before, home.with("stacks/x/example/spec.md", "Make it.").catalog().stack("x").digest());
        var scaffold = home.with("stacks/x/scaffold/a", "1").catalog().stack("x").digest();
        assertNotEquals(before, scaffold);
        assertNotEquals(scaffold, home.with("stacks/base/scaffold/a", "1").catalog().stack("x").digest());
    }

    @Test
    void linksInsidePacksAreRefused() throws IOException {
        var home = home().with("stacks/x/stack.yaml", stack("x", "")).with("secret/key", "x").with("stacks/x/scaffold/a", "x");
        Files.createSymbolicLink(temp.resolve("stacks/x/scaffold/key"), temp.resolve("secret/key"));
        Files.createSymbolicLink(temp.resolve("stacks/x/scaffold/all"), temp.resolve("secret"));
        Files.createSymbolicLink(temp.resolve("stacks/y"), temp.resolve("stacks/x"));

        assertEquals(List.of("stacks/x/scaffold/all: is a link; packs hold plain files only.",
            "stacks/x/scaffold/key: is a link; packs hold plain files only.", "stacks/y: is a link; packs are plain folders."),
            home.faults().stream().sorted().toList());
    }

    @Test
    void linksAnywhereInAProjectsOwnLayerAreRefused() throws IOException {
        var project = new ConfigFixture(temp.resolve("project"), Layer.Kind.PROJECT, ".swarm").withBasics().with("../secret/a.mustache", "key");
        Files.createSymbolicLink(temp.resolve("project/templates/plan.mustache"), temp.resolve("secret/a.mustache"));

        assertEquals(List.of(".swarm/templates/plan.mustache: is a link, or lies behind one; a project's own configuration must be plain files."), project.faults());

        Files.delete(temp.resolve("project/templates/plan.mustache"));
        Files.createSymbolicLink(temp.resolve("project/stacks"), temp.resolve("secret"));
        assertEquals(List.of(".swarm/stacks: is a link, or lies behind one; a project's own configuration must be plain files."), project.faults());
    }

    @Test
    void aFileThatIsNoTextIsTold() throws IOException {
        home();
        Files.write(temp.resolve("templates/plan.mustache"), new byte[] {(byte) 0xC3, 0x28});

        assertEquals(List.of("templates/plan.mustache: is not UTF-8 text."), ConfigFixture.home(temp).faults());
    }

    @Test
    void theFirstLayerWinsByWholeFileAndByAliasAndHidingIsTold() {
        var home = ConfigFixture.home(temp.resolve("home")).withBasics().with("stacks/x/stack.yaml", stack("x", "")).layer();
        var bundle = new ConfigFixture(temp.resolve("bundle"), Layer.Kind.BUNDLED, "bundle").withBasics()
            .with("models.yaml", ConfigFixture.MODELS.replace("coder", "planner")).layer();
        var project = new ConfigFixture(temp.resolve("project"), Layer.Kind.PROJECT, ".swarm")
            .with("models.yaml", ConfigFixture.MODELS.replace("small", "other")).with("agents/backend.yaml", ConfigFixture.agent("backend").replace("it.", "less."))
            .with("stacks/x/stack.yaml", stack("x", "conventions: none\n")).layer();
        var faults = new Faults();

        var catalog = Catalog.load(List.of(project, home, bundle), faults);

        assertEquals(List.of(), faults.sentences());
        assertEquals("Writes less.", catalog.agent("backend").description());
        assertEquals("other", catalog.model("coder").model());
        assertEquals(project, catalog.model("coder").layer());
        assertEquals(List.of("coder", "planner"), List.copyOf(catalog.models().keySet()));
        assertEquals("none", catalog.stack("x").conventions());
        assertEquals(List.of("model 'coder' of .swarm hides the one of the working folder",
            "agents/backend.yaml of .swarm hides the one of the working folder",
            "stacks/x of .swarm hides the one of the working folder"), catalog.shadowed());
    }

    @Test
    void aLayerInAFolderWithSpacesAndUmlautsIsRead() {
        var layer = new ConfigFixture(temp.resolve("M\u00fcllers \u00dcbung"), Layer.Kind.OPTION, "M\u00fcllers \u00dcbung").withBasics();

        assertEquals("backend", layer.catalog().agent("backend").name());
        assertEquals(List.of("M\u00fcllers \u00dcbung/agents/a.yaml:1:1: missing key 'model'."),
            layer.with("agents/a.yaml", "name: a\ndescription: x\n").faults());
    }
}
