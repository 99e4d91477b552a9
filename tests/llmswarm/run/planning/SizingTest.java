package llmswarm.run.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layer;
import llmswarm.plan.Cut;
import org.junit.jupiter.api.Test;

/** Into how many tasks the work is cut. */
class SizingTest {
    private static final Sizing.Writer ALONE = writer("planner", 32_000, 128_000, 8, 10, false);

    private static Sizing.Writer writer(String alias, int answer, int context, int parallel, double price,
            boolean small) {
        var agent = new Agent("backend", "d", alias, "task", "r", 0.2, answer, 3, OptionalInt.empty(), Optional.empty(), "digest");
        var model = new ModelSpec(alias, ModelSpec.Provider.OPENAI, alias, Optional.<URI>empty(), Optional.empty(),
                context, parallel,
                Duration.ofMinutes(5), true, new Price(1, 1, price), Optional.empty(), Optional.empty(),
                new Layer(Layer.Origin.BUNDLED, Path.of("config"), "config"));
        return new Sizing.Writer(agent, model, small);
    }

    private static Sizing of(int lines, Sizing.Writer coder) {
        return Sizing.of(lines, ALONE, List.of(coder));
    }

    @Test
    void whatOneAnswerHoldsIsOneTask() {
        var sizing = of(600, writer("coder", 16_000, 128_000, 6, 10, false));
        assertEquals(Cut.ONE, sizing.cut());
        assertEquals("about 600 lines, which one answer holds", sizing.why());
    }

    @Test
    void moreIsAFewTasksOfLikeLength() {
        var sizing = of(2_600, writer("coder", 16_000, 128_000, 6, 10, false));
        assertEquals(new Sizing(Cut.FEW, 2_600, 867, "about 2,600 lines, more than one answer holds well (2,560)"),
                sizing);
        assertEquals(3, sizing.tasks());
    }

    @Test
    void smallModelsGetManySmallTasks() {
        assertEquals(new Sizing(Cut.MANY, 600, 200, "coder is small"),
                of(600, writer("coder", 16_000, 16_000, 1, 0, true)));
    }

    @Test
    void aShortAnswerLimitMakesSmallerParts() {
        assertEquals(320, of(4_000, writer("coder", 4_000, 128_000, 6, 10, false)).taskLines());
        assertEquals(320, of(4_000, writer("coder", 16_000, 8_000, 6, 10, false)).taskLines());
    }

    @Test
    void whereTheCoderIsMuchCheaperItWrites() {
        assertEquals("about 600 lines, and coder writes cheaper than planner",
                of(600, writer("coder", 16_000, 128_000, 6, 2, false)).why());
    }

    @Test
    void aSizeThatNobodyKnowsIsAFewTasks() {
        assertEquals(new Sizing(Cut.FEW, 0, 600, "nobody knows how large it is"),
                of(0, writer("coder", 16_000, 128_000, 6, 10, false)));
    }
}
