package llmswarm.prompt;

import java.util.List;
import java.util.stream.Stream;

import llmswarm.guard.Digest;

/**
 * What a model is sent.
 *
 * @param messages in order, the stable ones first
 * @param cut      paths of files that did not fit into the model's context
 * @param template digest of the templates it was rendered from, partials included
 */
public record Prompt(List<Message> messages, List<String> cut, String template) {
    public Prompt {
        messages = List.copyOf(messages);
        cut = List.copyOf(cut);
    }

    /** Digest of all messages: the identity of the prompt on a tape. */
    public String digest() {
        return Digest.of(messages.stream().flatMap(m -> Stream.of(m.role(), m.text())).toList());
    }
}
