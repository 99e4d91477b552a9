package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.config.ConfigFixture;
import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which part's variable {@code --set} means. */
class PartVariablesTest {
    @TempDir
    Path temp;
    private Stack both;

    @BeforeEach
    void packs() {
        var home = ConfigFixture.home(temp).withBasics();
        for (var pack : List.of("a", "b")) home.with("stacks/%s/stack.yaml".formatted(pack), """
                name: %1$s
                description: x
                variables: {version: {default: "1"}, only-%1$s: {default: "2"}}
                agents: [backend]
                conventions: "%1$s {{version}} {{only-%1$s}} {{name}}"
                """.formatted(pack));
        both = new Parts(home.catalog()).stack("a:x,b:y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"x.version=9 | 9 2 1 2", "y.version=9 | 1 2 9 2", "only-a=9 | 1 9 1 2",
        "y.only-b=9 | 1 2 1 9"})
    void aValueIsThatOfThePartItNamesOrOfTheOnlyOneThatHasIt(String set, String values) throws Exception {
        var pair = set.split("=");
        assertEquals(values, String.join(" ", new StackVariables(Map.of(pair[0], pair[1])).chosen(both).values(Map.of()).values()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "version | --set version=...: several parts have that variable; say which one: --set x.version=... or --set y.version=...",
        "wrong | --set wrong=...: no part has such a variable; known: x.version, x.only-a, y.version, y.only-b",
        "z.version | --set z.version=...: no part has such a variable; known: x.version, x.only-a, y.version, y.only-b",
        "x.only-b | --set only-b=...: the stack 'a' has no such variable; did you mean 'only-a'? known: version, only-a"})
    void whatNoPartOrMoreThanOneHasIsRefused(String name, String sentence) {
        assertEquals(sentence, assertThrows(Stop.class, () -> new StackVariables(Map.of(name, "9")).chosen(both)).getMessage());
    }

    @Test
    void eachPartsConventionsAreToldWithItsOwnValues() throws Exception {
        var variables = new StackVariables(Map.of("x.version", "9"));
        var told = StackVariables.beforeThePlan(variables.chosen(both)).planned();
        assertEquals(List.of("a 9 2 (the plan's name)", "b 1 2 (the plan's name)"),
                told.lines().filter(line -> line.endsWith("name)")).toList());
    }
}
