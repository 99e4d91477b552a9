package llmswarm.prompt;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import com.github.mustachejava.MustacheVisitor;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;
import llmswarm.prompt.InertHandler.Trouble;

//DEPS com.github.spullara.mustache.java:compiler:0.9.14
/**
 * Mustache for one rendering: strict, unescaped, without reflection and file system, bounded in depth, time and size.
 */
final class Engine extends DefaultMustacheFactory {
    /** What went wrong in a template, and where. */
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Place place;

        private Wrong(Place place, String sentence, Throwable cause) {
            super(sentence, cause);
            this.place = place;
        }

        Place place() {
            return place;
        }
    }

    private static final int RECURSION = 8, NESTING = 32, CHARACTERS = 4 << 20;
    private static final Duration TIME = Duration.ofSeconds(5);

    private final Function<String, Optional<Source>> lookUp;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final Duration time;
    private final long end;
    private int depth;

    /** Templates and partials are looked up by name, here and nowhere else. */
    Engine(Function<String, Optional<Source>> lookUp) {
        this(lookUp, TIME);
    }

    /** With another limit than five seconds. */
    Engine(Function<String, Optional<Source>> lookUp, Duration time) {
        this.lookUp = lookUp;
        this.time = time;
        this.end = System.nanoTime() + time.toNanos();
        setRecursionLimit(RECURSION);
        setObjectHandler(new InertHandler(this::hurry));
    }

    /** The template's text with the data put in. */
    String render(String name, Map<String, ?> data) {
        var out = new Capped();
        return located(name, () -> {
            compile(name).execute(out, (Object) Inert.of(data));
            return out.text.toString();
        });
    }

    /** The template's tags; partials are not followed. */
    List<Tag> tags(String name) {
        return located(name, () -> ((TagVisitor.Tagged) mc.compile(getReader(name), name)).tags());
    }

    private <T> T located(String name, Supplier<T> work) {
        try {
            return work.get();
        } catch (MustacheException wrong) {
            throw wrong(wrong, name);
        } catch (Trouble trouble) {
            throw new Wrong(place(name), trouble.getMessage(), trouble);
        } catch (IndexOutOfBoundsException delimiters) {
            throw new Wrong(place(name), "delimiters set by {{= =}} must have two characters each.", delimiters);
        }
    }

    private Wrong wrong(MustacheException outer, String name) {
        var context = outer.getContext();
        Throwable cause = outer;
        for (; cause.getCause() != null && !(cause instanceof Trouble); cause = cause.getCause()) {
            if (cause.getCause() instanceof MustacheException inner && inner.getContext() != null) context =
                    inner.getContext();
        }
        var file = context == null ? name : context.file();
        var place = context == null ? place(name) : Positions.of(sources.get(file), context.line());
        return new Wrong(place, cause instanceof Trouble ? cause.getMessage() : Syntax.sentence(cause.getMessage()),
                outer);
    }

    private Place place(String name) {
        return Optional.ofNullable(sources.get(name)).map(Source::place).orElse(Place.file(name));
    }

    @Override
    public Reader getReader(String name) {
        hurry();
        var source = lookUp.apply(name).orElseThrow(() -> new Trouble("there is no template '%s'.".formatted(name)));
        sources.put(name, source);
        return new StringReader(source.text());
    }

    @Override
    public String resolvePartialPath(String folder, String name, String extension) {
        return name;
    }

    @Override
    public void encode(String value, Writer writer) {
        try {
            writer.write(value);
        } catch (IOException impossible) {
            throw new IllegalStateException("memory cannot fail to be written", impossible);
        }
    }

    @Override
    public MustacheVisitor createMustacheVisitor() {
        if (++depth > NESTING) throw new Trouble("sections are nested more than %d deep.".formatted(NESTING));
        return new TagVisitor(this);
    }

    /** A tag as the visitors come upon it. */
    Tag tag(Tag.Kind kind, String name, int line, List<Tag> inside) {
        var nth = alike.merge("%d %s %s".formatted(line, kind, name), 1, Integer::sum) - 1;
        return new Tag(kind, name, line, nth, inside);
    }

    /** One level of a template is compiled. */
    void leave() {
        depth--;
    }

    private void hurry() {
        if (System.nanoTime() - end > 0) {
            throw new Trouble("takes longer than %d seconds to render; it may repeat itself.".formatted(time.toSeconds()));
        }
    }

    private final class Capped extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(char[] characters, int from, int count) {
            hurry();
            if (text.length() + count > CHARACTERS) throw new Trouble("makes more than 4 million characters; it may repeat itself.");
            text.append(characters, from, count);
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }
}
