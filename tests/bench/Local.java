//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES ../../lib/**.java
//SOURCES ../llmswarm/TinyModel.java ../llmswarm/TinyTokenizer.java ../llmswarm/TinyWeights.java
//SOURCES ../llmswarm/model/grammar/MaskCost.java ../llmswarm/model/grammar/Speaker.java
//FILES models.yaml=../../models.yaml agents/=../../agents templates/=../../templates stacks/=../../stacks schema/=../../lib/schema obeyed.yaml=../../lib/llmswarm/guard/obeyed.yaml sandbox/view/shown.txt=../../lib/sandbox/view/shown.txt
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import llmswarm.TinyModel.Shape;
import llmswarm.TinyModel;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layer;
import llmswarm.model.grammar.MaskCost;
import llmswarm.model.grammar.Masks;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.jlama.JlamaChatModel;
import llmswarm.model.jlama.JlamaModels;
import llmswarm.model.jlama.LocalUsage;

/**
 * How fast local models are, on random weights of a real model's sizes: tokens a second beside Jlama's own loop in the
 * same run, time to the first token with and without a prefix that was there already, what a mask costs beside a token,
 * memory for one to four answers at once. Takes some minutes and 400 MB of the temp folder. Usage: {@code ./jbang
 * tests/bench/Local.java [ROUNDS]}.
 */
final class Local {
    private static final int FRONT = 1000, OUTPUT = 48, CONTEXT = 2048;

    private record Timed(double first, double rest, LocalUsage usage) {
    }

    private Local() {
    }

    public static void main(String... args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 3;
        var folder = Files.createTempDirectory("local-bench");
        try {
            var model = timed("made", () -> TinyModel.random(folder.resolve("m"), Shape.HALF_BILLION));
            var token = speeds(model, rounds);
            masks(rounds, token);
            memory(model);
        } finally {
            delete(folder);
        }
    }

    /** Returns the seconds of one output token. */
    private static double speeds(Path folder, int rounds) throws Exception {
        var spec = spec(folder, 1);
        try (var models = new JlamaModels(List.of(spec), ModelStore.of(Map.of()), System.out::println)) {
            var model = models.model(spec);
            var theirs = timed("Jlama loaded", () -> ModelSupport.loadModel(folder.toFile(), DType.F32, DType.I8));
            ask(model, "warm up", "warm up", OUTPUT);
            jlama(theirs, "warm up");
            for (int round = 1; round <= rounds; round++) {
                var front = round + " rules ".repeat(FRONT / 7);
                var fresh = ask(model, front, "first question", OUTPUT);
                var cached = ask(model, front, "second question", OUTPUT);
                System.out.printf("round %d: prompt %.1f tokens/s, output %.2f tokens/s; first token after %.1f s of %d prompt tokens, %.2f s with %d of %d cached: a %.0fth%n",
                        round, fresh.usage.inputTokenCount() / fresh.first, speed(fresh), fresh.first,
                        fresh.usage.inputTokenCount(),
                        cached.first, cached.usage.cached(), cached.usage.inputTokenCount(),
                        fresh.first / cached.first);
            }
            var here = new double[2 * rounds + 1];
            var there = new double[2 * rounds + 1];
            for (int i = 0; i < here.length; i++) {
                here[i] = speed(ask(model, "short", "question " + i, OUTPUT));
                there[i] = jlama(theirs, "short question " + i);
            }
            System.out.printf("output after a short prompt, by turns: median %.2f tokens/s here, %.2f by Jlama's generate: %.2f times as fast%n",
                    median(here), median(there), median(here) / median(there));
            theirs.close();
            return 1 / median(here);
        }
    }

    private static void masks(int rounds, double token) {
        var vocabulary = MaskCost.vocabulary(Shape.HALF_BILLION.vocabulary());
        var masks = new Masks();
        for (int round = 1; round <= rounds; round++) {
            for (var cost : MaskCost.of(masks, vocabulary, round)) {
                System.out.printf("mask of a %s: %.1f microseconds a token (median %.1f, worst %.0f) over %d tokens, %d of them chosen: 1/%.0f of a token's time%n",
                        cost.form(), cost.mean(), cost.median(), cost.worst(), cost.tokens(), cost.chosen(),
                        token * 1e6 / cost.mean());
            }
        }
    }

    private static void memory(Path folder) throws Exception {
        var spec = spec(folder, 4);
        try (var models = new JlamaModels(List.of(spec), ModelStore.of(Map.of()), said -> { });
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var model = models.model(spec);
            long first = 0;
            for (int n = 1; n <= 4; n++) {
                int all = n;
                var calls = IntStream.range(0, n)
                        .mapToObj(i -> threads.submit(() -> ask(model, "front", i + " of " + all, 4))).toList();
                for (var call : calls) call.get();
                System.gc();
                long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + outside();
                if (n == 1) first = used;
                System.out.printf("%d at once: %d MB of memory besides the mapped weights, %.2f times that of one%n",
                        n, used >> 20, (double) used / first);
            }
        }
    }

    /** Buffers that are no mapped files. */
    private static long outside() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static double speed(Timed timed) {
        return (timed.usage.outputTokenCount() - 1) / timed.rest;
    }

    private static Timed ask(JlamaChatModel model, String front, String question, int most) {
        var first = new AtomicLong();
        var done = new ArrayList<ChatResponse>();
        var start = System.nanoTime();
        var request = ChatRequest.builder().messages(SystemMessage.from(front), UserMessage.from(question))
                .temperature(0.0).maxOutputTokens(most).build();
        model.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                first.compareAndSet(0, System.nanoTime());
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                done.add(response);
            }

            @Override
            public void onError(Throwable failed) {
                throw new IllegalStateException(failed);
            }
        });
        return new Timed((first.get() - start) / 1e9, (System.nanoTime() - first.get()) / 1e9,
                (LocalUsage) done.getFirst().tokenUsage());
    }

    /** Output tokens a second of Jlama's own loop. */
    private static double jlama(AbstractModel model, String text) {
        var times = new ArrayList<Long>();
        int prompt = model.encodePrompt(PromptContext.of(text)).length;
        model.generate(UUID.randomUUID(), PromptContext.of(text), 0, prompt + OUTPUT, (piece, millis) ->
                times.add(System.nanoTime()));
        return (times.size() - 1) / ((times.getLast() - times.getFirst()) / 1e9);
    }

    private static ModelSpec spec(Path folder, int parallel) {
        return new ModelSpec("bench", Provider.JLAMA, folder.toString(), Optional.empty(), Optional.empty(), CONTEXT,
                parallel, Duration.ofHours(1),
                true, Price.NONE, Optional.empty(), Optional.empty(), new Layer(Layer.Origin.USER, folder, "bench"));
    }

    private interface Work<T> {
        T get() throws Exception;
    }

    private static <T> T timed(String what, Work<T> work) throws Exception {
        var start = System.nanoTime();
        var result = work.get();
        System.out.printf("%s in %.1f s%n", what, (System.nanoTime() - start) / 1e9);
        return result;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (var all = Files.walk(folder)) {
            paths = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
        }
        for (var path : paths) Files.delete(path);
    }
}
