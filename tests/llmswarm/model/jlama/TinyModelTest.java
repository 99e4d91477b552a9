package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import llmswarm.TinyModel;
import llmswarm.TinyModel.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyModelTest {
    @TempDir
    Path folder;

    @Test
    void textsOfEveryKindAreSaidToTheLetter() {
        var lines = IntStream.range(0, 60)
                .mapToObj(i -> "    if (a == b) { return a + b; } // %d of the same, the same\n".formatted(i % 3))
                .collect(Collectors.joining());
        var texts = List.of("### src/a.x\n```\n" + lines + "```\n", "ab", "a a a a a a", "  indented\n\n\n  twice\n\n",
                "\n\n\n", "same same\n");
        for (int i = 0; i < texts.size(); i++) {
            var spec = Locals.spec(TinyModel.scripted(folder.resolve("m" + i), texts.get(i)), 8192, 1);
            try (var models = Locals.models(new ArrayList<>(), spec)) {
                assertEquals(texts.get(i), Locals.text(models.model(spec), Locals.ask("Hi", Locals.most(4000))));
            }
        }
    }

    @Test
    void theSameShapeMakesTheSameWeights() throws IOException {
        var one = TinyModel.random(folder.resolve("one"), Shape.TINY);
        var two = TinyModel.random(folder.resolve("two"), Shape.TINY);
        assertArrayEquals(Files.readAllBytes(one.resolve("model.safetensors")),
                Files.readAllBytes(two.resolve("model.safetensors")));
    }
}
