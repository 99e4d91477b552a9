package llmswarm.cli.shell;

import llmswarm.cli.screen.Amounts;
import llmswarm.run.PromptPreview;

/** A prompt as it would be sent, which nobody was sent. */
public record ShownPrompt(PromptPreview preview) {
    /** All messages, each under its role. */
    public String text() {
        return SentPrompt.text(preview.prompt().messages());
    }

    /** The size, in tokens, as it is estimated. */
    public int tokens() {
        return preview.tokens();
    }

    @Override
    public String toString() {
        var cut = preview.prompt().cut();
        return "\n%s\n--- about %s of the %s that %s has room for%s ---".formatted(text(),
                Amounts.count(tokens(), "token"), Amounts.tokens(preview.room()), preview.model().alias(),
                cut.isEmpty() ? "" : "; left out: " + String.join(", ", cut));
    }
}
