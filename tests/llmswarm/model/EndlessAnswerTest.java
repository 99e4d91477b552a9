package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.config.ModelSpec;
import llmswarm.model.ModelFailed.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a server sends, and however long, a call ends with one sentence and the memory it took before. */
@Timeout(120)
class EndlessAnswerTest {
    private static final String JSON = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
    private static final int SMALL = 256;

    /** How it begins, what follows for ever, and what it is told to have sent to a client of the smallest context. */
    private enum Endless {
        LINE(RawServer.STREAM + "data: ", "a".repeat(1 << 16), "a line of more than 8 MB"),
        EVENT(RawServer.STREAM, "data: " + "a".repeat(5000) + "\r\n", "an event of more than 8 MB"),
        TEXT(RawServer.STREAM, event("\"content\": \"" + "a".repeat(1 << 16) + "\""), "a text of more than 8 MB"),
        COMMENTS(RawServer.STREAM, ":\n".repeat(1 << 14), "more than 8.0 million lines"),
        NO_TEXT(RawServer.STREAM, event("\"content\": \"\", \"reasoning_content\": \"" + "a".repeat(1 << 14) + "\""),
        "more than 129 MB"), EMPTY_LINES(RawServer.STREAM, "\r\n".repeat(1 << 14), "more than 8.0 million lines"),
        ONE_PIECE(JSON + "{\"a\": \"", "a".repeat(1 << 16), "a line of more than 8 MB"),
        MANY_LINES(JSON + "{", "\"a\": 1,\n".repeat(1 << 12), "an answer of more than 8 MB"),
        SPACE(JSON, " ".repeat(1 << 16), "a line of more than 8 MB");

        final String head;
        final String again;
        final String sent;

        Endless(String head, String again, String sent) {
            this.head = head;
            this.again = again;
            this.sent = sent;
        }

        RawServer server() throws IOException {
            return RawServer.closing(out -> {
                out.write(RawServer.bytes(head));
                for (var piece = RawServer.bytes(again); ; ) out.write(piece);
            });
        }
    }

    private final List<String> said = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(Endless.class)
    void anAnswerWithoutAnEndIsEndedAtOnceAndNotAskedForAgain(Endless kind) throws Exception {
        try (var server = kind.server()) {
            var failed = failed(Given.within(SMALL, Duration.ofMinutes(1), server.baseUrl()));
            assertEquals(("planner: %s sent %s, which no answer within a context of 256 tokens needs; look after that server, or raise 'context' of planner in "
                    + "models.yaml.").formatted(server.baseUrl(), kind.sent), failed.getMessage());
            assertEquals(Kind.SERVER, failed.kind());
            assertTrue(server.clientLeft.get(20, TimeUnit.SECONDS));
        }
        assertEquals(List.of(), said);
    }

    /** A server that is faster than the reader, so that the next piece is always there already. */
    @Test
    void aServerThatNeverPausesMeetsTheTimeOutAllTheSame() throws Exception {
        var piece = RawServer.bytes(event("\"content\": \"a\"").repeat(1000));
        try (var server = RawServer.closing(out -> {
            for (out.write(RawServer.bytes(RawServer.STREAM)); ; ) out.write(piece);
        })) {
            assertSlow(Given.within(100_000_000, Duration.ofMillis(700), server.baseUrl()), text ->
                    LockSupport.parkNanos(100_000));
        }
    }

    @ParameterizedTest
    @EnumSource(Slow.class)
    void aServerThatSendsALittleForEverMeetsTheTimeOut(Slow kind) throws Exception {
        try (var server = RawServer.closing(out -> {
            out.write(RawServer.bytes(kind.head));
            for (int i = 0; ; i++) {
                out.write(kind.again.charAt(i % kind.again.length()));
                LockSupport.parkNanos(5_000_000);
            }
        })) {
            assertSlow(Given.within(SMALL, Duration.ofMillis(700), server.baseUrl()), text -> { });
        }
    }

    private enum Slow {
        HEADERS("HTTP/1.1 200 OK\r\nX-Note: ", "a"), COMMENTS(RawServer.STREAM, ": wait\n\n"),
                TEXT(RawServer.STREAM, event("\"content\": \"a\"")),
        SPACE(JSON, " "), REFUSAL("HTTP/1.1 500 No\r\nConnection: close\r\n\r\n", "no "),
        CHUNK_SIZE(RawServer.CHUNKED, "0");

        final String head;
        final String again;

        Slow(String head, String again) {
            this.head = head;
            this.again = again;
        }
    }

    @Test
    void whatComesBeforeAnAnswerIsBoundedToo() throws Exception {
        for (var begin : List.of("HTTP/1.1 200 OK\r\nX-Note: ", "HTTP/1.1 200 ", "")) {
            assertEndsAsGarbage(begin, "a".repeat(1 << 16), "Header size too big");
        }
        assertEndsAsGarbage("", "HTTP/1.1 103 Early Hints\r\n\r\n", "Too many interim responses received");
        assertEndsAsGarbage("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99999999999\r\n\r\n",
                "a".repeat(1 << 16), "a body packed as gzip, which was not asked for");
    }

    @Test
    void whatComesAfterAnAnswerCostsNothing() throws Exception {
        var end = event("\"content\": \"hi\"")
                + "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n";
        for (var rest : List.of("", "data: [DONE]\n\n" + "a".repeat(1 << 20), ":\n".repeat(1 << 16))) {
            try (var server = RawServer.closing(out -> {
                out.write(RawServer.bytes(RawServer.STREAM + end + rest));
                for (var more = RawServer.bytes("b".repeat(1 << 16)); ; ) out.write(more);
            })) {
                assertEquals("hi", ask(Given.within(SMALL, Duration.ofMinutes(1), server.baseUrl())).text());
            }
        }
        // trailers without an end
        try (var server = RawServer.closing(out -> {
            out.write(RawServer.bytes(RawServer.CHUNKED + RawServer.chunk(end) + "0\r\n"));
            for (var more = RawServer.bytes("X-More: yes\r\n"); ; ) out.write(more);
        })) {
            assertEquals("hi", ask(Given.within(SMALL, Duration.ofMinutes(1), server.baseUrl())).text());
        }
    }

    @Test
    void aRefusalWithoutAnEndIsReadToItsBeginning() throws Exception {
        try (var server = RawServer.closing(out -> {
            out.write(RawServer.bytes("HTTP/1.1 400 No\r\nConnection: close\r\n\r\n"));
            for (var more = RawServer.bytes("no ".repeat(1000)); ; ) out.write(more);
        })) {
            assertTrue(failed(Given.within(SMALL, Duration.ofMinutes(1), server.baseUrl())).getMessage()
                    .matches("planner: the server refused the request \\(400\\): (no ){20,}.*…; check planner in models.yaml\\."));
        }
    }

    @Test
    void aRedirectIsNotFollowedAndItsTargetIsTold() {
        try (var server = StubServer.answering(StubAnswer.status(307, "").with("Location", "/v1/chat/completions"))) {
            assertEquals("planner: the server refused the request (307): it redirects to /v1/chat/completions; check planner in models.yaml.",
                    failed(Given.planner(server.baseUrl())).getMessage());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void aCallThatTakesMoreMemoryThanThereIsEndsAlone() throws Exception {
        var process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx96m", "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals("""
                planner: the answer took more memory than the 96 MB this program has; lower 'parallel' or 'context' of planner in models.yaml, or say -Xmx with \
                more in JDK_JAVA_OPTIONS.
                hi
                """, new String(process.getInputStream().readAllBytes()));
    }

    private void assertEndsAsGarbage(String begin, String again, String reason) throws IOException {
        try (var server = RawServer.closing(out -> {
            out.write(RawServer.bytes(begin));
            for (var piece = RawServer.bytes(again); ; ) out.write(piece);
        })) {
            var message = failed(Given.within(SMALL, Duration.ofMinutes(1), server.baseUrl())).getMessage();
            assertTrue(message.startsWith("planner: %s answered something that is not the OpenAI protocol: \"%s".formatted(server.baseUrl(), reason)), reason + said + message);
        }
    }

    private void assertSlow(ModelSpec spec, Consumer<String> reader) {
        var failed = assertThrows(ModelFailed.class, () -> ask(spec, reader));
        assertEquals("planner: no whole answer within 0.7 s; raise 'timeout' of planner in models.yaml, or use a faster model.", failed.getMessage());
        assertEquals(Kind.TIMEOUT, failed.kind());
    }

    private ModelFailed failed(ModelSpec spec) {
        return assertThrows(ModelFailed.class, () -> ask(spec));
    }

    private Reply ask(ModelSpec spec) throws InterruptedException {
        return ask(spec, text -> { });
    }

    private Reply ask(ModelSpec spec, Consumer<String> reader) throws InterruptedException {
        try (var models = Given.models(spec, said::add)) {
            return models.endpoint(spec).ask(Given.question(), reader);
        }
    }

    private static String event(String delta) {
        return "data: {\"choices\": [{\"delta\": {" + delta + "}}]}\n\n";
    }
}
