package llmswarm.model.jlama;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import com.github.tjake.jlama.tensor.KvBufferCache;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.TimeoutException;
import llmswarm.guard.Stop;

/**
 * A model in memory: its weights once, an instance for each answer under way, and what was computed of earlier prompts.
 */
final class LoadedModel implements AutoCloseable {
    /** Sequences kept beyond those lent, at most. */
    private static final int KEPT = 8;

    private final ModelFiles files;
    private final int context;
    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final ChatTemplate template;
    private final Weights weights;
    private final Sequences sequences;
    private final Semaphore free;
    private final Deque<Instance> idle = new ArrayDeque<>();

    /**
     * Takes a moment.
     *
     * @param context  tokens of prompt and answer together
     * @param parallel instances at most
     */
    LoadedModel(ModelFiles files, int context, int parallel) {
        this.files = files;
        this.context = context;
        tokenizer = new Tokenizer(files.tokenizer());
        template = files.template();
        weights = new Weights(files, context);
        vocabulary = tokenizer.vocabulary(weights.config().vocabularySize, files.ends(tokenizer));
        var first = weights.instance();
        idle.add(new Instance(first));
        sequences = new Sequences(() -> new Sequence(new KvBufferCache(first).getEphemeralKvBuffer(), context),
                parallel + kept(files, context, parallel), weights.config().numberOfLayers);
        free = new Semaphore(parallel, true);
    }

    /** What an answer borrows. */
    record Loan(Instance instance, Sequence sequence) {
    }

    /** Waits for an instance, and takes the sequence that holds most of the prompt. */
    Loan borrow(int[] prompt) throws InterruptedException {
        free.acquire();
        Loan loan = null;
        try {
            var sequence = sequences.borrow(prompt);
            try {
                return loan = new Loan(instance(), sequence);
            } finally {
                if (loan == null) sequences.giveBack(sequence);
            }
        } finally {
            if (loan == null) free.release();
        }
    }

    void giveBack(Loan loan) {
        loan.instance.free();
        sequences.giveBack(loan.sequence);
        synchronized (idle) {
            idle.push(loan.instance);
        }
        free.release();
    }

    /**
     * Throws {@link IllegalArgumentException} when the model's chat template refuses the messages, {@link
     * TimeoutException} when it or the tokenizer needs longer, and {@link Stop} when one of the two has no end.
     */
    int[] tokens(List<ChatMessage> messages, Optional<Duration> limit) throws InterruptedException {
        try {
            return OwnThread.within(limit, () -> tokenizer.encode(template.render(messages, tokenizer::guarded)));
        } catch (StackOverflowError | OutOfMemoryError endless) {
            throw files.damaged(endless);
        }
    }

    /** For what only shows while it computes. */
    Stop damaged(Throwable cause) {
        return files.damaged(cause);
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    int context() {
        return context;
    }

    @Override
    public void close() {
        synchronized (idle) {
            idle.forEach(Instance::close);
            idle.clear();
        }
        sequences.close();
        weights.close();
    }

    private Instance instance() {
        synchronized (idle) {
            if (!idle.isEmpty()) return idle.pop();
        }
        return new Instance(weights.instance());
    }

    /**
     * Earlier prompts get an eighth of the memory that is to spare, and leave the answers under way what they may need.
     */
    private static int kept(ModelFiles files, int context, int parallel) {
        long each = Math.max(1, files.about().cacheBytes() * context);
        return Math.clamp(Math.min(Memory.available() / 8, Memory.buffers() - parallel * each) / each, 0, KEPT);
    }
}
