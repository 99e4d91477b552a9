package llmswarm.prompt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;

/** Renders the catalog's templates as one stack has them. */
public final class Templates {
    private final Catalog catalog;
    private final Optional<Stack> stack;
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    /** Templates of the stack come before those of the layers. */
    public Templates(Catalog catalog, Optional<Stack> stack) {
        this.catalog = catalog;
        this.stack = stack;
    }

    /** Notes every fault of every template, of conventions, scaffolds and commands; nothing is thrown. */
    public static void lint(Catalog catalog, Faults faults) {
        new TemplateLint(catalog, faults).check();
    }

    /** Whether there is such a template. */
    public boolean has(String name) {
        return source(name).isPresent();
    }

    /**
     * The template's text with the data put in: maps, lists, strings, records, truth values and numbers. {@link Stop}
     * when there is no such template, a value is missing, or a limit is reached (4 million characters, 5 seconds).
     */
    public String render(String name, Map<String, ?> data) {
        if (!has(name)) {
            throw Stop.usage("There is no template '%s'; put it into the folder templates of a layer or of the stack.".formatted(name));
        }
        return rendered(new Engine(this::source), name, data);
    }

    /** Digest of all that a prompt of that name is rendered from: template, companion and partials. */
    public String digest(String name) {
        return digests.computeIfAbsent(name, this::read);
    }

    private String read(String name) {
        var names = new LinkedHashSet<String>();
        Stream.of(name, name + ".system").filter(this::has).forEach(each -> collect(each, names));
        var parts = new ArrayList<String>();
        names.forEach(each -> parts.addAll(List.of(each, source(each).map(Source::digest).orElse(""))));
        return Digest.of(parts);
    }

    /**
     * Text that stands in another file, with the data put in; it may not include templates.
     *
     * @param place where the text begins, for errors
     */
    public static String renderText(String text, Place place, Map<String, ?> data) {
        var source = new Source(text, place, "");
        return rendered(new Engine(name -> Optional.of(source).filter(s -> name.equals(place.file()))), place.file(),
                data);
    }

    private static String rendered(Engine engine, String name, Map<String, ?> data) {
        try {
            return engine.render(name, data);
        } catch (Engine.Wrong wrong) {
            throw Stop.usage(wrong.place() + ": " + wrong.getMessage(), wrong);
        }
    }

    private void collect(String name, SequencedSet<String> names) {
        if (!has(name) || !names.add(name)) return;
        partials(tags(name)).forEach(partial -> collect(partial, names));
    }

    private List<Tag> tags(String name) {
        try {
            return new Engine(this::source).tags(name);
        } catch (Engine.Wrong told) {
            return List.of();
        }
    }

    private static Stream<String> partials(List<Tag> tags) {
        return tags.stream().flatMap(tag -> tag.kind() == Tag.Kind.PARTIAL ? Stream.of(tag.name())
                : partials(tag.inside()));
    }

    private Optional<Source> source(String name) {
        return catalog.template(name, stack);
    }
}
