package llmswarm.model;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import llmswarm.StubAnswer;
import llmswarm.StubServer;

/**
 * Two calls at once, for a process with little memory: one whose answer is a line without end, and one that waits
 * meanwhile.
 */
final class SmallHeap {
    private SmallHeap() {
    }

    public static void main(String[] args) throws Exception {
        var waiting = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        try (var endless = RawServer.closing(out -> {
            out.write(RawServer.bytes(RawServer.STREAM + "data: "));
            for (var piece = new byte[1 << 16]; ; ) out.write(piece);
        }); var good = new StubServer(request -> {
            waiting.countDown();
            await(over);
            return StubAnswer.text("hi");
        }); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calm = Given.planner(good.baseUrl());
            var huge = Given.within(100_000_000, Duration.ofMinutes(1), endless.baseUrl());
            try (var models = Given.models(calm, System.err::println); var others =
                    Given.models(huge, System.err::println)) {
                var reply = threads.submit(() -> models.endpoint(calm).ask(Given.question(), text -> { }));
                await(waiting);
                try {
                    others.endpoint(huge).ask(Given.question(), text -> { });
                } catch (ModelFailed failed) {
                    System.out.println(failed.getMessage());
                }
                over.countDown();
                System.out.println(reply.get().text());
            }
        }
        System.exit(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }
}
