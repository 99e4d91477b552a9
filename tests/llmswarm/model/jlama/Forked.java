package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tjake.jlama.tensor.KvBufferCache;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.hub.ModelStore;

/** What has to be tried in a process of its own, as Jlama's arithmetic is chosen once a process. */
final class Forked {
    private Forked() {
    }

    public static void main(String[] args) throws Exception {
        var folders = Arrays.stream(args).skip(1).map(Path::of).toList();
        switch (args[0]) {
            case "say" -> say(folders);
            case "check" -> {
                var spec = Locals.spec(folders.getFirst(), 512, 1);
                System.out.println(assertThrows(Stop.class, () -> Locals.models(new ArrayList<>(), spec).check(spec))
                        .getMessage());
            }
            case "prefill" -> {
                var spec = Locals.spec(folders.getFirst(), 512, 1);
                try (var models = new JlamaModels(List.of(spec), ModelStore.of(Map.of()), System.out::println)) {
                    models.model(spec);
                }
                System.out.println(prefill(folders.getFirst()));
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void say(List<Path> folders) {
        var specs = folders.stream().map(folder -> Locals.spec(folder, 512, 1)).toArray(ModelSpec[]::new);
        try (var models = new JlamaModels(List.of(specs), ModelStore.of(Map.of()), System.out::println)) {
            for (var spec : specs) System.out.println(Locals.text(models.model(spec),
                    Locals.ask("Hi", Locals.most(50))));
        }
    }

    /** The largest difference of any figure after 1 to 12 and after 130 tokens, computed in batches and one by one. */
    static String prefill(Path folder) throws InterruptedException {
        var files = ModelFiles.read("coder", folder);
        Arithmetic.start(Arithmetic.nativeRight(files.arithmetic()));
        try (var weights = new Weights(files, 512)) {
            var model = weights.instance();
            var instance = new Instance(model);
            var lengths = IntStream.concat(IntStream.rangeClosed(1, 12), IntStream.of(130)).toArray();
            double most = 0;
            for (int n : lengths) {
                var tokens = IntStream.range(0, n).map(i -> i * 7919 % 384).toArray();
                var batched = new Sequence(new KvBufferCache(model).getEphemeralKvBuffer(), 512);
                instance.forward(batched, tokens, () -> { });
                var together = logits(instance);
                var single = new Sequence(new KvBufferCache(model).getEphemeralKvBuffer(), 512);
                for (int token : tokens) instance.forward(single, new int[] {token}, () -> { });
                var alone = logits(instance);
                for (int i = 0; i < alone.length; i++) most = Math.max(most, Math.abs(alone[i] - together[i]));
            }
            return Double.toString(most);
        }
    }

    private static float[] logits(Instance instance) {
        instance.best();
        var floats = new float[384];
        MemorySegment.copy(instance.logits().getMemorySegment(), ValueLayout.JAVA_FLOAT, 0, floats, 0, floats.length);
        return floats;
    }
}
