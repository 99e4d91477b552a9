package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Right answers of a form that few servers use are read as what they are. */
@Timeout(60)
class UnusualAnswerTest extends RawAnswers {
    private static final String USUAL = piece(TEXT) + STOP + USAGE + DONE;

    @Test
    void lineEndsMarksAndSpacesMayBeOfAnyKind() throws Exception {
        for (var stream : List.of(USUAL.replace("\n", "\r\n"), USUAL.replace("\n", "\r"), "\uFEFF" + USUAL, "\n\n"
                + USUAL, USUAL.replace("data: ", "data:"),
                ": a comment\n\n" + USUAL, "retry: 10\nid: 1\nevent: message\n" + USUAL, USUAL.stripTrailing(),
                USUAL.replace(", \"usage\"", ",\ndata:  \"usage\""),
                USUAL.replaceAll("(data: )", "event: chunk\n$1"))) {
            assertEquals(new Reply(TEXT, new Usage(7, 0, 3), false), ask(stream), stream);
        }
        assertEquals(List.of(), said);
    }

    @Test
    void aStreamIsKnownByHowItBeginsWhateverItsType() throws Exception {
        var whole = "{\"choices\": [{\"message\": {\"content\": \"" + TEXT + "\"}, \"finish_reason\": \"stop\"}]}";
        for (var type : List.of("", "Content-Type: application/json\r\n", "Content-Type: text/plain\r\n",
                "Content-Type: text/event-stream\r\n")) {
            for (var body : List.of(USUAL, ": hi\n\n" + USUAL, "\uFEFF" + whole, "\n \n" + whole)) {
                assertEquals(TEXT, raw("HTTP/1.1 200 OK\r\n" + type + "Connection: close\r\n\r\n" + body).text(), type
                        + body);
            }
        }
        assertEquals(List.of(), said);
    }

    /** Each a piece of {@link #TEXT} would be lost of, or more than once. */
    @Test
    void whatSaysNothingStandsBetweenPiecesAndPiecesMayBeMerged() throws Exception {
        var halves = piece("Grüße, it ") + piece("works 🌍.");
        var whole = "data: {\"choices\": [{\"message\": {\"content\": \"" + TEXT + "\"}, \"finish_reason\": \"stop\"}]}\n\n";
        for (var stream : List.of(halves.replace("\n\n", "\n") + "\n" + STOP + USAGE + DONE,
                (halves + STOP + USAGE + DONE).replace("\n\n", "\n"), halves.replace("}\n\ndata: {", "}{") + STOP + USAGE + DONE,
                "data: : keepalive\n\n" + halves + "data: null\n\n" + STOP + USAGE + DONE,
                "retry: 3000\n\nid: 7\n\ndata:\n\n" + USUAL, "event: ping\ndata: {\"type\": \"ping\"}\n\n" + USUAL,
                halves + USAGE + whole + DONE, piece("Grüße, it ") + USAGE + whole + DONE,
                halves.replace("}}]", "}, \"finish_reason\": \"null\"}]") + STOP + USAGE + DONE,
                halves + STOP.replace("finish_reason", "finishReason") + USAGE + DONE,
                halves + STOP + USAGE + "data: \"[DONE]\"\n\n", halves + STOP + USAGE + "data: [done]\n\n",
                halves.replace("}]}", "}], \"usage\": {\"prompt_tokens\": 7, \"completion_tokens\": 1}}") + STOP + USAGE + DONE)) {
            assertEquals(new Reply(TEXT, new Usage(7, 0, 3), false), ask(stream), stream);
        }
        var text = "one ".repeat(100);
        assertEquals(text + text, ask(piece(text) + piece(text).replace("}}]", "}, \"finish_reason\": \"stop\"}]") + DONE).text());
        assertEquals(TEXT, raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + (halves + STOP).replace("data: ", "")).text());
        assertEquals(List.of(), said);
    }

    @Test
    void whatARefusalSaysIsReadAlsoWhereItIsPacked() throws Exception {
        for (var header : List.of("Content-Encoding: gzip\r\n", "")) {
            var packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                out.write(RawServer.bytes("{\"error\": {\"message\": \"no such voice\"}}"));
            }
            var failed = assertThrows(ModelFailed.class, () -> answered(out -> {
                out.write(RawServer.bytes("HTTP/1.1 400 No\r\n" + header + "Connection: close\r\n\r\n"));
                packed.writeTo(out);
            }));
            assertEquals("planner: the server refused the request (400): no such voice; check planner in models.yaml.",
                    failed.getMessage());
        }
        for (var body : List.of("", "\u001f", "H")) {
            assertThrows(ModelFailed.class, () -> raw("HTTP/1.1 400 No\r\nConnection: close\r\n\r\n" + body));
        }
    }

    @Test
    void tokensThatCannotBeAreNotCountedAndTheAnswerIsRight() throws Exception {
        for (var counted : List.of("\"prompt_tokens\": -7, \"completion_tokens\": 3",
                "\"prompt_tokens\": 7, \"completion_tokens\": -1",
                "\"prompt_tokens\": 9223372036854775807, \"completion_tokens\": 3",
                "\"prompt_tokens\": 1e300, \"completion_tokens\": 3")) {
            assertEquals(new Reply(TEXT, Usage.NONE, false),
                    ask(USUAL.replace("\"prompt_tokens\": 7, \"completion_tokens\": 3", counted)), counted);
        }
        var cached = "\"prompt_tokens\": 7, \"completion_tokens\": 3, \"prompt_tokens_details\": {\"cached_tokens\": 9}";
        assertEquals(new Usage(7, 7, 3), ask(USUAL.replace("\"prompt_tokens\": 7, \"completion_tokens\": 3", cached))
                .usage());
        var many = "\"prompt_tokens\": 1999000, \"completion_tokens\": 64000, \"prompt_tokens_details\": {\"cached_tokens\": 1998000}";
        assertEquals(new Usage(1_999_000, 1_998_000, 64_000),
                ask(USUAL.replace("\"prompt_tokens\": 7, \"completion_tokens\": 3", many)).usage());
    }

    @Test
    void bytesMayComeOneByOne() throws Exception {
        assertEquals(new Reply(TEXT, new Usage(7, 0, 3), false), answered(out -> {
            out.write(RawServer.bytes(RawServer.CHUNKED));
            for (var one : RawServer.bytes(USUAL)) {
                out.write(RawServer.bytes("1\r\n"));
                out.write(one);
                out.write(RawServer.bytes("\r\n"));
                out.flush();
            }
            out.write(RawServer.bytes("0\r\n\r\n"));
        }));
    }

    @Test
    void megabytesOfThoughtMayComeBeforeAnAnswer() throws Exception {
        var thought = "I wonder. ".repeat(12);
        var apart = "data: {\"choices\": [{\"delta\": {\"reasoning_content\": \"" + thought + "\"}}]}\n\n";
        var within = piece("<think>" + thought + "</think>");
        assertEquals(TEXT, ask(apart.repeat(3_000_000 / thought.length()) + USUAL).text());
        assertEquals(3_000_000 / thought.length() * (thought.length() + 15) + TEXT.length(),
                ask(within.repeat(3_000_000 / thought.length()) + USUAL).text().length());
        assertEquals(List.of(), said);
    }

    @Test
    void aWholeAnswerMayComeInOneEvent() throws Exception {
        var text = "ü".repeat(1_000_000);
        assertEquals(text, ask(piece(text) + STOP + DONE).text());
        assertEquals(text, ask(piece("\\u00fc".repeat(1_000_000)) + STOP + DONE).text());
        assertEquals(text, ask("data: {\"choices\": [{\"message\": {\"content\": \"" + text
                + "\"}, \"finish_reason\": \"stop\"}]}\n\n" + DONE).text());
        assertEquals(3, pieces.size());
    }

    /** Here 60 comments in all, and a client that waits a tenth of that time for something to arrive. */
    @Test
    void commentsKeepAnAnswerAliveThatPauses() throws Exception {
        try (var server = RawServer.closing(out -> {
            out.write(RawServer.bytes(RawServer.STREAM + piece("one ")));
            for (int i = 0; i < 60; i++) {
                out.write(RawServer.bytes(": keep-alive\n\n"));
                LockSupport.parkNanos(50_000_000);
            }
            out.write(RawServer.bytes(piece("two") + STOP + DONE));
        })) {
            var spec = Given.planner(server.baseUrl(), 1, Duration.ofSeconds(40));
            var quick = Given.quick();
            try (var models = Given.models(spec, said::add,
                    new Settings(false, any -> true, quick.firstWait(), Duration.ofSeconds(2), quick.clock(),
                    List.of(), quick.log(), quick.kept(),
                            Duration.ZERO, false))) {
                assertEquals("one two", models.endpoint(spec).ask(Given.question(), text -> { }).text());
            }
        }
        assertEquals(List.of(), said);
    }

    @Test
    void partsOfTextAreJoinedAndThoseOfThoughtAreNot() throws Exception {
        var parts = "data: {\"choices\": [{\"delta\": {\"content\": [{\"type\": \"thinking\", \"thinking\": [{\"type\": \"text\", \"text\": \"hm\"}]}, "
                + "{\"type\": \"text\", \"text\": \"one \"}, {\"type\": \"text\", \"text\": \"two\"}]}}]}\n\n";
        assertEquals("one two", ask(parts + STOP + DONE).text());
    }

    @Test
    void aServerWhoseReaderIsSlowWaits() throws Exception {
        var many = 20_000;
        var gone = new ArrayList<String>();
        try (var server = RawServer.closing(out ->
                out.write(RawServer.bytes(RawServer.STREAM + piece("a").repeat(many) + STOP + DONE)))) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                models.endpoint(spec).ask(Given.question(), text -> {
                    if (gone.size() % 1000 == 0) LockSupport.parkNanos(1_000_000);
                    gone.add(text);
                });
            }
        }
        assertEquals(many, gone.size());
        assertFalse(gone.contains(null));
    }
}
