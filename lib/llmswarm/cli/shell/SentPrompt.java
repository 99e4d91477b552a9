package llmswarm.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import llmswarm.cli.screen.Amounts;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;

/** A prompt of a run as it was sent, and what was answered. */
public record SentPrompt(Event.AskedModel asked, Optional<Event.AnsweredModel> answered) {
    /** All of a journal, in order. */
    static List<SentPrompt> all(List<Entry> entries) {
        var sent = new ArrayList<SentPrompt>();
        for (var entry : entries) {
            if (entry.event() instanceof Event.AskedModel asked) sent.add(new SentPrompt(asked, Optional.empty()));
            if (entry.event() instanceof Event.AnsweredModel answer) {
                for (int i = sent.size() - 1; i >= 0; i--) {
                    if (!sent.get(i).isFor(answer)) continue;
                    sent.set(i, new SentPrompt(sent.get(i).asked, Optional.of(answer)));
                    break;
                }
            }
        }
        return sent;
    }

    private boolean isFor(Event.AnsweredModel answer) {
        return asked.task().equals(answer.task()) && asked.attempt() == answer.attempt()
                && asked.agent().equals(answer.agent()) && asked.part().equals(answer.part());
    }

    /** All messages, each under its role. */
    public String text() {
        return text(asked.messages());
    }

    static String text(List<Message> messages) {
        return messages.stream().map(message -> "--- %s ---\n%s".formatted(message.role(), message.text()))
                .collect(Collectors.joining("\n"));
    }

    /** The answer; empty where none came. */
    public String answer() {
        return answered.map(Event.AnsweredModel::text).orElse("");
    }

    List<String> cells() {
        var usage = answered.map(Event.AnsweredModel::usage).filter(used -> used.input() > 0);
        var about = asked.part().isEmpty() ? asked.task() : asked.task() + " " + asked.part();
        return List.of(about, Integer.toString(asked.attempt()), asked.agent(), asked.alias(),
                usage.map(used -> Amounts.tokens(used.input())).orElseGet(() -> "~" + Amounts.tokens(Prompts.tokens(new Prompt(asked.messages(), List.of(), "")))),
                answered.isEmpty() ? "no answer" : usage.map(used -> Amounts.tokens(used.output())).orElse("recorded"),
                answered.map(answer -> String.format(Locale.ROOT, "%.1f", answer.seconds())).orElse(""));
    }

    @Override
    public String toString() {
        return "\n" + text();
    }
}
