package llmswarm.model;

import java.time.Duration;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** Hands langchain4j a {@link Wire}; the time limits it would set are kept by {@link RequestTry}. */
record WireBuilder(Wire wire) implements HttpClientBuilder {
    /** For langchain4j, which hears nothing of the answer. */
    static final StreamingChatResponseHandler UNUSED = new StreamingChatResponseHandler() {
        @Override
        public void onCompleteResponse(ChatResponse never) {
            throw new IllegalStateException();
        }

        @Override
        public void onError(Throwable never) {
            throw new IllegalStateException(never);
        }
    };

    @Override
    public Duration connectTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        return this;
    }

    @Override
    public Duration readTimeout() {
        return null;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        return this;
    }

    @Override
    public HttpClient build() {
        return wire;
    }
}
