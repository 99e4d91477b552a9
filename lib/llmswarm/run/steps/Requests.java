package llmswarm.run.steps;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import llmswarm.config.Effort;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Redacted;
import llmswarm.model.habits.SchemaText;
import llmswarm.model.grammar.Masks;
import llmswarm.model.jlama.LocalParameters;
import llmswarm.prompt.Message;

/** What a question is to the provider that answers it. */
final class Requests {
    /** Bytes that a message's role and its ends count as. */
    private static final int BETWEEN = 24;

    private final Masks masks = new Masks();

    /** @param redacted the texts of the prompt's messages */
    ChatRequest of(Step.AskModel q, List<Redacted> redacted) {
        var usual = OpenAiChatRequestParameters.builder().temperature(q.agent().temperature())
                .maxOutputTokens(q.model().forAnswer(q.agent()) + q.model().toThink(q.agent()));
        q.model().effort(q.agent()).map(Effort::word).ifPresent(usual::reasoningEffort);
        q.format().ifPresent(usual::responseFormat);
        var roles = q.prompt().messages().stream().map(Message::role).iterator();
        var messages = asked(q, redacted.stream().map(text -> new Message(roles.next(), text.text())).toList()).stream()
                .map(Requests::message).toList();
        return ChatRequest.builder().messages(messages).parameters(switch (q.model().provider()) {
            case OPENAI -> usual.build();
            case JLAMA -> new LocalParameters(usual.build(), OptionalLong.empty(), Optional.empty(),
                    q.form().map(form -> vocabulary -> masks.of(form, vocabulary)));
        }).build();
    }

    /** UTF-8 bytes of a prompt as it is sent, with the schema of its answer and what servers put between messages. */
    static long bytes(Step.AskModel q) {
        long schema = q.format().map(format -> ((JsonRawSchema) format.jsonSchema().rootElement()).schema())
                .map(text -> (long) text.getBytes(StandardCharsets.UTF_8).length).orElse(0L);
        return schema + q.prompt().messages().stream()
                .mapToLong(message -> BETWEEN + message.text().getBytes(StandardCharsets.UTF_8).length).sum();
    }

    /** A model in this process is held to a form, or has to be told what its answer looks like. */
    private static List<Message> asked(Step.AskModel q, List<Message> messages) {
        boolean told = q.model().provider() == ModelSpec.Provider.JLAMA && q.form().isEmpty() && q.format().isPresent();
        if (!told) return messages;
        var last = messages.getLast();
        var schema = ((JsonRawSchema) q.format().get().jsonSchema().rootElement()).schema();
        return Stream.concat(messages.stream().limit(messages.size() - 1),
                Stream.of(new Message(last.role(), last.text() + SchemaText.of(schema)))).toList();
    }

    private static ChatMessage message(Message message) {
        return switch (message.role()) {
            case "system" -> SystemMessage.from(message.text());
            case "assistant" -> AiMessage.from(message.text());
            default -> UserMessage.from(message.text());
        };
    }
}
