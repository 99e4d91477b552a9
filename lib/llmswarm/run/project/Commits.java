package llmswarm.run.project;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/** The one thread that commits, in the order in which commits are given to it. */
final class Commits implements AutoCloseable {
    private final ExecutorService committer =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("commits").factory());
    private final LinkedBlockingQueue<Future<?>> waiting = new LinkedBlockingQueue<>();
    /** What kept something from being committed. */
    private volatile RuntimeException broken;

    void submit(Runnable commit) {
        waiting.add(committer.submit(() -> {
            try {
                commit.run();
            } catch (RuntimeException failed) {
                broken = failed;
                throw failed;
            }
        }));
    }

    /** Whether nothing more can be committed. */
    boolean broken() {
        return broken != null;
    }

    /** Throws what an earlier commit failed with. */
    void requireWhole() {
        var failed = broken;
        if (failed != null) throw failed;
    }

    /** Waits until everything is committed; throws what stopped a commit. */
    void drain() throws InterruptedException {
        for (var commit = waiting.poll(); commit != null; commit = waiting.poll()) {
            try {
                commit.get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /** Lets what was given be committed, then ends. */
    @Override
    public void close() {
        committer.close();
    }
}
