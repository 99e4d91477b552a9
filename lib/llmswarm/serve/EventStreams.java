package llmswarm.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

import llmswarm.serve.http.Call;
import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;

/**
 * Journals as server-sent events. Each stream reads the file itself, as fast as its client takes it, and holds no more
 * than it writes; how many there are is bounded.
 */
final class EventStreams {
    static final int MOST = 64;
    private static final long PACE = 40, QUIET = 15_000, STALLED = 30_000;
    private static final String NOTHING = ": waiting\n\n";

    private final Semaphore places = new Semaphore(MOST);
    private final KnownRuns runs;

    EventStreams(KnownRuns runs) {
        this.runs = runs;
    }

    HttpReply entries(Call call) {
        var tail = tail(call);
        return new HttpReply.Flow("application/jsonl", out -> {
            Tail.Reader reader = (number, line) -> out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (tail.read(reader)) {
                // Until now.
            }
        });
    }

    private Tail tail(Call call) {
        var run = call.variable("run");
        var last = call.header("Last-Event-ID").filter(id -> !id.isEmpty());
        long after = last.map(id -> Call.number("Last-Event-ID", id))
                .orElseGet(() -> call.query("after").map(text -> Call.number("after", text)).orElse(0L));
        runs.find(run);
        return new Tail(() -> runs.find(run), after);
    }

    HttpReply events(Call call) {
        var tail = tail(call);
        if (!places.tryAcquire()) throw Problem.of(503, "%d event streams are open, which is all there can be; close some of the pages"
                .formatted(MOST));
        return new HttpReply.Flow("text/event-stream", out -> {
            var guard = new Guard(call);
            try {
                guard.start();
                stream(tail, out, guard);
            } finally {
                guard.end();
                places.release();
            }
        });
    }

    private static void stream(Tail tail, OutputStream out, Guard guard) throws IOException, InterruptedException {
        guard.writing(() -> out.write("retry: 500\n\n".getBytes(StandardCharsets.UTF_8)));
        guard.writing(out::flush);
        long written = System.nanoTime();
        var onlooker = new Onlooker();
        while (true) {
            onlooker.read(tail);
            boolean kept = tail.read((number, line) -> {
                momentary(onlooker, number, out, guard);
                guard.writing(() -> out.write(event("id: " + number, line)));
            });
            boolean more = kept || momentary(onlooker, Long.MAX_VALUE, out, guard);
            boolean quiet = System.nanoTime() - written > QUIET * 1_000_000;
            if (quiet) guard.writing(() -> out.write(NOTHING.getBytes(StandardCharsets.UTF_8)));
            if (more || quiet) {
                guard.writing(out::flush);
                written = System.nanoTime();
            }
            if (!more) Thread.sleep(PACE);
        }
    }

    private static boolean momentary(Onlooker onlooker, long before, OutputStream out, Guard guard) throws IOException {
        boolean any = false;
        for (var line = onlooker.next(before); line != null; line = onlooker.next(before), any = true) {
            var event = event("event: momentary", line);
            guard.writing(() -> out.write(event));
        }
        return any;
    }

    private static byte[] event(String head, String line) {
        return "%s\ndata: %s\n\n".formatted(head, line).getBytes(StandardCharsets.UTF_8);
    }

    private interface Write {
        void write() throws IOException;
    }

    /** Ends a stream whose client has taken nothing for long. */
    private static final class Guard {
        private final Call call;
        private final Thread watch = Thread.ofVirtual().unstarted(this::watch);
        private volatile long began;

        Guard(Call call) {
            this.call = call;
        }

        void start() {
            watch.start();
        }

        void end() {
            watch.interrupt();
        }

        void writing(Write write) throws IOException {
            began = System.nanoTime();
            write.write();
            began = 0;
        }

        private void watch() {
            try {
                while (true) {
                    Thread.sleep(STALLED / 6);
                    long since = began;
                    if (since != 0 && System.nanoTime() - since > STALLED * 1_000_000) {
                        call.exchange().close();
                        return;
                    }
                }
            } catch (InterruptedException ended) {
                // The client went by itself.
            }
        }
    }
}
