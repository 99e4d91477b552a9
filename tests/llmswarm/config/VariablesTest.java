package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import llmswarm.config.stack.Check;
import llmswarm.config.yaml.Faults;
import llmswarm.guard.Stop;
import llmswarm.prompt.Templates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pack may say of its variables, and which values they take. */
class VariablesTest {
    @TempDir
    Path temp;

    private static String pack(String variables) {
        return "name: x\ndescription: For tests.\nagents: [backend]\nvariables:\n" + variables.indent(2);
    }

    private List<String> faults(String variables) {
        return ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack(variables)).faults();
    }

    @Test
    void aDefaultThatDoesNotFitIsTold() {
        assertEquals(List.of(
                "stacks/x/stack.yaml:5:16: 'variables.a.default' must be a number, not '3.x'.",
                "stacks/x/stack.yaml:6:16: 'variables.b.default' must be one of small, large, not 'lage'; did you mean 'large'?",
                "stacks/x/stack.yaml:7:16: 'variables.c.default' must be a text that matches \\d+\\.\\d+, not '20'.",
                "stacks/x/stack.yaml:8:16: 'variables.d.default' must be true or false, not 'yes'.",
                "stacks/x/stack.yaml:9:20: 'variables.e.choices[1]' must be a number, not 'two'.",
                "stacks/x/stack.yaml:10:16: 'variables.f.choices' must name at least one value.",
                "stacks/x/stack.yaml:11:13: 'variables.g.type' must be text, number or flag, not 'int'."),
                faults("""
                a: {default: 3.x, type: number}
                b: {default: lage, choices: [small, large]}
                c: {default: 20, pattern: '\\d+\\.\\d+'}
                d: {default: yes, type: flag}
                e: {choices: [1, two], type: number}
                f: {choices: []}
                g: {type: int}
                """));
    }

    @Test
    void eachTypeTakesWhatIsOfIt() {
        var stack = ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack("""
                any: {}
                number: {type: number}
                flag: {type: flag, default: true}
                size: {choices: [1, "2.0", large]}
                node: {pattern: '\\d+\\.\\d+', default: "20.19"}
                even: {type: number, pattern: '.*[02468]'}
                """)).catalog().stack("x");
        Map.of("any", List.of("", "a b", "{{x}}"), "number", List.of("1", "-2", "3.50"),
                "flag", List.of("true", "false"), "size", List.of("1", "2.0", "large"), "node", List.of("18.2"), "even",
                List.of("12")).forEach((name, values) -> values.forEach(value ->
                assertEquals(true, stack.variables().get(name).takes(value), name + " " + value)));
        Map.of("number", List.of("", "1e3", "one", "1 "), "flag", List.of("yes", "", "TRUE"), "size", List.of("2", ""),
                "node", List.of("18", "x18.2", "18.2.1"), "even", List.of("13", "x2")).forEach((name, values) ->
                values.forEach(value -> assertEquals(false, stack.variables().get(name).takes(value), name + " " + value)));
    }

    @Test
    void aDefaultMayNameWhatStandsBeforeItOnly() {
        assertEquals(List.of(
                "stacks/x/stack.yaml:5:16: 'variables.a.default' names 'b', which stands after it; put that before.",
                "stacks/x/stack.yaml:6:16: 'variables.b.default' must not name its own variable.",
                "stacks/x/stack.yaml:7:16: 'variables.c.default' holds an unknown variable 'modul'; did you mean 'module'? Known here: a, b, name, module, summary.",
                "stacks/x/stack.yaml:8:16: 'variables.d.default' may hold variables as {{name}} only."),
                faults("""
                a: {default: "{{b}}"}
                b: {default: "{{b}}"}
                c: {default: "{{modul}}::{{ a }}"}
                d: {default: "{{#a}}x{{/a}}"}
                """));
        var x = ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack("""
                base: {default: "App::{{module}}"}
                test: {default: "{{ base }}::Test"}
                """)).catalog().stack("x");
        assertEquals(Map.of("module", "a_b", "base", "App::a_b", "test", "App::a_b::Test"), x.values(Map.of("module", "a_b")));
        assertEquals(Map.of("base", "{{module}}", "test", "{{module}}::Test"),
                x.setting(Map.of("base", "{{module}}")).values(Map.of()));
        assertEquals(Map.of(), x.values(Map.of()));
    }

    @Test
    void patternsAndPathsHoldVariablesWhichAreToldWhereUnknown() {
        var pack = pack("version: {default: '1.0'}\n") + """
                tests: ["{{modle}}/**"]
                location: ['{{#version}}(?<file>.)(?<line>.)']
                counts: ['{{version}}(?<tests>x']
                shared: ["../{{module}}"]
                checks: [{name: a, when: task, run: [b], folder: "{{file}}"}]
                setup: [[get, "{{versoin}}"]]
                contracts: [{kind: k, provided: '(?<name>{{x}})', used: '{{module}}::(?<name>.)', normalise: [['{{y}}', '']]}]
                """;
        assertEquals(List.of(
                "stacks/x/stack.yaml:10:51: unknown variable 'file'. Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:11:16: unknown variable 'versoin'; did you mean 'version'? Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:12:42: unknown variable 'x'. Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:12:97: unknown variable 'y'. Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:6:10: unknown variable 'modle'; did you mean 'module'? Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:7:12: 'location[0]' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stacks/x/stack.yaml:8:10: 'counts[0]' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): missing closing ) `x(?<tests>x`.",
                "stacks/x/stack.yaml:9:10: 'shared[0]' must be a path inside the project with / between its parts, not '../x'."),
                lint(ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack)).stream().sorted().toList());
    }

    private static List<String> lint(ConfigFixture home) {
        var faults = new Faults();
        Templates.lint(Catalog.load(List.of(home.layer()), faults), faults);
        return faults.sentences();
    }

    @Test
    void valuesInPatternsAndPathsStandForThemselvesOnly() {
        var home = ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack("v: {default: 'a*{b}'}\n") + """
                tests: ["{{v}}/**/*.{ts,tsx}"]
                location: ['(?<file>{{v}}\\S+):(?<line>\\d{2})']
                shared: ["{{v}}/node_modules"]
                checks:
                  - {name: a, when: task, files: "{{ v }}/*.x", run: [b, "{{v}}", "{{file}}"], reads: ["{{v}}/{{file}}"], folder: "{{name}}"}
                contracts: [{kind: k, provided: '(?<name>{{v}})', used: '\\{\\{(?<name>.)\\}\\}', normalise: [['{{v}}(.)', '$1{{v}}$']], files: "{{v}}"}]
                """);
        assertEquals(List.of(), lint(home));
        var stack = home.catalog().stack("x");
        var x = stack.filled(stack.values(Map.of("name", "n")));
        assertEquals(List.of("a\\*\\{b\\}/**/*.{ts,tsx}"), x.tests());
        assertEquals("(?<file>a\\*\\{b\\}\\S+):(?<line>\\d{2})", x.output().location().getFirst().pattern());
        assertEquals(List.of("a*{b}/node_modules"), x.setup().shared());
        var check = x.checks().getFirst();
        assertEquals(Optional.of("a\\*\\{b\\}/*.x"), check.files());
        assertEquals(List.of("a\\*\\{b\\}/{{file}}"), check.reads());
        assertEquals(Optional.of("n"), check.folder());
        assertEquals(List.of("b", "{{v}}", "{{file}}"), check.run());
        var contract = x.contracts().getFirst();
        assertEquals("\\{\\{(?<name>.)\\}\\}", contract.used().pattern());
        assertEquals(List.of(List.of("a\\*\\{b\\}(.)", "$1a*{b}$")), contract.normalise());
        assertEquals(Optional.of("a\\*\\{b\\}"), contract.files());
        assertEquals(x, x.filled(Map.of("v", "other")));
        assertEquals("'{{v}}/node_modules' of the stack becomes '../node_modules', which is no path inside the project; set another value.",
                assertThrows(Stop.class, () -> stack.filled(Map.of("v", ".."))).getMessage());
    }

    @Test
    void whatAPackShowsOrCallsHasToBeInItsFolder() {
        var pack = pack("v: {default: x}\n") + """
                show: ["{{v}}/*.txt", "*.md"]
                checks: [{name: a, when: end, run: ["{{tools}}/a"]}]
                """;
        var home = ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml", pack)
                .with("stacks/x/scaffold/{{module}}/a.txt.mustache", "");
        assertEquals(List.of("stacks/x/stack.yaml:6:23: 'show' finds no file of the scaffold by '*.md'; its files: {{module}}/a.txt.mustache.",
                "stacks/x/stack.yaml:7:38: unknown variable 'tools'. Known here: module, name, summary, v."), lint(home));
        var before = home.with("stacks/x/scaffold/a.md", "").with("stacks/x/tools/a", "").catalog().stack("x").digest();
        assertEquals(List.of(), lint(home));
        assertNotEquals(before, home.with("stacks/x/tools/a", "other").catalog().stack("x").digest());
        assertEquals(List.of("stacks/x/stack.yaml:5:3: 'variables' must not define 'tools', which is always there."),
                faults("tools: {default: x}\n"));
    }

    @Test
    void eachPartOfAProjectHasItsOwnValuesShownFilesAndTools() {
        var home = ConfigFixture.home(temp).withBasics();
        for (var name : List.of("a", "b")) home.with("stacks/%s/stack.yaml".formatted(name), """
                name: %1$s
                description: x
                agents: [backend]
                variables: {v: {default: %1$s}, w: {default: "{{v}}-{{name}}"}}
                show: ["{{v}}.txt"]
                tests: ["{{w}}/**"]
                location: ['(?<file>{{w}}):(?<line>.)']
                checks: [{name: c, when: end, run: ["{{tools}}/look", "{{w}}"], folder: "{{v}}"}]
                """.formatted(name)).with("stacks/%s/scaffold/%1$s.txt".formatted(name), "").with("stacks/%s/tools/look".formatted(name), name);
        var both = new Parts(home.catalog()).stack("a:x,b:y").setting(Map.of("y.v", "z"));
        assertEquals(Map.of("name", "n", "x.v", "a", "x.w", "a-n", "y.v", "z", "y.w", "z-n"), both.values(Map.of("name", "n")));
        var filled = both.filled(both.values(Map.of("name", "n")));
        assertEquals(List.of("x/a.txt", "y/z.txt"), filled.show());
        assertEquals(List.of("x/a-n/**", "y/z-n/**"), filled.tests());
        assertEquals(List.of("(?<file>a-n):(?<line>.)", "(?<file>z-n):(?<line>.)"),
                filled.output().location().stream().map(Object::toString).toList());
        assertEquals(List.of("x/a", "y/z"), filled.checks().stream().map(check -> check.folder().orElseThrow()).toList());
        assertEquals(List.of(List.of("{{tools}}/x/look", "{{x.w}}"), List.of("{{tools}}/y/look", "{{y.w}}")),
                filled.checks().stream().map(Check::run).toList());
        assertEquals(Set.of("x/look", "y/look"), filled.tools().keySet());
        assertEquals("at/y", filled.parts().getLast().own(Map.of("tools", "at")).get("tools"));
    }
}
