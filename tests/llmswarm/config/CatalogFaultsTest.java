package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.config.layer.Layer;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of files that are wrong. */
class CatalogFaultsTest {
    @TempDir
    Path temp;

    private ConfigFixture home() {
        return ConfigFixture.home(temp).withBasics();
    }

    private static String stack(String name, String more) {
        return "name: %s\ndescription: For tests.\nagents: [backend]\n%s".formatted(name, more);
    }

    @Test
    void aBrokenKeyInEachKindOfFileIsToldAtOnce() {
        assertEquals(List.of(
            "models.yaml:2:48: unknown key 'modle'; did you mean 'model'? Known keys: provider, model, base-url, api-key-env, context, parallel, timeout, json-schema, price, absent, escalate, small, effort.",
            "agents/backend.yaml:4:1: unknown key 'temprature'; did you mean 'temperature'? Known keys: name, description, model, prompt, role, temperature, max-tokens, attempts, looks, effort.",
            "stacks/x/stack.yaml:4:1: unknown key 'convention'; did you mean 'conventions'? Known keys: name, description, agents, extends, without, variables, conventions, setup, shared, limits, services, checks, checks-from-plan, location, counts, failures, contracts, tests, review, allow, programs, requires, show, recognised-by."),
            home().with("models.yaml", "models:\n  coder: {provider: jlama, model: owner/small, modle: small}\n")
                .with("agents/backend.yaml", ConfigFixture.agent("backend") + "temprature: 0\n")
                .with("stacks/x/stack.yaml", stack("x", "convention: none\n")).faults());
    }

    @Test
    void contractPatternsThatCannotWorkAreTold() {
        assertEquals(List.of(
            "stacks/x/stack.yaml:5:49: 'contracts[0].promised' must have the named group (?<name>...).",
            "stacks/x/stack.yaml:5:81: 'contracts[0].files' must be a pattern of paths such as **/*.txt, not '{a'.",
            "stacks/x/stack.yaml:5:98: 'contracts[0].normalise' must be a list of pairs: a regular expression and what replaces it.",
            "stacks/x/stack.yaml:6:70: 'contracts[1].normalise' must be a list of pairs: a regular expression and what replaces it."),
            home().with("stacks/x/stack.yaml", stack("x", """
                contracts:
                  - {kind: a, provided: '(?<name>a)', promised: 'b', used: '(?<name>a)', files: '{a', normalise: [['(a)', '$2']]}
                  - {kind: b, provided: '(?<name>a)', used: '(?<name>a)', normalise: [['(a)', '$1'], ['(', '']]}
                  - {kind: c, provided: '(?<name>a)', used: '(?<name>a)', normalise: [['(?i)(a)|(b)', '$1{}'], ['^$', '$0']]}
                """)).faults());
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
            "stacks/z: has no stack.yaml.",
            "stacks/x/stack.yaml:1:7: 'name' must be 'x', as the file is named, not 'y'."),
            home().with("agents/a.yaml", ConfigFixture.agent("b")).with("agents/Big_One.yaml", "")
            .with("agents/old.yml", "")
                .with("stacks/x/stack.yaml", stack("y", "")).with("stacks/z/readme", "").faults());
    }

    @Test
    void whatDoesNotFitSetupIsTold() {
        assertEquals(List.of("stacks/x/stack.yaml:5:3: missing key 'run'.",
            "stacks/x/stack.yaml:5:3: unknown key 'command'. Known keys: run, reads, keep, pass, dependencies.",
            "stacks/x/stack.yaml:6:10: 'setup.keep[0]' must be a path inside the project with / between its parts, not '/lock'.",
            "stacks/x/stack.yaml:7:10: 'setup.pass[0]' must name a variable of the environment, not 'A B'."),
            home().withBasics().with("stacks/x/stack.yaml", stack("x", """
                setup:
                  command: [[x]]
                  keep: [/lock]
                  pass: [A B]
                """)).faults());
    }

    @Test
    void whatDoesNotFitTheMomentOfACheckIsTold() {
        assertEquals(List.of(
            "stacks/x/stack.yaml:5:21: 'checks[0].when' needs 'of', patterns of the files for which the check waits, such as of: [\"web/**\"].",
            "stacks/x/stack.yaml:6:40: 'checks[1].of' belongs to checks with 'when: ready' only.",
            "stacks/x/stack.yaml:7:59: 'checks[2].needs' names 'b', which does not run as early; a check with 'when: ready' can wait for its like only.",
            "stacks/x/stack.yaml:8:44: 'checks[3].memory' must be a size such as 512m or 8g, not '8'."),
            home().withBasics().with("stacks/x/stack.yaml", stack("x", """
                checks:
                  - {name: a, when: ready, run: [x]}
                  - {name: b, when: end, run: [x], of: ["**"]}
                  - {name: c, when: ready, of: ["a/**"], run: [x], needs: [b]}
                  - {name: d, when: end, run: [x], memory: 8}
                """)).faults());
    }

    @Test
    void namesThatStandForNothingAreTold() {
        assertEquals(List.of(
            "models.yaml:2:56: unknown model 'larg'. Known models: coder, huge.",
            "models.yaml:3:62: unknown model 'hugh'; did you mean 'huge'? Known models: coder, huge.",
            "agents/a.yaml:3:8: unknown model 'codr'; did you mean 'coder'? Known models: coder, huge.",
            "agents/a.yaml:4:9: unknown template 'tsk'; did you mean 'task'? Known templates: task.",
            "stacks/x/stack.yaml:3:19: unknown agent 'backnd'; did you mean 'backend'? Known agents: a, backend.",
            "stacks/x/stack.yaml:4:10: unknown stack 'y'. Known stacks: none."),
            home().with("models.yaml", """
                models:
                  coder: {provider: jlama, model: owner/small, absent: larg}
                  huge: {provider: jlama, model: owner/huge-model, escalate: hugh}
                """).with("agents/a.yaml", ConfigFixture.agent("a").replace("coder", "codr") + "prompt: tsk\n")
                .with("stacks/x/stack.yaml", "name: x\ndescription: x\nagents: [backend, backnd]\nextends: y\n")
                .faults());
    }

    @Test
    void chainsOfAbsentAndModelsThatNameThemselvesAreTold() {
        assertEquals(List.of(
            "models.yaml:2:48: 'absent' of 'coder' names 'b', which has an 'absent' of its own; such chains are not followed.",
            "models.yaml:3:44: 'absent' of 'b' names 'coder', which has an 'absent' of its own; such chains are not followed.",
            "models.yaml:4:53: 'models.c.escalate' must name another model than itself."),
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
            "stacks/x/stack.yaml:5:40: 'checks[0].run[1]' uses {{file}}, but the check has no 'files'.",
            "stacks/x/stack.yaml:6:33: 'checks[1].files' belongs to checks with 'when: task' only.",
            "stacks/x/stack.yaml:7:12: 'checks[2].name' names a second check 'b'.",
            "stacks/x/stack.yaml:7:32: 'checks[2].run' must be a command: its program, then its arguments.",
            "stacks/x/stack.yaml:8:12: 'variables' must not define 'name', which is always there."),
            home().with("stacks/x/stack.yaml", stack("x", """
                checks:
                  - {name: a, when: task, run: [check, "{{file}}"]}
                  - {name: b, when: end, files: "*", run: [x]}
                  - {name: b, when: task, run: []}
                variables: {name: {default: x}}
                """)).faults());
    }

    @Test
    void programsThatCannotBeFoundAreTold() {
        assertEquals(List.of(
            "stacks/x/stack.yaml:4:17: 'programs[1]' must be the name of a program on the PATH, such as gcc, not './gradlew'.",
            "stacks/x/stack.yaml:4:28: 'programs[2]' names a second program 'gcc'.",
            "stacks/x/stack.yaml:5:25: unknown key 'versoin'; did you mean 'version'? Known keys: name, version.",
            "stacks/x/stack.yaml:5:59: 'programs[4].version' must be a command: its program, then its arguments.",
            "stacks/x/stack.yaml:5:64: 'programs[5]' must be a map of keys and values, not a list."),
            home().with("stacks/x/stack.yaml", stack("x", """
                programs: [gcc, ./gradlew, gcc,
                           {name: java, versoin: x}, {name: ant, version: []}, []]
                """)).faults());
    }

    @Test
    void checksThatWaitForNothingAndReviewsByNobodyAreTold() {
        assertEquals(List.of(
            "stacks/x/stack.yaml:5:44: 'checks[0].needs' names 'b', which stands after this one; put it before.",
            "stacks/x/stack.yaml:5:57: 'checks[0].reads[0]' uses {{file}}, but the check has no 'files'.",
            "stacks/x/stack.yaml:6:44: 'checks[1].agents' belongs to checks with 'when: task' only.",
            "stacks/x/stack.yaml:7:17: unknown agent 'bakend'; did you mean 'backend'? Known agents: backend."),
            home().with("stacks/x/stack.yaml", stack("x", """
                checks:
                  - {name: a, when: task, run: [x], needs: [b], reads: ["{{file}}"]}
                  - {name: b, when: end, run: [x], agents: [backend]}
                review: {agent: bakend, when: end}
                """)).faults());
    }

    @Test
    void faultsOfAllFilesAreToldInOneStop() {
        var home = home().with("agents/a.yaml", "name: [").with("agents/b.yaml", "name: a: b\n")
                .with("models.yaml", "models: 3\n");

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
    void packsThatStandOnEachOtherAreTold() {
        assertEquals(List.of("stacks/a/stack.yaml:4:10: 'extends' leads back to 'a'.",
                "stacks/b/stack.yaml:4:10: 'extends' leads back to 'b'."),
            home().with("stacks/a/stack.yaml", stack("a", "extends: b\n"))
            .with("stacks/b/stack.yaml", stack("b", "extends: a\n")).faults());
    }

    @Test
    void linksInsidePacksAreRefused() throws IOException {
        var home = home().with("stacks/x/stack.yaml", stack("x", "")).with("secret/key", "x")
                .with("stacks/x/scaffold/a", "x");
        Files.createSymbolicLink(temp.resolve("stacks/x/scaffold/key"), temp.resolve("secret/key"));
        Files.createSymbolicLink(temp.resolve("stacks/x/scaffold/all"), temp.resolve("secret"));
        Files.createSymbolicLink(temp.resolve("stacks/y"), temp.resolve("stacks/x"));

        assertEquals(List.of("stacks/x/scaffold/all: is a link; packs hold plain files only.",
            "stacks/x/scaffold/key: is a link; packs hold plain files only.",
            "stacks/y: is a link; packs are plain folders."), home.faults().stream().sorted().toList());
    }

    @Test
    void linksAnywhereInAProjectsOwnLayerAreRefused() throws IOException {
        var project = new ConfigFixture(temp.resolve("project"), Layer.Origin.PROJECT, ".swarm").withBasics()
                .with("../secret/a.mustache", "key");
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
}
