package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
}
