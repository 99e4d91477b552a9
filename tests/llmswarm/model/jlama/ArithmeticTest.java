package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.model.architecture.ModelArchitecture;
import llmswarm.model.architecture.Hyperparameters;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Order(1)
class ArithmeticTest {
    /** Large enough for Jlama to compute with eight bits. */
    private static final Shape WIDE = new Shape("qwen2", Numbers.Q4, 384, 512, 8, 2, 1, 1024, 1024, 7);

    @Test
    void aPromptComputedInBatchesEqualsOneComputedTokenByToken(@TempDir Path folder) throws Exception {
        for (var shape : List.of(Shape.TINY, Shape.TINY.as("qwen2", Numbers.BF16), Shape.TINY.as("llama", Numbers.Q4),
                WIDE)) {
            var made = TinyModel.random(folder.resolve(shape.type() + shape.numbers() + shape.hidden()), shape);
            assertEquals("0.0", Forked.prefill(made), shape::toString);
        }
    }

    @Test
    void soItDoesWhereJavaComputes(@TempDir Path folder) throws Exception {
        var odd = TinyModel.random(folder.resolve("odd"), Shape.TINY.odd());
        var lines = fork(folder, any -> true, "prefill", odd.toString());
        assertEquals("coder: Jlama's native library computes a model of these sizes wrongly; Java computes it, several times slower", lines.get(0));
        // compiled code adds in another order than interpreted code
        assertTrue(Double.parseDouble(lines.getLast()) < 1e-5, lines::toString);
    }

    @Test
    void aMissingNativeLibraryIsSaidOnceAndJavaComputes(@TempDir Path folder) throws Exception {
        var model = TinyModel.scripted(folder.resolve("m"), "Hello from Java.");
        var same = TinyModel.scripted(folder.resolve("n"), "Hello again.");
        var lines = fork(folder, entry -> !entry.contains("jlama-native"), "say", model.toString(), same.toString());
        assertEquals(1, lines.stream().filter(line -> line.contains("native")).count(), lines::toString);
        assertTrue(lines.contains("coder: Jlama's native library does not work on this machine; Java computes instead, several times slower"), lines::toString);
        assertTrue(lines.containsAll(List.of("Hello from Java.", "Hello again.")), lines::toString);
    }

    @Test
    void aJavaStartedWithoutVectorsIsTold(@TempDir Path folder) throws Exception {
        var model = TinyModel.scripted(folder.resolve("m"), "Hello.");
        assertEquals(List.of("coder: local models need Java started with --add-modules=jdk.incubator.vector, as ./jbang swarm.java does."),
                fork(folder, List.of(), any -> true, "check", model.toString()));
    }

    @Test
    void rowCountsDecideWhoseArithmeticIsRight() throws IOException {
        assertTrue(right(896, 4864, 14, 2, 151_936));
        assertTrue(right(1536, 8960, 12, 2, 151_936));
        assertTrue(right(2048, 5632, 32, 4, 32_000));
        assertTrue(!right(576, 1536, 9, 3, 49_152)); // SmolLM2-135M
        assertTrue(!right(960, 2560, 15, 5, 49_152)); // SmolLM2-360M
        assertTrue(!right(896, 4864, 14, 2, 1000));
    }

    @Test
    void sizesMustBeWholeVectors() throws IOException {
        for (var size : List.of(16, 32, 64, 80, 96, 128, 256)) vectors(size, true, "");
        for (var size : List.of(8, 24, 40, 120)) vectors(size, false, "");
        for (var size : List.of(4, 12, 20, 50, 100)) vectors(size, false,
                "'head_dim' is %d, and sizes that are no multiple of 16 cannot be computed here".formatted(size));
        assertTrue(Arithmetic.javaRight(model(960, 2560, 15, 5, 49_152)));
        assertEquals(Optional.of("'hidden_size' is 1028, and sizes that are no multiple of 16 cannot be computed here"),
                Arithmetic.wrong(model(1028, 2560, 16, 4, 32_000, 64)));
        // 960 rows are too many for the one, and heads of 120 numbers are wrong for the other
        assertEquals(Optional.of("'head_dim' is 120, and sizes that are no multiple of 16 cannot be computed here"),
                Arithmetic.wrong(model(3840, 10_240, 32, 8, 32_000)));
    }

    private static void vectors(int head, boolean java, String wrong) throws IOException {
        var model = model(1024, 2048, 128, 128, 32_000, head);
        assertEquals(java, Arithmetic.javaRight(model), "" + head);
        assertEquals(wrong, Arithmetic.wrong(model).orElse(""));
    }

    private static boolean right(int hidden, int intermediate, int heads, int keyHeads, int vocabulary)
            throws IOException {
        return Arithmetic.nativeRight(model(hidden, intermediate, heads, keyHeads, vocabulary));
    }

    private static Hyperparameters model(int hidden, int intermediate, int heads, int keyHeads, int vocabulary)
            throws IOException {
        return model(hidden, intermediate, heads, keyHeads, vocabulary, hidden / heads);
    }

    private static Hyperparameters model(int hidden, int intermediate, int heads, int keyHeads, int vocabulary,
            int head) throws IOException {
        return Hyperparameters.of(ModelArchitecture.LLAMA, new JsonMapper().readTree("""
                {"hidden_size": %d, "intermediate_size": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
                 "vocab_size": %d, "num_hidden_layers": 1, "head_dim": %d}"""
                .formatted(hidden, intermediate, heads, keyHeads, vocabulary, head)));
    }

    /** Runs {@link Forked} in a process of its own with a temp folder of its own; what it printed. */
    private static List<String> fork(Path folder, Predicate<String> libraries, String... args) throws Exception {
        return fork(folder, List.of("--add-modules=jdk.incubator.vector"), libraries, args);
    }

    private static List<String> fork(Path folder, List<String> flags, Predicate<String> libraries, String... args)
            throws Exception {
        var separator = System.getProperty("path.separator");
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(separator)).filter(libraries)
                .collect(Collectors.joining(separator));
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-XX:-UsePerfData", "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp", classPath, Forked.class.getName()));
        command.addAll(1, flags);
        command.addAll(List.of(args));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines = process.inputReader().lines().toList();
        assertEquals(0, process.waitFor(), lines::toString);
        return lines;
    }
}
