package llmswarm.model;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import llmswarm.guard.Stop;
import llmswarm.model.hub.Speed;

/**
 * One timed answer of a model.
 *
 * @param input        tokens of the prompt that were computed
 * @param output       tokens of the answer
 * @param firstSeconds until the first token
 * @param restSeconds  from there to the last; 0 where the two cannot be told apart, and firstSeconds holds both
 * @param counted      false when the server counts no tokens and they are guessed
 */
public record SpeedCheck(long input, long output, double firstSeconds, double restSeconds, boolean counted) {
    private static final int TOKENS = 32;
    private static final double CHARACTERS_A_TOKEN = 3.5;

    /** Asks for a few tokens and throws them away: the first call loads the model and is two to three times slower. */
    public static void warmUp(Endpoint endpoint) throws InterruptedException {
        endpoint.ask(question("You are brief.", "Name three colours.", 8), token -> { });
    }

    /**
     * Asks something with a prompt of some 300 tokens.
     *
     * @param clock in nanoseconds
     * @throws llmswarm.model.ModelFailed as {@link Endpoint#ask} does
     */
    public static SpeedCheck of(Endpoint endpoint, LongSupplier clock) throws InterruptedException {
        var prompt = IntStream.rangeClosed(1, 40).mapToObj(n -> "%d times %d is %d.".formatted(n, n, n * n))
                .collect(Collectors.joining(" "));
        var first = new long[1];
        var pieces = new long[1];
        var start = clock.getAsLong();
        var reply = endpoint.ask(question("You count aloud.", prompt + " Count from one to fifty, in words.", TOKENS),
                token -> {
            pieces[0] = token == null ? 0 : pieces[0] + 1;
            if (pieces[0] == 1) first[0] = clock.getAsLong();
        });
        var end = clock.getAsLong();
        var begun = pieces[0] == 0 ? end : first[0];
        return timed(reply, prompt.length(), pieces[0], begun - start, end - begun);
    }

    /** A server may count nothing, or send all in one piece; a model may think first, of which no piece arrives. */
    private static SpeedCheck timed(Reply reply, int characters, long pieces, long first, long rest) {
        var usage = reply.usage();
        var counted = usage.output() > 0 && usage.input() > 0;
        var text = Math.max(pieces, Math.round(reply.text().length() / CHARACTERS_A_TOKEN));
        var output = counted ? usage.output() : text;
        if (output < 2) {
            throw Stop.unfinished("The model ended its answer after %d of %d tokens, too few to tell its speed.".formatted(output, TOKENS));
        }
        var input = counted ? Math.max(1, usage.input() - usage.cachedInput())
                : Math.round(characters / CHARACTERS_A_TOKEN);
        // hardly any token of a text has less than half a character
        var thought = usage.thinking() > 0 || output > 2L * reply.text().length() + TOKENS;
        var apart = !thought && rest > (first + rest) / 100;
        return new SpeedCheck(input, output, (apart ? first : first + rest) / 1e9, apart ? rest / 1e9 : 0, counted);
    }

    /** Tokens a second; a server that sends its answer in one piece is taken to spend its time evenly. */
    public Speed speed() {
        if (restSeconds > 0) return new Speed(input / firstSeconds, (output - 1) / restSeconds);
        return new Speed((input + output) / firstSeconds, (input + output) / firstSeconds);
    }

    /** What was measured, as one line: {@code 251 prompt tokens in 10.4 s, 32 output tokens in 5.0 s}. */
    public String measured() {
        var guessed = counted ? "" : " (guessed: the server counts none)";
        return restSeconds > 0
                ? String.format(Locale.ROOT, "%,d prompt tokens in %.1f s, then %d output tokens in %.1f s%s", input, firstSeconds, output,
                restSeconds, guessed)
                : String.format(Locale.ROOT, "%,d prompt tokens and %,d output tokens in %.1f s%s", input, output, firstSeconds, guessed);
    }

    private static ChatRequest question(String role, String text, int tokens) {
        return ChatRequest.builder().messages(SystemMessage.from(role), UserMessage.from(text)).temperature(0.0)
                .maxOutputTokens(tokens).build();
    }
}
