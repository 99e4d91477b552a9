package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import llmswarm.cli.KeptDesk;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final PipedOutputStream person = new PipedOutputStream();

    private void types(String text) throws IOException {
        person.write(text.getBytes(UTF_8));
        person.flush();
    }

    @Test
    void whatWasTypedBeforeAQuestionIsNoReplyToIt() throws Exception {
        var keys = new PipedInputStream(person);
        var reads = new CountDownLatch(1);
        var lines = new BufferedReader(new InputStreamReader(keys, UTF_8));
        var terminal = new Terminal(KeptDesk.outlet(new ByteArrayOutputStream()), keys, () -> {
            reads.countDown();
            return lines.readLine();
        });
        types("skip\n\n");
        var typing = new Thread(() -> {
            try {
                reads.await();
                types(" again \n");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        typing.start();
        assertEquals(Optional.of("again"), terminal.answer("What now?", "skip"));
        typing.join();
    }

    @Test
    void whatIsTypedAfterSomebodyElsewhereAnsweredIsNoReplyToTheNextQuestion() throws Exception {
        var keys = new PipedInputStream(person);
        var lines = new BufferedReader(new InputStreamReader(keys, UTF_8));
        var read = new Semaphore(0);
        var terminal = new Terminal(KeptDesk.outlet(new ByteArrayOutputStream()), keys, () -> {
            var line = lines.readLine();
            read.release();
            return line;
        });
        var asked = new Thread(() -> assertThrows(InterruptedException.class, () -> terminal.answer("Trust?", "n")));
        asked.start();
        while (asked.getState() != Thread.State.WAITING) Thread.onSpinWait();
        asked.interrupt();
        asked.join();
        types("y\n");
        read.acquire();
        var second = CompletableFuture.supplyAsync(() -> {
            try {
                return terminal.answer("Run them?", "n");
            } catch (InterruptedException end) {
                throw new IllegalStateException(end);
            }
        });
        assertThrows(TimeoutException.class, () -> second.get(200, TimeUnit.MILLISECONDS));
        types("n\n");
        assertEquals(Optional.of("n"), second.get());
    }

    @Test
    void theEndOfTheInputIsNoReply() throws Exception {
        var keys = new PipedInputStream(person);
        assertEquals(Optional.empty(), new Terminal(KeptDesk.outlet(new ByteArrayOutputStream()), keys, () -> null)
                .answer("What now?", "skip"));
    }
}
