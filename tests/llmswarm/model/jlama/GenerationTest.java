package llmswarm.model.jlama;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.output.FinishReason;
import llmswarm.TinyModel;
import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.model.jlama.Locals.Heard;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationTest {
    private static final String SAYS = "Hello, naïve → 日本 😀 world. Hello, world; hello again and again!\n";

    @TempDir
    static Path folder;
    static JlamaModels models;
    static JlamaChatModel random, scripted;

    @BeforeAll
    static void load() {
        var gibberish = Locals.spec("random", TinyModel.random(folder.resolve("random"), Shape.TINY).toString(), 512,
                1);
        var text = Locals.spec("scripted", TinyModel.scripted(folder.resolve("scripted"), SAYS).toString(), 512, 1);
        models = Locals.models(new ArrayList<>(), gibberish, text);
        random = models.model(gibberish);
        scripted = models.model(text);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @Test
    void aScriptedModelSaysItsTextInPiecesAndStops() {
        var heard = Locals.hear(scripted, Locals.ask("Hi", Locals.most(200)));
        assertEquals(SAYS, heard.whole().aiMessage().text());
        assertEquals(SAYS, String.join("", heard.pieces));
        assertTrue(heard.pieces.size() > 5, heard.pieces::toString);
        assertEquals(FinishReason.STOP, heard.whole().finishReason());
    }

    @Test
    void anAnswerMayBeEmpty() {
        var silent = Locals.spec(TinyModel.scripted(folder.resolve("silent"), "llama", Numbers.F32, List.of()), 256, 1);
        try (var own = Locals.models(new ArrayList<>(), silent)) {
            var heard = Locals.hear(own.model(silent), Locals.ask("Hi", Locals.most(5)));
            assertEquals("", heard.whole().aiMessage().text());
            assertEquals(FinishReason.STOP, heard.whole().finishReason());
            assertEquals(0, heard.usage().outputTokenCount());
        }
    }

    @Test
    void everyKindOfWeightsSaysTheText() {
        var pieces = List.of("eins".getBytes(UTF_8), " zwei".getBytes(UTF_8), " drei".getBytes(UTF_8));
        for (var type : List.of("llama", "mistral", "qwen2")) {
            for (var numbers : Numbers.values()) {
                var spec = Locals.spec(TinyModel.scripted(folder.resolve(type + numbers), type, numbers, pieces), 256,
                        1);
                try (var own = Locals.models(new ArrayList<>(), spec)) {
                    assertEquals("eins zwei drei", Locals.text(own.model(spec), Locals.ask("Zähl!", Locals.most(50))),
                            type + numbers);
                }
            }
        }
    }

    @Test
    void aCharacterIsHandedOnWhenItIsWhole() {
        var smile = "😀".getBytes(UTF_8);
        var pieces = List.of(new byte[] {'a', smile[0]}, new byte[] {smile[1], smile[2]}, new byte[] {smile[3], '!'},
                new byte[] {'b', smile[0]});
        var spec = Locals.spec(TinyModel.scripted(folder.resolve("split"), "llama", Numbers.F32, pieces), 256, 1);
        try (var own = Locals.models(new ArrayList<>(), spec)) {
            var heard = Locals.hear(own.model(spec), Locals.ask("Hi", Locals.most(50)));
            assertEquals(List.of("a", "😀!", "b", "\uFFFD"), heard.pieces);
            assertEquals("a😀!b\uFFFD", heard.whole().aiMessage().text());
        }
    }

    @Test
    void theSameSeedGivesTheSameAnswer() {
        var first = Locals.text(random, Locals.ask("Go", Locals.seeded(7, 1.5, 0.9, 40)));
        assertEquals(first, Locals.text(random, Locals.ask("Go", Locals.seeded(7, 1.5, 0.9, 40))));
        assertNotEquals(first, Locals.text(random, Locals.ask("Go", Locals.seeded(8, 1.5, 0.9, 40))));
    }

    @Test
    void aSmallTopPLeavesOnlyTheMostLikely() {
        var greedy = Locals.text(random, Locals.ask("Go", Locals.most(40)));
        assertEquals(greedy, Locals.text(random, Locals.ask("Go", Locals.seeded(7, 1.5, 1e-6, 40))));
        assertNotEquals(greedy, Locals.text(random, Locals.ask("Go", Locals.seeded(7, 1.5, 1, 40))));
    }

    @Test
    void tokensAreCountedAndBounded() {
        var heard = Locals.hear(random, Locals.ask("Go", Locals.most(17)));
        assertEquals(17, heard.usage().outputTokenCount());
        assertEquals(FinishReason.LENGTH, heard.whole().finishReason());
        // marks, roles and line breaks of the template: 14 + 12 + 11 tokens, the byte-wise texts, and the mark of the
        // beginning
        assertEquals(1 + (1 + 7 + 9 + 1 + 1) + (1 + 5 + 2 + 1 + 1) + (1 + 10), heard.usage().inputTokenCount());
    }

    @Test
    void theContextBoundsAnAnswerAndRefusesALongPrompt() {
        var question = "x".repeat(430);
        var heard = Locals.hear(random, Locals.ask(question, Locals.most(10_000)));
        assertEquals(512, heard.usage().totalTokenCount());
        assertEquals(FinishReason.LENGTH, heard.whole().finishReason());
        var refused = Locals.hear(random, Locals.ask(question + question, Locals.most(1))).error;
        assertInstanceOf(InvalidRequestException.class, refused);
        assertEquals("the prompt has 899 tokens, but prompt and answer together have room for 512; shorten it, or use another model in models.yaml",
                refused.getMessage());
    }

    @Test
    void aStopStringEndsTheAnswerAcrossTokens() {
        for (var stop : List.of("world. H", "→ 日", "again and again!", "Hello")) {
            var heard = Locals.hear(scripted, Locals.ask("Hi", DefaultChatRequestParameters.builder()
                    .stopSequences("never", stop).build()));
            var wanted = SAYS.substring(0, SAYS.indexOf(stop));
            assertEquals(wanted, heard.whole().aiMessage().text());
            assertEquals(wanted, String.join("", heard.pieces));
            assertEquals(FinishReason.STOP, heard.whole().finishReason());
        }
        var unmet = DefaultChatRequestParameters.builder().stopSequences("world. N", "!\n\n").build();
        assertEquals(SAYS, String.join("", Locals.hear(scripted, Locals.ask("Hi", unmet)).pieces));
    }

    @Test
    void aTimeoutEndsTheAnswer() {
        var heard = Locals.hear(random, Locals.ask("Go", Locals.within(Duration.ZERO, 400)));
        assertInstanceOf(TimeoutException.class, heard.error);
        assertEquals(SAYS, Locals.text(scripted, Locals.ask("Hi", Locals.within(Duration.ofMinutes(1), 400))));
    }

    @Test
    void anInterruptEndsTheAnswerBeforeTheNextToken() throws Exception {
        var heard = new Heard() {
            @Override
            public void onPartialResponse(String text) {
                super.onPartialResponse(text);
                if (pieces.size() == 3) Thread.currentThread().interrupt();
            }
        };
        var asking = Thread.ofVirtual().start(() -> random.chat(Locals.ask("Go", Locals.most(400)), heard));
        asking.join();
        assertInstanceOf(InterruptedException.class, heard.error);
        assertEquals(3, heard.pieces.size());
        assertEquals(5, Locals.hear(random, Locals.ask("Go", Locals.most(5))).usage().outputTokenCount());
    }

    @Test
    void aPromptIsGivenUpBetweenItsBatchesAndWhatIsComputedIsKept() throws Exception {
        try (var weights = new Weights(ModelFiles.read("random", folder.resolve("random")), 512)) {
            var model = weights.instance();
            var sequence = new Sequence(new KvBufferCache(model).getEphemeralKvBuffer(), 512);
            var looks = new AtomicInteger();
            assertThrows(InterruptedException.class, () -> new Instance(model).forward(sequence, new int[100], () -> {
                if (looks.incrementAndGet() == 3) throw new InterruptedException();
            }));
            assertEquals(60, sequence.length());
        }
    }

    @Test
    void aHandlerCanCancelAndHearsNothingMore() {
        var heard = new Heard() {
            @Override
            public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
                pieces.add(piece.text());
                if (pieces.size() == 2) context.streamingHandle().cancel();
            }
        };
        random.chat(Locals.ask("Go", Locals.most(400)), heard);
        assertEquals(2, heard.pieces.size());
        assertNull(heard.error);
        assertNull(heard.response);
        assertTrue(!Thread.currentThread().isInterrupted());
    }

    @Test
    void aMaskLetsOnlyItsTokensComeAndIsToldOfEach() {
        var taken = new ArrayList<Integer>();
        var heard = Locals.hear(random,
                Locals.ask("Go", Locals.masked(vocabulary -> new Letters(taken, vocabulary), 100)));
        assertTrue(heard.whole().aiMessage().text().matches("<[a-z]{4}>"), heard.whole().aiMessage().text());
        assertEquals(FinishReason.STOP, heard.whole().finishReason());
        assertEquals(6, taken.size());
        assertEquals(6, heard.usage().outputTokenCount());
    }

    /** Allows four letters in angle brackets; the brackets are without alternative. */
    private record Letters(List<Integer> taken, Vocabulary vocabulary) implements TokenMask {
        @Override
        public long[] allowed() {
            var allowed = new long[2];
            switch (taken.size()) {
                case 0 -> allowed['<' / 64] |= 1L << '<';
                case 5 -> allowed['>' / 64] |= 1L << '>';
                default -> {
                    for (int letter = 'a'; letter <= 'z'; letter++) allowed[letter / 64] |= 1L << letter;
                }
            }
            return allowed;
        }

        @Override
        public void accept(int token) {
            assertTrue(Arrays.equals(new byte[] {(byte) token}, vocabulary.bytes(token)));
            taken.add(token);
        }

        @Override
        public boolean done() {
            return taken.size() == 6;
        }
    }
}
