package llmswarm.model.habits;

import java.util.ArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The messages of a request. */
public final class Messages {
    private Messages() {
    }

    /** Characters of all messages. */
    public static int length(ObjectNode request) {
        int sum = 0;
        for (var message : request.path("messages")) sum += message.path("content").asText().length();
        return sum;
    }

    static boolean hasSystem(JsonNode request) {
        for (var message : request.path("messages")) if (isSystem(message)) return true;
        return false;
    }

    /** Puts the text behind the last message. */
    static void add(ObjectNode request, String text) {
        var messages = request.path("messages");
        if (messages.path(messages.size() - 1) instanceof ObjectNode last) {
            last.put("content", last.path("content").asText() + text);
        }
    }

    /** Puts all that system messages say in front of the first message of the user. */
    static void joinSystem(ObjectNode request) {
        if (!(request.path("messages") instanceof ArrayNode messages) || !hasSystem(request)) return;
        var said = new ArrayList<String>();
        for (var all = messages.elements(); all.hasNext();) {
            var message = all.next();
            if (!isSystem(message)) continue;
            said.add(message.path("content").asText());
            all.remove();
        }
        for (var message : messages) {
            if (message instanceof ObjectNode user && user.path("role").asText().equals("user")) {
                said.add(user.path("content").asText());
                user.put("content", String.join("\n\n", said));
                return;
            }
        }
        messages.insertObject(0).put("role", "user").put("content", String.join("\n\n", said));
    }

    static boolean hasAnswer(JsonNode request) {
        for (var message : request.path("messages")) if (message.path("role").asText().equals("assistant")) return true;
        return false;
    }

    /** Puts all but the system messages into one of the user, in which the model's own words are told as such. */
    static void joinAnswers(ObjectNode request) {
        if (!(request.path("messages") instanceof ArrayNode messages) || !hasAnswer(request)) return;
        var said = new ArrayList<String>();
        for (var all = messages.elements(); all.hasNext();) {
            var message = all.next();
            if (isSystem(message)) continue;
            var text = message.path("content").asText();
            said.add(message.path("role").asText().equals("assistant") ? "So far you answered:\n\n" + text : text);
            all.remove();
        }
        messages.addObject().put("role", "user").put("content", String.join("\n\n", said));
    }

    private static boolean isSystem(JsonNode message) {
        var role = message.path("role").asText();
        return role.equals("system") || role.equals("developer");
    }
}
