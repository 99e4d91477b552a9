//DEPS com.hubspot.jinjava:jinjava:2.8.3
//DEPS org.apache.commons:commons-lang3:3.20.0
package llmswarm.model.jlama;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError.ErrorType;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.tree.Node;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * The chat template that comes with a model. Not rendered by Jlama, which overhears what the template refuses, runs
 * braces in messages as a template too, and brings a Jinjava with CVE-2025-59340 and CVE-2026-25526.
 */
final class ChatTemplate {
    private static final int MOST_CHARACTERS = 64 << 20, MOST_ENTRIES = 100_000;

    private record Turn(String role, String content) {
    }

    private final Jinjava jinjava;
    private final String template;
    private final String begin;
    private final String end;

    /** @param begin the mark a text begins with, as the template may want it; {@code end} likewise */
    ChatTemplate(String template, String begin, String end) {
        this.template = template;
        this.begin = begin;
        this.end = end;
        jinjava = new Jinjava(JinjavaConfig.newBuilder().withTrimBlocks(true).withLstripBlocks(true)
                .withMaxOutputSize(MOST_CHARACTERS).withMaxStringLength(MOST_CHARACTERS)
                .withProcessors(JinjavaProcessors.newBuilder().withNodePreProcessor(ChatTemplate::begin).build())
                .withMaxListSize(MOST_ENTRIES).withMaxMapSize(MOST_ENTRIES)
                .withNestedInterpretationEnabled(false) // or braces in somebody's text would be run
                .withLegacyOverrides(LegacyOverrides.newBuilder().withParseWhitespaceControlStrictly(true)
                        .withUseTrimmingForNotesAndExpressions(true).withUseSnakeCasePropertyNaming(true)
                        .withKeepNullableLoopValues(true).build())
                .build());
        jinjava.getGlobalContext().registerFunction(
                new ELFunctionDefinition("", "raise_exception", ChatTemplate.class, "refuse", String.class));
    }

    /** Jinjava only notes that its thread is interrupted, and goes on with the loop. */
    private static void begin(Node node, JinjavaInterpreter interpreter) {
        OwnThread.endIfInterrupted();
        interpreter.getContext().setCurrentNode(node);
    }

    /** Called by templates that do not take the messages they are given. */
    public static String refuse(String reason) {
        throw new IllegalArgumentException(reason);
    }

    /**
     * The prompt, ready for the model's turn. A template without a system role gets that text at the head of the first
     * user message.
     *
     * @param guard takes the power from control marks in the messages
     * @throws IllegalArgumentException when the template refuses the messages
     */
    String render(List<ChatMessage> messages, UnaryOperator<String> guard) {
        var turns = messages.stream().map(message -> turn(message, guard)).toList();
        var asTheyAre = rendered(turns).filter(prompt -> turns.stream().filter(turn -> turn.role.equals("system"))
                .allMatch(turn -> prompt.contains(turn.content.strip())));
        return asTheyAre.or(() -> rendered(withoutSystem(turns)))
                .orElseThrow(() -> new IllegalArgumentException("the chat template refuses these messages"));
    }

    private Optional<String> rendered(List<Turn> turns) {
        var values = Map.of("messages", turns.stream().map(turn -> Map.of("role", turn.role, "content", turn.content))
                .toList(), "add_generation_prompt", true, "bos_token", begin, "eos_token", end);
        var result = jinjava.renderForResult(template, values);
        var failed = result.getErrors().stream().anyMatch(error -> error.getSeverity() == ErrorType.FATAL);
        return failed || result.getOutput().isBlank() ? Optional.empty() : Optional.of(result.getOutput());
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
            case AiMessage answer -> new Turn("assistant", guard.apply(Optional.ofNullable(answer.text()).orElse("")));
            default -> throw new IllegalArgumentException("a local model takes texts only, not " + message.type());
        };
    }
}
