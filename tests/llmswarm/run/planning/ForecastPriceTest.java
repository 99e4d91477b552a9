package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.layer.Layer;
import llmswarm.plan.Cut;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is forecast for a call of 1,000 tokens and an answer of 1,000. */
class ForecastPriceTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:11434/v1, false, 0
            http://models.invalid/v1, false, -1
            http://models.invalid/v1, true, 0.012
            """)
    void aPriceIsKnownWhereABudgetKnowsIt(URI address, boolean priced, double dollars) {
        var model = new ModelSpec("coder", ModelSpec.Provider.OPENAI, "coder", Optional.of(address), Optional.empty(),
                32_000, 1, Duration.ofSeconds(20), false, priced ? new Price(2, 0.5, 10) : Price.NONE, Optional.empty(),
                Optional.empty(), new Layer(Layer.Origin.USER, Path.of("nowhere"), "nowhere"));
        var call = new Forecast.Call("a", "writer", model, 1_000, 1_000, List.of());
        var forecast = Forecast.of(Cut.ONE, 1, List.of(call), Experience.none(), "notes");
        assertEquals(dollars < 0 ? -1 : dollars * forecast.tokens() / 2_000, forecast.dollars(), 1e-9);
    }
}
