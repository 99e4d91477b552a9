package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers of a server, byte by byte. */
abstract class RawAnswers {
    static final String TEXT = "Grüße, it works 🌍.";
    static final String STOP = "data: {\"choices\": [{\"delta\": {}, \"finish_reason\": \"stop\"}]}\n\n";
    static final String USAGE = "data: {\"choices\": [], \"usage\": {\"prompt_tokens\": 7, \"completion_tokens\": 3}}\n\n";
    static final String DONE = "data: [DONE]\n\n";

    final List<String> said = new CopyOnWriteArrayList<>();
    final List<String> pieces = new ArrayList<>();

    Reply ask(String stream) throws Exception {
        return answered(out -> out.write(RawServer.bytes(RawServer.STREAM + stream)));
    }

    Reply answered(RawServer.Answer answer) throws Exception {
        try (var server = RawServer.closing(answer)) {
            return ask(server);
        }
    }

    Reply raw(String answer) throws Exception {
        if (answer.startsWith(RawServer.CHUNKED)) {
            try (var server = new RawServer(answer)) {
                return ask(server);
            }
        }
        return answered(out -> out.write(RawServer.bytes(answer)));
    }

    /** The smallest context, so that the limits are the smallest. */
    Reply ask(RawServer server) throws InterruptedException {
        var spec = Given.within(256, Duration.ofSeconds(40), server.baseUrl());
        try (var models = Given.models(spec, said::add)) {
            return models.endpoint(spec).ask(Given.question(), pieces::add);
        }
    }

    String failed(String stream) {
        return assertThrows(ModelFailed.class, () -> ask(stream)).getMessage();
    }

    static String piece(String text) {
        return "data: {\"choices\": [{\"delta\": {\"content\": \"" + text + "\"}}]}\n\n";
    }
}
