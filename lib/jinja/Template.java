package jinja;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

import jinja.syntax.Parser;
import jinja.syntax.Statement;
import jinja.value.RenderingLimits;
import jinja.value.TemplateFault;
import jinja.value.JinjaValues;

/** A template that was read, ready to be rendered any number of times. */
public final class Template {
    private final List<Statement> statements;

    private Template(List<Statement> statements) {
        this.statements = statements;
    }

    /** Throws {@link TemplateFault} with the line for what cannot be read or is not known. */
    public static Template of(String source) {
        var statements = Parser.parse(source);
        return new Template(statements);
    }

    /**
     * The text it makes.
     *
     * @param values texts, numbers, truths, null, lists and maps of these, by the names the template knows them by
     * @param now    what {@code strftime_now} shows
     * @param watch  called between the steps; what it throws ends the rendering
     * @throws TemplateFault when a value has not what is asked of it, when the template itself refuses, or when it
     *                       makes more than 64 million characters or lists of more than 100,000 entries
     */
    public String render(Map<String, Object> values, LocalDateTime now, Runnable watch) {
        var globals = Globals.scope(now);
        values.forEach((name, value) -> globals.set(name, JinjaValues.taken(value)));
        return new Renderer(new VariableScope(globals), new RenderingLimits(watch)).render(statements);
    }
}
