package llmswarm.prompt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Source;
import llmswarm.prompt.Variables.Group;

/** Finds what would go wrong when templates are rendered, before any model is asked. */
final class TemplateLint {
    private final Catalog catalog;
    private final Faults faults;
    private final Map<Source, Parsed> parsed = new HashMap<>();

    TemplateLint(Catalog catalog, Faults faults) {
        this.catalog = catalog;
        this.faults = faults;
    }

    /** A template's tags, or why it has none. */
    private record Parsed(List<Tag> tags, Optional<Engine.Wrong> wrong) {
        static Parsed of(Source source) {
            try {
                return new Parsed(new Engine(name -> Optional.of(source)).tags(source.place().file()),
                        Optional.empty());
            } catch (Engine.Wrong wrong) {
                return new Parsed(List.of(), Optional.of(wrong));
            }
        }
    }

    void check() {
        check(Optional.empty(), Set.of());
        var basesFirst = Comparator.<Stack>comparingInt(stack -> stack.folders().size());
        catalog.readStacks().stream().sorted(basesFirst).forEach(stack -> {
            check(Optional.of(stack), catalog.promptsNeeded(stack));
            var of = faults.of("stack", stack.name());
            if (stack.base().isEmpty()) snippets(stack, of);
            else {
                var together = new Faults();
                snippets(stack, together);
                catalog.addTogether(stack, together, of);
            }
        });
    }

    private void snippets(Stack stack, Faults of) {
        for (var snippet : catalog.snippets(stack, of)) {
            var source = new Source(snippet.text(), snippet.place(), "");
            var more = snippet.more().stream()
                    .filter(name -> !name.equals(Stack.TOOLS) || !stack.tools().isEmpty()).toList();
            // Where tools may be named is a command, which may name the programs that the pack requires, too.
            var known = Variables.ofStack(stack, snippet.more().contains(Stack.TOOLS) ? stack.names()
                    : stack.variables().keySet(), more);
            new Walk(name -> Optional.empty(), List.of(), 0, of).walk(source, List.of(known));
        }
    }

    /** @param needed the templates of the agents that may work in the stack; a fault in one of them is the stack's */
    private void check(Optional<Stack> stack, Collection<String> needed) {
        var prompts = catalog.agentsOf(stack).stream().map(Agent::prompt).collect(Collectors.toSet());
        var names = catalog.templates(stack);
        for (var name : names) {
            var source = catalog.template(name, stack).orElseThrow();
            var known = Variables.of(name, prompts);
            var of = stack.filter(s -> Variables.inEveryRun(name, needed)).map(s -> faults.of("stack", s.name()))
                    .orElseGet(() -> faults.of("template", name));
            if (known.isEmpty()) tags(source, of);
            else new Walk(partial -> catalog.template(partial, stack), names, 0, of).walk(source, List.of(known.get()));
        }
    }

    private List<Tag> tags(Source source, Faults of) {
        var read = parsed.computeIfAbsent(source, Parsed::of);
        read.wrong().ifPresent(wrong -> of.add(wrong.place(), wrong.getMessage()));
        return read.tags();
    }

    /** One template in the company of the templates it includes. */
    private final class Walk {
        private static final int DEPTH = 8;
        private final Function<String, Optional<Source>> partials;
        private final Collection<String> names;
        private final int depth;
        private final Faults of;

        private Walk(Function<String, Optional<Source>> partials, Collection<String> names, int depth, Faults of) {
            this.partials = partials;
            this.names = names;
            this.depth = depth;
            this.of = of;
        }

        /** The context is what is known, the innermost section last. */
        private void walk(Source source, List<Variables.Shape> context) {
            walk(tags(source, of), source, context);
        }

        private void walk(List<Tag> tags, Source source, List<Variables.Shape> context) {
            for (var tag : tags) {
                switch (tag.kind()) {
                    case PARTIAL -> partial(tag, source, context);
                    case VALUE -> shape(tag, source, context).ifPresent(shape -> printable(tag, source, shape));
                    case INVERTED -> shape(tag, source, context)
                            .ifPresent(shape -> walk(tag.inside(), source, context));
                    case SECTION -> shape(tag, source, context)
                            .ifPresent(shape -> walk(tag.inside(), source, inner(context, shape)));
                }
            }
        }

        private void partial(Tag tag, Source source, List<Variables.Shape> context) {
            var included = partials.apply(tag.name());
            if (included.isEmpty()) fault(source, tag,
                    Nearest.unknown("template", tag.name(), "Known templates", names));
            else if (depth < DEPTH) new Walk(partials, names, depth + 1, of).walk(included.get(), context);
        }

        private Optional<Variables.Shape> shape(Tag tag, Source source, List<Variables.Shape> context) {
            if (tag.name().equals(".")) return Optional.of(context.getLast());
            var shape = Scope.find(tag.name(), context);
            if (shape.isEmpty()) {
                fault(source, tag, Nearest.unknown("variable", tag.name(), "Known here",
                        Scope.known(tag.name(), context)));
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
            of.add(Positions.of(source, tag), sentence);
        }
    }

    private static List<Variables.Shape> inner(List<Variables.Shape> context, Variables.Shape shape) {
        var inner = new ArrayList<>(context);
        inner.add(shape instanceof Variables.Many many ? many.each() : shape);
        return inner;
    }
}
