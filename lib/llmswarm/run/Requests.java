package llmswarm.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import llmswarm.model.grammar.Masks;
import llmswarm.model.jlama.LocalParameters;
import llmswarm.prompt.Message;

/** What a question is to the provider that answers it. */
final class Requests {
    private final Masks masks = new Masks();

    /** @param redacted the question's messages as they may leave this process */
    ChatRequest of(Steps.Question q, List<Message> redacted) {
        var usual = ChatRequestParameters.builder().temperature(q.agent().temperature())
                .maxOutputTokens(q.model().forAnswer(q.agent().maxTokens()));
        q.format().ifPresent(usual::responseFormat);
        var messages = redacted.stream().map(Requests::message).toList();
        return ChatRequest.builder().messages(messages).parameters(switch (q.model().provider()) {
            case OPENAI -> usual.build();
            case JLAMA -> new LocalParameters(usual.build(), OptionalLong.empty(), Optional.empty(),
                    q.form().map(form -> vocabulary -> masks.of(form, vocabulary)));
        }).build();
    }

    private static ChatMessage message(Message message) {
        return switch (message.role()) {
            case "system" -> SystemMessage.from(message.text());
            case "assistant" -> AiMessage.from(message.text());
            default -> UserMessage.from(message.text());
        };
    }
}
