package llmswarm.prompt;

import java.io.Writer;
import java.util.List;
import java.util.Map;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.Iteration;
import com.github.mustachejava.ObjectHandler;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.codes.IterableCode;
import com.github.mustachejava.util.Wrapper;

/**
 * Looks names up in maps and nowhere else; a value that is missing is an error, a section that is missing is left out.
 */
final class InertHandler implements ObjectHandler {
    private final Runnable clock;

    /** The clock is asked at every tag and throws when time is up. */
    InertHandler(Runnable clock) {
        this.clock = clock;
    }

    @Override
    public Binding createBinding(String name, TemplateContext context, Code code) {
        var section = code instanceof IterableCode;
        return scopes -> {
            clock.run();
            var value = lookUp(name, scopes);
            if (value == null && !section) throw new Trouble("'%s' has no value here.".formatted(name));
            return value;
        };
    }

    private static Object lookUp(String name, List<Object> scopes) {
        var parts = name.split("\\.");
        for (var scope : scopes.reversed()) {
            if (parts.length > 0 && scope instanceof Map<?, ?> map && map.containsKey(parts[0])) return descend(map,
                    parts);
        }
        return null;
    }

    private static Object descend(Object from, String[] parts) {
        var at = from;
        for (var part : parts) {
            // What lint lets stand behind a text is the form that JSON needs, or one of the text's choices.
            if (at instanceof String text && part.equals(Literal.JSON)) return Literal.json(text);
            if (at instanceof String text) return text.equals(part) ? true : null;
            if (!(at instanceof Map<?, ?> map)) return null;
            at = map.get(part);
        }
        return at;
    }

    @Override
    public Writer iterate(Iteration iteration, Writer writer, Object value, List<Object> scopes) {
        clock.run();
        if (!(value instanceof List<?> list)) return isFalse(value) ? writer : iteration.next(writer, value, scopes);
        var last = writer;
        for (var item : list) {
            clock.run();
            last = iteration.next(last, item, scopes);
        }
        return last;
    }

    @Override
    public Writer falsey(Iteration iteration, Writer writer, Object value, List<Object> scopes) {
        return isFalse(value) ? iteration.next(writer, value, scopes) : writer;
    }

    private static boolean isFalse(Object value) {
        return switch (value) {
            case null -> true;
            case Boolean truth -> !truth;
            case String text -> text.isEmpty();
            case List<?> list -> list.isEmpty();
            default -> false;
        };
    }

    @Override
    public String stringify(Object value) {
        return switch (value) {
            case Map<?, ?> map -> throw new Trouble("this is a group of values; name one of them.");
            case List<?> list -> throw new Trouble("this is a list; print it as {{#name}}{{.}}{{/name}}.");
            default -> value.toString();
        };
    }

    @Override
    public Object coerce(Object value) {
        return value;
    }

    @Override
    public Wrapper find(String name, List<Object> scopes) {
        return at -> lookUp(name, at);
    }

    /** What a template asked for and cannot have; the engine adds where. */
    static final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1;

        Trouble(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
