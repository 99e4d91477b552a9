package llmswarm.prompt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.Faults;
import llmswarm.config.Nearest;
import llmswarm.config.Source;
import llmswarm.config.Stack;
import llmswarm.prompt.Variables.Group;

/** Finds what would go wrong when templates are rendered, before any model is asked. */
final class TemplateLint {
    private final Catalog catalog;
    private final Faults faults;
    private final Map<Source, List<Tag>> parsed = new HashMap<>();

    TemplateLint(Catalog catalog, Faults faults) {
        this.catalog = catalog;
        this.faults = faults;
    }

    void check() {
        check(Optional.empty());
        for (var stack : catalog.stacks()) {
            check(Optional.of(stack));
            for (var snippet : catalog.snippets(stack, faults)) {
                var source = new Source(snippet.text(), snippet.place(), "");
                var known = Variables.ofStack(stack.variables().keySet(), snippet.perFile());
                new Walk(name -> Optional.empty(), List.of(), 0).walk(source, List.of(known));
            }
        }
    }

    private void check(Optional<Stack> stack) {
        var prompts = catalog.agentsOf(stack).stream().map(Agent::prompt).collect(Collectors.toSet());
        var names = catalog.templates(stack);
        for (var name : names) {
            var source = catalog.template(name, stack).orElseThrow();
            var known = Variables.of(name, prompts);
            if (known.isEmpty()) tags(source);
            else new Walk(partial -> catalog.template(partial, stack), names, 0).walk(source, List.of(known.get()));
        }
    }

    private List<Tag> tags(Source source) {
        return parsed.computeIfAbsent(source, unread -> {
            try {
                return new Engine(name -> Optional.of(unread)).tags(unread.place().file());
            } catch (Engine.Wrong wrong) {
                faults.add(wrong.place(), wrong.getMessage());
                return List.of();
            }
        });
    }

    /** One template in the company of the templates it includes. */
    private final class Walk {
        private static final int DEPTH = 8;
        private final Function<String, Optional<Source>> partials;
        private final Collection<String> names;
        private final int depth;

        private Walk(Function<String, Optional<Source>> partials, Collection<String> names, int depth) {
            this.partials = partials;
            this.names = names;
            this.depth = depth;
        }

        /** The context is what is known, the innermost section last. */
        private void walk(Source source, List<Variables.Shape> context) {
            walk(tags(source), source, context);
        }

        private void walk(List<Tag> tags, Source source, List<Variables.Shape> context) {
            for (var tag : tags) {
                switch (tag.kind()) {
                    case PARTIAL -> partial(tag, source, context);
                    case VALUE -> shape(tag, source, context).ifPresent(shape -> printable(tag, source, shape));
                    case INVERTED -> shape(tag, source, context).ifPresent(shape -> walk(tag.inside(), source, context));
                    case SECTION -> shape(tag, source, context).ifPresent(shape -> walk(tag.inside(), source, inner(context, shape)));
                }
            }
        }

        private void partial(Tag tag, Source source, List<Variables.Shape> context) {
            var included = partials.apply(tag.name());
            if (included.isEmpty()) fault(source, tag, Nearest.unknown("template", tag.name(), "Known templates", names));
            else if (depth < DEPTH) new Walk(partials, names, depth + 1).walk(included.get(), context);
        }

        private Optional<Variables.Shape> shape(Tag tag, Source source, List<Variables.Shape> context) {
            if (tag.name().equals(".")) return Optional.of(context.getLast());
            var shape = Scope.find(tag.name(), context);
            if (shape.isEmpty()) {
                fault(source, tag, Nearest.unknown("variable", tag.name(), "Known here", Scope.known(tag.name(), context)));
            }
            return shape;
        }

        private void printable(Tag tag, Source source, Variables.Shape shape) {
            switch (shape) {
                case Variables.Text text -> { }
                case Group group -> fault(source, tag, "'%s' is a group of values; name one of them: %s."
                    .formatted(tag.name(), String.join(", ", group.parts().keySet())));
                case Variables.Many many -> fault(source, tag, "'%1$s' is a list; print it as {{#%1$s}}...{{/%1$s}}."
                    .formatted(tag.name()));
            }
        }

        private void fault(Source source, Tag tag, String sentence) {
            faults.add(Positions.of(source, tag), sentence);
        }
    }

    private static List<Variables.Shape> inner(List<Variables.Shape> context, Variables.Shape shape) {
        var inner = new ArrayList<>(context);
        inner.add(shape instanceof Variables.Many many ? many.each() : shape);
        return inner;
    }
}
