package llmswarm.model.jlama;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import llmswarm.config.ModelSpec.Price;
import llmswarm.config.ModelSpec.Provider;
import llmswarm.config.ModelSpec;
import llmswarm.config.layer.Layer;
import llmswarm.model.hub.ModelStore;

/** Local models and questions to them, as the tests of this room use them. */
final class Locals {
    private Locals() {
    }

    /** One alias, {@code coder}, for that folder. */
    static ModelSpec spec(Path folder, int context, int parallel) {
        return spec("coder", folder.toString(), context, parallel);
    }

    static ModelSpec spec(String alias, String model, int context, int parallel) {
        return new ModelSpec(alias, Provider.JLAMA, model, Optional.empty(), Optional.empty(), context, parallel,
                Duration.ofMinutes(1), true, Price.NONE, Optional.empty(), Optional.empty(),
                new Layer(Layer.Origin.USER, Path.of("").toAbsolutePath(), "~/config"));
    }

    static JlamaModels models(List<String> said, ModelSpec... specs) {
        return new JlamaModels(List.of(specs), ModelStore.of(Map.of()), said::add, () -> Long.MAX_VALUE);
    }

    static ChatRequest ask(String question, ChatRequestParameters parameters) {
        return ask(List.of(SystemMessage.from("Be brief."), UserMessage.from(question)), parameters);
    }

    static ChatRequest ask(List<ChatMessage> messages, ChatRequestParameters parameters) {
        return ChatRequest.builder().messages(messages).parameters(parameters).build();
    }

    static ChatRequestParameters most(int tokens) {
        return DefaultChatRequestParameters.builder().temperature(0.0).maxOutputTokens(tokens).build();
    }

    static LocalParameters seeded(long seed, double temperature, double topP, int tokens) {
        return new LocalParameters(DefaultChatRequestParameters.builder().temperature(temperature).topP(topP)
                .maxOutputTokens(tokens).build(), OptionalLong.of(seed), Optional.empty(), Optional.empty());
    }

    static LocalParameters within(Duration timeout, int tokens) {
        return new LocalParameters(most(tokens), OptionalLong.empty(), Optional.of(timeout), Optional.empty());
    }

    static LocalParameters masked(Function<Vocabulary, TokenMask> mask, int tokens) {
        return new LocalParameters(most(tokens), OptionalLong.empty(), Optional.empty(), Optional.of(mask));
    }

    /** Asks and keeps all that is told. */
    static Heard hear(JlamaChatModel model, ChatRequest request) {
        var heard = new Heard();
        model.chat(request, heard);
        return heard;
    }

    static String text(JlamaChatModel model, ChatRequest request) {
        return hear(model, request).whole().aiMessage().text();
    }

    /** What a model told. */
    static class Heard implements StreamingChatResponseHandler {
        final List<String> pieces = new ArrayList<>();
        ChatResponse response;
        Throwable error;

        @Override
        public void onPartialResponse(String text) {
            pieces.add(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse whole) {
            response = whole;
        }

        @Override
        public void onError(Throwable failed) {
            error = failed;
        }

        ChatResponse whole() {
            if (error != null) throw new AssertionError(error);
            return response;
        }

        LocalUsage usage() {
            return (LocalUsage) whole().tokenUsage();
        }
    }

    static String repeated(String word, int times) {
        var words = new String[times];
        Arrays.setAll(words, i -> word + i);
        return String.join(" ", words);
    }
}
