package llmswarm.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import llmswarm.config.ConfigFixture;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateLintTest {
    private static final String STACK = """
        name: x
        description: For tests.
        agents: [backend]
        variables: {version: {default: "1"}}
        """;

    @TempDir
    Path temp;

    private ConfigFixture home() {
        return ConfigFixture.home(temp).withBasics();
    }

    private static List<String> lint(ConfigFixture config) {
        var faults = new Faults();
        Templates.lint(config.catalog(), faults);
        return faults.sentences();
    }

    @Test
    void anUnknownVariableIsToldWithItsPlaceAndTheKnownOnes() {
        var task = "one\n{{role}} {{ taks.title }}\n{{task.titel}} {{xyz}}\n";

        assertEquals(List.of(
            "templates/task.mustache:2:10: unknown variable 'taks.title'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task.",
            "templates/task.mustache:3:1: unknown variable 'task.titel'; did you mean 'task.title'? Known here: task.id, task.title, task.description, task.size, task.files, task.requirements, task.provides, task.uses.",
            "templates/task.mustache:3:16: unknown variable 'xyz'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task."),
            lint(home().with("templates/task.mustache", task)));
    }

    @Test
    void everyTextIsKnownAsTheInsideOfALiteralToo() {
        assertEquals(List.of(),
                lint(home().with("templates/task.mustache", "{{role.json}} {{#task}}{{title.json}}{{/task}}")
            .with("stacks/x/stack.yaml", STACK).with("stacks/x/scaffold/a.json.mustache",
            "{\"{{version.json}}\": \"{{summary.json}}\"}")));
        assertEquals(1, lint(home().with("templates/task.mustache", "{{task.json}}")).size());
    }

    @Test
    void aMistypedVariableIsGuessed() {
        assertEquals(List.of("templates/task.mustache:1:1: unknown variable 'taks'; did you mean 'task'? Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task."),
            lint(home().with("templates/task.mustache", "{{#taks}}{{title}}{{/taks}}")));
    }

    @Test
    void sectionsDecideWhatIsKnownInsideThem() {
        var task = """
            {{#inputs}}{{path}}{{fence}}{{text}}{{role}}{{/inputs}}{{path}}
            {{#task.files}}{{.}}{{title}}{{/task.files}}
            {{#retry}}{{attempt}}{{/retry}}{{^retry}}{{attempt}}{{/retry}}
            {{#plan}}{{#tasks}}{{id}}{{#dependsOn}}{{.}}{{/dependsOn}}{{/tasks}}{{/plan}}
            """;

        assertEquals(List.of(
            "templates/task.mustache:1:56: unknown variable 'path'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task.",
            "templates/task.mustache:2:21: unknown variable 'title'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task.",
            "templates/task.mustache:3:42: unknown variable 'attempt'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task."),
            lint(home().with("templates/task.mustache", task)));
    }

    @Test
    void groupsAndListsCannotBePrinted() {
        assertEquals(List.of(
            "templates/task.mustache:1:1: 'task' is a group of values; name one of them: id, title, description, size, files, requirements, provides, uses.",
            "templates/task.mustache:2:1: 'omitted' is a list; print it as {{#omitted}}...{{/omitted}}."),
            lint(home().with("templates/task.mustache", "{{task}}\n{{omitted}}\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stack", "stack.system", "plan", "plan.system", "ask", "plan-page", "task.system",
            "task.small",
        "task.small.system", "review"})
    void everyKindOfTemplateHasItsOwnVariables(String name) {
        var home = home().with("templates/review.mustache", "")
                .with("agents/critic.yaml", ConfigFixture.agent("critic") + "prompt: review\n")
            .with("templates/%s.mustache".formatted(name), "{{nothing}}");

        assertEquals(1, lint(home).size(), () -> lint(home).toString());
    }

    @Test
    void aTemplateThatNoAgentNamesIsLookedAtOnlyWhereItIsIncluded() {
        var home = home().with("templates/rules.mustache", "{{question}}");
        assertEquals(List.of(), lint(home));

        assertEquals(List.of("templates/rules.mustache:1:1: unknown variable 'question'. Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task."),
            lint(home.with("templates/task.mustache", "{{> rules}}")));
        assertEquals(List.of(), lint(home.with("templates/task.mustache", "")
                .with("templates/ask.mustache", "{{> rules}}")));
    }

    @Test
    void anUnknownPartialAndOneThatIncludesItselfAreSurvived() {
        assertEquals(List.of("templates/task.mustache:2:2: unknown template 'ruls'; did you mean 'rules'? Known templates: rules, task."),
            lint(home().with("templates/rules.mustache", "{{> rules}}")
            .with("templates/task.mustache", "{{> rules}}\n {{> ruls}}\n")));
    }

    @Test
    void brokenTemplatesAreToldOnceEachAndAllAtOnce() {
        assertEquals(List.of("templates/rules.mustache:1:1: a {{ is never closed.",
                "templates/task.mustache:2:1: the section {{#task}} is never closed."),
            lint(home().with("templates/rules.mustache", "{{x").with("templates/task.mustache", "\n{{#task}}\n\n")
            .with("stacks/x/stack.yaml", STACK)));
    }

    @Test
    void conventionsCommandsAndScaffoldKnowTheStacksVariables() {
        var stack = STACK + """
            conventions: |
              For {{name}}, {{module}}, {{summary}} and {{version}}.
              But not {{versoin}}.
            checks:
              - {name: a, when: task, files: "*", run: [check, "{{file}}", "{{version}}", "{{fiel}}"]}
            """;

        assertEquals(List.of(
            "stacks/x/stack.yaml:7:9: unknown variable 'versoin'; did you mean 'version'? Known here: module, name, summary, version.",
            "stacks/x/stack.yaml:9:80: unknown variable 'fiel'; did you mean 'file'? Known here: file, module, name, summary, version.",
            "stacks/x/scaffold/a.mustache:2:1: unknown variable 'file'. Known here: module, name, summary, version.",
            "stacks/x/scaffold/{{modul}}/b:1:1: unknown variable 'modul'; did you mean 'module'? Known here: module, name, summary, version."),
            lint(home().with("stacks/x/stack.yaml", stack)
            .with("stacks/x/scaffold/a.mustache", "{{version}}\n{{file}}\n")
            .with("stacks/x/scaffold/{{modul}}/b", "{{untouched}}")));
    }

    @Test
    void aPacksOwnTemplatesAreLookedAtToo() {
        var home = home().with("stacks/x/stack.yaml", STACK).with("stacks/x/templates/task.mustache", "{{rol}}")
            .with("stacks/x/agents/backend.yaml", ConfigFixture.agent("backend") + "prompt: own\n")
            .with("stacks/x/templates/own.mustache", "{{rule}}");

        assertEquals(List.of("stacks/x/templates/own.mustache:1:1: unknown variable 'rule'; did you mean 'role'? Known here: changes, conventions, editing, inputs, lines, omitted, otherFiles, plan, retry, role, shown, task."),
            lint(home));
    }
}
