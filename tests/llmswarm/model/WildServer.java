package llmswarm.model;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import llmswarm.StubAnswer;
import llmswarm.StubServer;

/** A server that answers otherwise than the protocol says. */
abstract class WildServer {
    static final String STOP = "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n";
    static final String LENGTH = STOP.replace("stop", "length"), DONE = "data: [DONE]\n\n";

    final List<String> said = new CopyOnWriteArrayList<>();
    List<JsonNode> requests = List.of();

    static ChatRequest question(String text) {
        return ChatRequest.builder().messages(UserMessage.from(text)).maxOutputTokens(500).build();
    }

    static StubAnswer stream(String events) {
        return new StubAnswer.Garbage("text/event-stream", events + DONE);
    }

    String ask(StubAnswer... answers) throws InterruptedException {
        var next = new AtomicInteger();
        return reply(Given.question(), request -> answers[Math.min(next.getAndIncrement(), answers.length - 1)]).text();
    }

    Reply reply(ChatRequest question, StubAnswer answer) throws InterruptedException {
        return reply(question, request -> answer);
    }

    Reply reply(ChatRequest question, Function<JsonNode, StubAnswer> script) throws InterruptedException {
        try (var server = new StubServer(script)) {
            try {
                var spec = Given.planner(server.baseUrl());
                try (var models = Given.models(spec, said::add)) {
                    return models.endpoint(spec).ask(question, text -> { });
                }
            } finally {
                requests = server.requests().stream().map(StubServer.Request::body).toList();
            }
        }
    }

    void ask(URI address) throws InterruptedException {
        var spec = Given.planner(address);
        try (var models = Given.models(spec, said::add)) {
            models.endpoint(spec).ask(Given.question(), text -> { });
        }
    }
}
