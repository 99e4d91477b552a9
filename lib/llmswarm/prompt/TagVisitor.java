package llmswarm.prompt;

import java.util.ArrayList;
import java.util.List;

import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheVisitor;
import com.github.mustachejava.Mustache;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.codes.DefaultMustache;
import llmswarm.prompt.InertHandler.Trouble;

/** Compiles one level of a template, remembers its tags, and refuses what only this Mustache engine knows. */
final class TagVisitor extends DefaultMustacheVisitor {
    private final Engine engine;
    private final List<Tag> tags = new ArrayList<>();

    TagVisitor(Engine engine) {
        super(engine);
        this.engine = engine;
    }

    /** A compiled template and its tags. */
    static final class Tagged extends DefaultMustache {
        private final List<Tag> tags;

        private Tagged(TemplateContext context, Engine engine, Code[] codes, List<Tag> tags) {
            super(context, engine, codes, context.file());
            this.tags = List.copyOf(tags);
        }

        List<Tag> tags() {
            return tags;
        }
    }

    @Override
    public Mustache mustache(TemplateContext context) {
        engine.leave();
        return new Tagged(context, engine, list.toArray(Code[]::new), tags);
    }

    @Override
    public void value(TemplateContext context, String name, boolean encoded) {
        tags.add(engine.tag(Tag.Kind.VALUE, name, context.line(), List.of()));
        super.value(context, name, encoded);
    }

    @Override
    public void iterable(TemplateContext context, String name, Mustache inside) {
        tags.add(engine.tag(Tag.Kind.SECTION, name, context.line(), ((Tagged) inside).tags()));
        super.iterable(context, name, inside);
    }

    @Override
    public void notIterable(TemplateContext context, String name, Mustache inside) {
        tags.add(engine.tag(Tag.Kind.INVERTED, name, context.line(), ((Tagged) inside).tags()));
        super.notIterable(context, name, inside);
    }

    @Override
    public void partial(TemplateContext context, String name, String indent) {
        tags.add(engine.tag(Tag.Kind.PARTIAL, name, context.line(), List.of()));
        super.partial(context, name, indent);
    }

    @Override
    public void dynamicPartial(TemplateContext context, String name, String indent) {
        throw refused(context, "{{>*");
    }

    @Override
    public void extend(TemplateContext context, String name, Mustache inside) {
        throw refused(context, "{{<");
    }

    @Override
    public void name(TemplateContext context, String name, Mustache inside) {
        throw refused(context, "{{$");
    }

    @Override
    public void checkName(TemplateContext context, String name, Mustache inside) {
        throw refused(context, "{{?");
    }

    @Override
    public void pragma(TemplateContext context, String name, String arguments) {
        throw refused(context, "{{%");
    }

    private static MustacheException refused(TemplateContext context, String tag) {
        return new MustacheException(new Trouble("tags that begin with %s are not known.".formatted(tag)), context);
    }
}
