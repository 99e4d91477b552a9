package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

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
    void theEndOfTheInputIsNoReply() throws Exception {
        var keys = new PipedInputStream(person);
        assertEquals(Optional.empty(), new Terminal(KeptDesk.outlet(new ByteArrayOutputStream()), keys, () -> null)
                .answer("What now?", "skip"));
    }
}
