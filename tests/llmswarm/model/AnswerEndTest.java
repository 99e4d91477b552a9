package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By what an answer is known to be whole, cut off or broken off: what only looks whole is not. */
@Timeout(60)
class AnswerEndTest extends RawAnswers {
    @Test
    void severalAnswersAreNone() {
        var one = "{\"choices\": [{\"message\": {\"content\": \"one\"}}]}";
        assertThrows(ModelFailed.class, () -> raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + one + "\n" + one));
        assertThrows(ModelFailed.class, () -> ask(piece("one") + "data: oops\n\n" + STOP + DONE));
        assertThrows(ModelFailed.class, () -> raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                + (piece("one") + piece("two")).replace("data: ", "")));
    }

    @Test
    void anAnswerThatMeetsItsLimitIsCutOffWhateverTheServerCallsIt() throws Exception {
        var usage = USAGE.replace("\"completion_tokens\": 3", "\"completion_tokens\": %d");
        assertEquals(true, ask(piece(TEXT) + STOP + usage.formatted(500) + DONE).cutOff());
        assertEquals(false, ask(piece(TEXT) + STOP + usage.formatted(499) + DONE).cutOff());
        assertEquals(false, ask(piece(TEXT) + STOP + usage.formatted(700) + DONE).cutOff());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", USAGE, ": bye\n\n"})
    void aReasonEndsAnAnswerWithoutAnyFurtherMark(String rest) throws Exception {
        assertEquals(TEXT, ask(piece(TEXT) + STOP + rest).text());
        // the connection stays open
        assertEquals(TEXT, raw(RawServer.CHUNKED + RawServer.chunk(piece(TEXT) + STOP + rest)).text());
        assertEquals(List.of(), said);
    }

    /** Here it takes longer than an answer that has ended is waited for. */
    @Test
    void aReasonEndsNothingThatGoesOn() throws Exception {
        assertEquals("one one one one ", answered(out -> {
            out.write(RawServer.bytes(RawServer.STREAM + piece("one ") + STOP));
            for (int i = 0; i < 3; i++) {
                LockSupport.parkNanos(900_000_000);
                out.write(RawServer.bytes(piece("one ")));
            }
            out.write(RawServer.bytes(DONE));
        }).text());
    }

    @ParameterizedTest
    @CsvSource({"stop, false", "STOP, false", "eos, false", "end_turn, false", "length, true", "MAX_TOKENS, true",
            "model_length, true"})
    void theReasonsOfManyServersAreKnown(String reason, boolean cutOff) throws Exception {
        assertEquals(new Reply(TEXT, Usage.NONE, cutOff), ask(piece(TEXT) + STOP.replace("stop", reason) + DONE));
    }

    @Test
    void whatHasNoReasonToEndIsBrokenOff() {
        for (var end : List.of("", STOP.replace("stop", ""), STOP.replace("\"stop\"", "null"))) {
            assertEquals("planner: the answer broke off at all 5 tries; wait a while, or use another model in models.yaml.", failed(piece(TEXT) + end), end);
        }
    }

    @Test
    void norIsItWholeWhereTheStreamCameToItsEndButThatIsNotPaidForFiveTimes() {
        for (var end : List.of("", STOP.replace("stop", ""), STOP.replace("\"stop\"", "null"))) {
            said.clear();
            assertTrue(failed(piece(TEXT) + end + DONE).endsWith("/v1 ended the answer without a reason ('finish_reason'), twice, so nobody "
                    + "can tell a whole answer from one that broke off; use another server or model in models.yaml."), end);
            assertEquals(1, said.size(), said.toString());
        }
    }

    @Test
    void anotherReasonThanTheEndIsToldInTheServersWord() {
        assertEquals("planner: the server broke the answer off ('insufficient_system_resource') at all 5 tries; wait a while, or use another model in models.yaml.",
                failed(piece(TEXT) + STOP.replace("stop", "insufficient_system_resource") + DONE));
        assertEquals("planner: the server broke the answer off ('abort'); trying again in 0.1 s (2 of 5)",
                failedSaying(piece(TEXT) + STOP.replace("stop", "abort") + DONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "data: {\"choices\": [{\"delta\": {\"content\": \"\"}, \"finish_reason\": \"error\", \"error\": {\"code\": 502, \"message\": \"lost\"}}]}",
        "data: {\"object\": \"error\", \"message\": \"lost\", \"type\": \"InternalServerError\", \"code\": 502}",
        "event: error\ndata: {\"message\": \"lost\", \"code\": 502}",
        "data: {\"error\": {\"message\": \"lost\", \"code\": \"502\"}}"})
    void anErrorAnywhereIsTheServersFailure(String error) {
        assertEquals("planner: the server failed (502) at all 5 tries: lost; wait a while, or use another model in models.yaml.",
                failed(piece(TEXT) + error + "\n\n" + DONE));
    }

    private String failedSaying(String stream) {
        said.clear();
        failed(stream);
        assertTrue(said.size() == 4, said.toString());
        return said.getFirst();
    }
}
