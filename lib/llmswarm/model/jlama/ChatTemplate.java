package llmswarm.model.jlama;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import jinja.Template;
import jinja.value.TemplateFault;

/**
 * The chat template that comes with a model. Not rendered by Jlama, which overhears what the template refuses and runs
 * braces in messages as a template too, nor by Jinjava, which renders much of Jinja otherwise or as nothing.
 */
final class ChatTemplate {
    private record Turn(String role, String content) {
        Map<String, Object> message() {
            var message = new LinkedHashMap<String, Object>();
            message.put("role", role);
            message.put("content", content);
            return message;
        }
    }

    private final Template template;
    private final String begin;
    private final String end;

    /**
     * Throws {@link TemplateFault} for a template that cannot be read.
     *
     * @param begin the mark a text begins with, as the template may want it; {@code end} likewise
     */
    ChatTemplate(String template, String begin, String end) {
        this.template = Template.of(template);
        this.begin = begin;
        this.end = end;
    }

    /**
     * The prompt, ready for the model's turn. A template without a system role gets that text at the head of the first
     * user message.
     *
     * @param guard takes the power from control marks in the messages
     * @throws IllegalArgumentException when the template refuses the messages or cannot be rendered with them
     */
    String render(List<ChatMessage> messages, UnaryOperator<String> guard) {
        var turns = messages.stream().map(message -> turn(message, guard)).toList();
        var system = turns.stream().filter(turn -> turn.role.equals("system")).toList();
        try {
            var asTheyAre = rendered(turns);
            if (system.stream().allMatch(turn -> asTheyAre.contains(turn.content.strip()))) return asTheyAre;
        } catch (TemplateFault fault) {
            if (system.isEmpty()) throw refused(fault);
        }
        try {
            return rendered(withoutSystem(turns));
        } catch (TemplateFault fault) {
            throw refused(fault);
        }
    }

    private String rendered(List<Turn> turns) {
        var values = new HashMap<String, Object>();
        values.put("messages", turns.stream().map(Turn::message).toList());
        values.put("add_generation_prompt", true);
        // as Transformers does: none is not undefined, and a mark that a model has not is
        values.put("tools", null);
        values.put("documents", null);
        if (!begin.isEmpty()) values.put("bos_token", begin);
        if (!end.isEmpty()) values.put("eos_token", end);
        var prompt = template.render(values, LocalDateTime.now(), OwnThread::endIfInterrupted);
        if (prompt.isBlank()) {
            throw new IllegalArgumentException(
                    "the chat template makes nothing of these messages; use another model in models.yaml");
        }
        return prompt;
    }

    private static IllegalArgumentException refused(TemplateFault fault) {
        return new IllegalArgumentException((fault.isRefusal() ? "the chat template refuses these messages: '%s'"
                : "the chat template cannot be rendered: %s").formatted(fault.getMessage())
                + "; use another model in models.yaml", fault);
    }

    private static List<Turn> withoutSystem(List<Turn> turns) {
        var system = new ArrayList<String>();
        var others = new ArrayList<Turn>();
        for (var turn : turns) {
            if (turn.role.equals("system")) {
                system.add(turn.content);
            } else if (turn.role.equals("user") && !system.isEmpty()) {
                others.add(new Turn("user", String.join("\n\n", system) + "\n\n" + turn.content));
                system.clear();
            } else {
                others.add(turn);
            }
        }
        if (!system.isEmpty()) others.add(new Turn("user", String.join("\n\n", system)));
        return others;
    }

    private static Turn turn(ChatMessage message, UnaryOperator<String> guard) {
        return switch (message) {
            case SystemMessage system -> new Turn("system", guard.apply(system.text()));
            case UserMessage user -> new Turn("user", guard.apply(user.singleText()));
            case AiMessage answer -> new Turn("assistant", guard.apply(Objects.toString(answer.text(), "")));
            default -> throw new IllegalArgumentException("a local model takes texts only, not " + message.type());
        };
    }
}
