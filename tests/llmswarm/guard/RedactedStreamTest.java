package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedStreamTest {
    private static final String KEY = "acmecredvalue778899", SPACED = "correct horse battery staple",
            ACCENTED = "schlüssel-für-alle-9";
    private static final String PEM = "-----BEGIN RSA PRIVATE" + " KEY-----\n"
            + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(4)
            + "-----END RSA PRIVATE" + " KEY-----";
    private final Redactor redactor =
            new Redactor(Map.of("ACME_KEY", KEY, "SPACED_KEY", SPACED, "OTHER_KEY", ACCENTED));

    private String streamed(String text, Random random, int longest) {
        var stream = redactor.stream();
        var shown = new StringBuilder();
        for (int from = 0, to; from < text.length(); from = to) {
            to = Math.min(text.length(), from + 1 + random.nextInt(longest));
            shown.append(stream.next(text.substring(from, to)).text());
            assertTrue(redactor.redact(text).text().startsWith(shown.toString()), () -> "shown too early: " + shown);
        }
        return shown.append(stream.rest().text()).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"your key is " + KEY + ".\nNext", KEY, "a " + KEY + KEY + " b", "two words: " + SPACED
            + ", you see", "correct horse battery stable",
            "ä" + ACCENTED + "ö und 漢字" + KEY + "漢字", "Authorization: Bearer \n" + "abc.def-123_456~789 end",
            "bearer of good news", "AccountKey=" + "aB3d+/aB3d+/aB3d+/aB3d+/aB3d+/aB3d+/aB3d+/aB3d==;Endpoint",
            "at hooks.slack.com/services/" + "T01ABCDEF/B01ABCDEFGH/aB3dEf6hIj9kLm2nOp5qRs8t, you see",
            "authorization : \"basic " + "dXNlcjpwYXNzd29yZA==\"",
            "postgres://app:" + "hunter2@db:5432/x and http://a/b?token=" + "a1b2c3d4e5f6g7h8", "see ://höst:"
            + "pässword@x", "<PEM>", "x\n<PEM>\n\ny " + KEY,
            "grep '-----BEGIN RSA PRIVATE KEY-----' *.pem\nfinds none\n", "YWNtZWNyZWR2YWx1ZTc3ODg5OQ==", "user:"
            + "61636d656372656476616c7565373738383939"})
    void howeverATextIsPartedWhatIsShownIsTheTextWithoutSecrets(String written) {
        var text = written.replace("<PEM>", PEM);
        for (int seed = 0; seed < 60; seed++) {
            assertEquals(redactor.redact(text).text(), streamed(text, new Random(seed), 1 + seed % 9), "seed " + seed);
        }
    }

    @Test
    void ordinaryTextIsShownWordByWord() {
        var stream = redactor.stream();
        assertEquals("Use SQLite ", stream.next("Use SQLite no").text());
        assertEquals("now, as ", stream.next("w, as it").text());
        assertEquals("it does.\n", stream.next(" does.\n").text());
        assertEquals("数据库", stream.next("数据库").text());
        assertEquals("", stream.rest().text());
    }

    @Test
    void aKeyThatOneAsksForInWordsHoldsNothingUp() {
        var stream = redactor.stream();
        assertEquals("The private key (-----BEGIN PRIVATE KEY-----) ",
                stream.next("The private key (-----BEGIN PRIVATE KEY-----) ").text() + stream.next("").text()
                + stream.rest().text());
        var prose = "Look for -----BEGIN PRIVATE KEY----- in it. " + "And then go on with other things. ".repeat(80);
        assertFalse(redactor.stream().next(prose).text().isEmpty());
    }

    @Test
    void textWithNowhereToPartItComesAtItsEnd() {
        var stream = redactor.stream();
        var text = "0123456789abcdef".repeat(4000);
        var shown = new StringBuilder();
        IntStream.range(0, text.length() / 4).forEach(i ->
                shown.append(stream.next(text.substring(4 * i, 4 * i + 4)).text()));
        assertEquals("", shown.toString());
        assertEquals(text, stream.rest().text());
    }

    @Test
    void noPairOfSurrogatesIsTorn() {
        var stream = redactor.stream();
        assertEquals("", stream.next("\uD83D").text());
        assertEquals("\uD83D\uDE00", stream.next("\uDE00").text());
    }
}
