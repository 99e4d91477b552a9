package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import llmswarm.config.layer.Layer;
import llmswarm.config.yaml.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetFileTest {
    @TempDir
    Path temp;

    private ConfigFixture layer(Layer.Origin kind, String text) {
        return new ConfigFixture(temp.resolve(kind.name()), kind, kind.name()).withBasics().with("budget.yaml", text);
    }

    private static Budgets read(ConfigFixture... layers) {
        var faults = new Faults();
        var all = List.of(layers).stream().map(ConfigFixture::layer).toList();
        var catalog = Catalog.load(all, faults);
        faults.stopIfAny();
        return catalog.budgets();
    }

    private static Budget budget(double dollars, long tokens) {
        return new Budget(OptionalDouble.of(dollars), OptionalLong.of(tokens), OptionalLong.empty());
    }

    @Test
    void theBundledFileIsTheOnlyPlaceThatSaysWhatIsUsual() throws Exception {
        var usual = read(layer(Layer.Origin.HOME, Files.readString(Path.of("budget.yaml"))));
        assertEquals(new Budgets(budget(5, 3_000_000), Budget.NONE, Map.of(), Optional.empty()), usual);
        assertEquals("$5.00 or 3,000,000 tokens", usual.run().told());
    }

    @Test
    void aUsersFileStandsInThePlaceOfTheBundledOneAndAProjectsOnlyMakesItLess() {
        var home = layer(Layer.Origin.HOME, "run: {dollars: 5, tokens: 100}\n");
        var user = layer(Layer.Origin.USER, "run: {dollars: 9}\ntask: {calls: 4}\non-budget: {cheaper: coder}\n");
        var project = layer(Layer.Origin.PROJECT, "run: {dollars: 100, tokens: 50}\nagents: {backend: {calls: 2}}\n");
        var calls = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(4));
        var two = new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(2));
        assertEquals(Optional.of("coder"), read(user, home).cheaper());
        assertEquals(OptionalLong.empty(), read(user, home).run().tokens());
        assertEquals(new Budgets(budget(9, 50), calls, Map.of("backend", two), Optional.of("coder")),
                read(project, user, home));
    }

    @Test
    void whoGivesMoneyIsNotHeldToTheUsualTokens() {
        var usual = budget(5, 100);
        var none = new Budget(OptionalDouble.of(Double.POSITIVE_INFINITY), OptionalLong.empty(), OptionalLong.empty());
        assertEquals("$9.00", new Budget(OptionalDouble.of(9), OptionalLong.empty(), OptionalLong.empty()).over(usual).told());
        assertEquals("$5.00 or 7 tokens", new Budget(OptionalDouble.empty(), OptionalLong.of(7), OptionalLong.empty())
                .over(usual).told());
        assertEquals("no bound", none.over(usual).told());
        assertEquals(usual, Budget.NONE.over(usual));
    }

    @Test
    void faultsAreToldWithTheirPlace() {
        var faults = ConfigFixture.home(temp).withBasics().with("budget.yaml",
                "run: {tokens: -1}\non-budget: {cheaper: codr}\n").faults();
        assertEquals(List.of("budget.yaml:1:15: 'run.tokens' must be a whole number from 0 to 999999999, not '-1'.",
                "budget.yaml:2:22: unknown model 'codr'; did you mean 'coder'? Known models: coder."), faults);
        assertEquals(List.of("budget.yaml:1:12: 'on-budget' must be stop or {cheaper: ALIAS}, not 'go on'."),
                ConfigFixture.home(temp).with("budget.yaml", "on-budget: go on\n").faults());
    }
}
