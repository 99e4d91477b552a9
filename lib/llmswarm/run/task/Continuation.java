package llmswarm.run.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import llmswarm.config.ModelSpec.Provider;
import llmswarm.guard.Digest;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/**
 * An answer that was cut off at the token limit goes on where it stopped, as often as the model's context allows,
 * instead of being asked for again.
 */
final class Continuation {
    private static final int CONTINUATIONS = 6;
    private static final int LONGEST_REPEAT = 2000, SHORTEST_REPEAT = 12, SHORTEST_START = 5;
    private static final String FENCE = "(`{3,}|~{3,})[\\w+.-]*\\s*";

    private final Prompts prompts;
    private final World world;
    private final Journal journal;

    Continuation(Prompts prompts, World world, Journal journal) {
        this.prompts = prompts;
        this.world = world;
        this.journal = journal;
    }

    /**
     * The whole answer.
     *
     * @param seen see {@link Asked.Whole}
     */
    Asked.Whole ask(Step.AskModel question, Set<String> seen) throws InterruptedException {
        var answer = world.ask(question);
        var text = answer.text();
        // A local model is held to a form from its first token on, which a continuation would not begin.
        for (int number = 1; answer.cutOff() && number <= CONTINUATIONS
                && question.model().provider() == Provider.OPENAI; number++) {
            var part = question.part() + "+" + number;
            var prompt = next(question.prompt(), text);
            if (Prompts.tokens(prompt) > question.model().forPrompt(question.agent())
                    || !world.source().holds(question.agent().name(), question.subject(), question.attempt(),
                    part)) break;
            journal.append(new Event.Noted(question.subject().id(),
                    "the answer was cut off at the token limit; going on with it"));
            try (var again = world.firstTurn(question.model())) {
                answer = world.ask(question.next(Digest.of(List.of(question.key(), Digest.of(text), part)), part,
                        prompt, again));
            }
            text = joined(text, answer.text());
        }
        return new Asked.Whole(text, answer.cutOff(), seen);
    }

    /** The same prompt, what was answered to it so far, and the word to go on. */
    private Prompt next(Prompt prompt, String soFar) {
        var messages = new ArrayList<>(prompt.messages());
        messages.add(new Message("assistant", soFar));
        messages.addAll(prompts.of("continue", Map.of("last", lastLine(soFar), "fence", SourceText.fence(soFar)))
                .messages());
        return new Prompt(messages, prompt.cut(), prompt.template());
    }

    private static String lastLine(String text) {
        return text.substring(text.lastIndexOf('\n') + 1);
    }

    /**
     * Both parts as one text. A model may say the end of the first part once more before it goes on, open a fence that
     * is open already, or begin its whole answer anew; none of that is taken twice.
     */
    static String joined(String first, String next) {
        if (beginsAnew(first, next)) return next;
        var more = withoutFence(first, next);
        for (int length = Math.min(LONGEST_REPEAT,
                Math.min(first.length(), more.length())); length >= SHORTEST_REPEAT; length--) {
            if (first.regionMatches(first.length() - length, more, 0, length)) return first + more.substring(length);
        }
        var last = lastLine(first);
        // A line said again from its start is short, but what it begins with is known.
        if (!last.isBlank() && last.length() < SHORTEST_REPEAT && more.startsWith(last)
                && !first.equals(last)) return first + more.substring(last.length());
        return first + more;
    }

    private static boolean beginsAnew(String first, String next) {
        var lines = first.stripLeading().lines().limit(2).toList();
        // A fence alone is no beginning: it may be the one that is open, opened once more.
        var start = lines.isEmpty() ? "" : lines.getFirst().matches(FENCE) ? String.join("\n", lines).strip()
                : lines.getFirst().strip();
        return start.length() >= SHORTEST_START && next.stripLeading().startsWith(start) && !first.strip()
                .equals(start);
    }

    private static String withoutFence(String first, String next) {
        var lines = next.split("\n", 2);
        boolean fenced = lines.length == 2 && lines[0].matches(FENCE);
        return fenced && insideFence(first) ? lines[1] : next;
    }

    private static boolean insideFence(String text) {
        return open(text.lines().filter(line -> line.matches("\\s*(`{3,}|~{3,}).*")).map(String::strip).toList());
    }

    private static boolean open(List<String> fences) {
        String open = null;
        for (var fence : fences) {
            var marks = fence.replaceFirst("^(`+|~+).*", "$1");
            if (open == null) open = marks;
            else if (fence.equals(marks) && marks.startsWith(open)) open = null;
        }
        return open != null;
    }
}
