package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The description of the server and what it answers are the same. */
class OpenApiTest {
    private final OpenApi api = new OpenApi();
    @TempDir
    Path folder;

    @Test
    void eachRouteIsDescribedAndEachDescribedOneIsARoute() {
        try (var served = new Served(folder)) {
            assertEquals(String.join("\n", api.operations()), String.join("\n", new TreeSet<>(served.serve.routes())));
        }
    }

    /** Whatever is sent, the answer has one of the forms that the description names. */
    @Test
    void everyAnswerIsAsItIsDescribedOfARunThatIsThereOfOneThatIsNotAndOfANonsensicalBody() {
        try (var served = new Served(folder)) {
            var run = served.begin("");
            served.until(run, "ended");
            var asked = served.begun("{\"spec\": \"Notes, please.\", \"stack\": [\"notes\"], \"tasks\": \"many\"}");
            served.question(asked);
            int answered = 0;
            for (var operation : api.operations()) {
                var words = operation.split(" ");
                if (words[1].endsWith("/events")) continue;
                for (var id : new String[] {run, asked, "none"}) {
                    var path = words[1].replace("{run}", id).replace("{question}", "1") + (words[1].endsWith("/file") ? "?path=a.txt" : "");
                    var body = id.equals(run) ? "{\"what\": \"%s\", \"preview\": true}".formatted(run) : "{\"odd\": 1}";
                    var response = words[0].equals("GET") ? served.get(path) : words[1].endsWith("/approve") ? null : served.send(words[0], path, body);
                    if (response == null) continue;
                    var type = response.headers().firstValue("Content-Type").orElse("");
                    JsonNode json = type.startsWith("application/") && type.endsWith("json") ? Served.json(response)
                            : type.isEmpty() ? MissingNode.getInstance() : Served.JSON.getNodeFactory().textNode(response.body());
                    assertEquals(List.of(), api.faults(operation, response.statusCode(), json), operation + " " + response.body());
                    if (response.statusCode() < 300) answered++;
                    assertTrue(response.statusCode() != 500, operation + " " + response.body());
                    if (id.equals("none") && words[1].contains("{run}")) assertTrue(response.statusCode() >= 400, operation);
                }
            }
            assertTrue(answered > 25, "only %d were answered".formatted(answered));
        }
    }
}
