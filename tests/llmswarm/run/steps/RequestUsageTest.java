package llmswarm.run.steps;

import static llmswarm.model.Payer.End.ANSWERED;
import static llmswarm.model.Payer.End.BROKEN;
import static llmswarm.model.Payer.End.ENDED;
import static llmswarm.model.Payer.End.REFUSED;
import static llmswarm.model.Payer.End.SILENT;
import static llmswarm.model.Payer.End.UNSENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;

import llmswarm.model.Payer.End;
import llmswarm.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A prompt of 3,300 bytes, an answer of at most 500 tokens, a context of 32,000. */
class RequestUsageTest {
    private static final RequestUsage PLAIN = new RequestUsage(3300, 500, 0, 32_000), THINKING = new RequestUsage(3300, 500, 200, 32_000);

    private static Arguments row(String what, RequestUsage asked, End end, Usage counted, long bytes, Usage taken) {
        return Arguments.of(what, asked, end, counted, bytes, taken);
    }

    private static Usage guessed(long input, long output) {
        return new Usage(input, 0, output, 0, input + output);
    }

    static Stream<Arguments> requests() {
        var right = new Usage(900, 100, 95, 10);
        return Stream.of(
                row("a count that can be is taken", PLAIN, ANSWERED, right, 330, right),
                row("code with deep indents has six bytes a token", PLAIN, ANSWERED, new Usage(550, 0, 55), 330,
                        new Usage(550, 0, 55)),
                row("a server that counts nothing", PLAIN, ANSWERED, Usage.NONE, 330, guessed(1000, 100)),
                row("the same of a model that thinks unseen", THINKING, ANSWERED, Usage.NONE, 330, guessed(1000, 300)),
                row("a count of the answer alone", PLAIN, ANSWERED, new Usage(0, 0, 95), 330,
                        new Usage(1000, 0, 95, 0, 1000)),
                row("fewer tokens than the text can be", PLAIN, ANSWERED, new Usage(900, 0, 1), 330,
                        new Usage(900, 0, 100, 0, 100)),
                row("a prompt that the server cut off is sent all the same", PLAIN, ANSWERED, new Usage(10, 0, 95),
                        330, new Usage(1000, 0, 95, 0, 1000)),
                row("more tokens than bytes", PLAIN, ANSWERED, new Usage(90_000, 0, 95), 330,
                        new Usage(1000, 0, 95, 0, 1000)),
                row("a longer answer than any context holds", PLAIN, ANSWERED, new Usage(900, 0, 40_000_000), 330,
                        new Usage(900, 0, 100, 0, 100)),
                row("thinking beyond the limit is paid", PLAIN, ANSWERED, new Usage(900, 0, 5000, 4900), 330,
                        new Usage(900, 0, 5000, 4900)),
                row("an answer that broke off, of which the server may have written more", PLAIN, BROKEN, Usage.NONE,
                        330, guessed(1000, 500)),
                row("the same with a count that is not the last", PLAIN, BROKEN, new Usage(900, 0, 120), 330,
                        new Usage(900, 0, 500, 0, 500)),
                row("an answer that ended and is of no use", PLAIN, ENDED, Usage.NONE, 330, guessed(1000, 100)),
                row("nothing arrived, and much may have been thought", PLAIN, ENDED, Usage.NONE, 0,
                        guessed(1000, 500)),
                row("some was thought, and counted", PLAIN, ENDED, new Usage(900, 0, 400, 400), 0,
                        new Usage(900, 0, 400, 400)),
                row("closed without a word", PLAIN, SILENT, Usage.NONE, 0, guessed(1000, 0)),
                row("refused", PLAIN, REFUSED, Usage.NONE, 0, Usage.NONE),
                row("no server there", PLAIN, UNSENT, Usage.NONE, 0, Usage.NONE));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void whatARequestTookIsWhatTheServerCountsWhereThatCanBe(String what, RequestUsage asked, End end, Usage counted,
            long bytes, Usage taken) {
        assertEquals(taken, asked.of(end, counted, bytes), what);
    }

    /** As o200k counts them, or less. */
    @Test
    void noTextHasMoreTokensThanAreSetAsideForIt() {
        var words = "for (var task : plan.tasks()) System.out.println(task.id());\n".repeat(20);
        var base64 = Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8));
        assertTrue(new RequestUsage(base64.length(), 1, 0, 1).input() >= base64.length() / 2);
        var chinese = "\u6211\u4eec\u9700\u8981\u4e00\u4e2a\u7a0b\u5e8f".repeat(50);
        assertTrue(new RequestUsage(chinese.getBytes(StandardCharsets.UTF_8).length, 1, 0, 1).input() >= chinese.length());
    }
}
