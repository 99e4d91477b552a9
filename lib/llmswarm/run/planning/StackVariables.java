package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import llmswarm.config.stack.Stack;
import llmswarm.config.stack.StackPart;
import llmswarm.config.stack.Variable;
import llmswarm.config.yaml.Nearest;
import llmswarm.config.yaml.Place;
import llmswarm.guard.Stop;
import llmswarm.prompt.Conventions;
import llmswarm.prompt.Templates;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import text.Printable;

/** The variables of a stack with the values that the user set, and what its conventions say with them. */
public record StackVariables(Map<String, String> options, World world, Answerer person) {
    /** Where nobody can be asked. */
    public StackVariables(Map<String, String> options) {
        this(options, null, Answerer.NOBODY);
    }

    /**
     * The stack with the values that the user set, and those that a person says where it has none; throws {@link Stop}
     * where one is unknown, does not fit or is missing.
     */
    Stack chosen(Stack stack) throws InterruptedException {
        var values = fitting(stack);
        var missing = new ArrayList<String>();
        for (var entry : stack.variables().entrySet()) {
            var name = entry.getKey();
            if (entry.getValue().usual().isPresent() || values.containsKey(name)) continue;
            asked(name, entry.getValue()).ifPresentOrElse(value -> values.put(name, value),
                    () -> missing.add("stack %s: the variable '%s' has no value (%s); say --set %s=%s".formatted(
                    stack.name(), name, told(entry.getValue()), name, example(name, entry.getValue()))));
        }
        if (!missing.isEmpty()) throw Stop.usage(missing);
        var set = stack.setting(values);
        fitting(set, set.values(Map.of()));
        return set;
    }

    /** What the user set, by the stack's names of its variables. */
    private Map<String, String> fitting(Stack stack) {
        var values = new LinkedHashMap<String, String>();
        var parts = stack.parts().isEmpty() ? Map.of(stack.asParts().getFirst(), options)
                : PartVariables.set(options, stack.parts());
        parts.forEach((part, own) -> own.forEach((name, value) -> {
            misfit(part.stack(), name, value).ifPresent(sentence -> {
                throw Stop.usage(sentence);
            });
            values.put(part.variable(name), value);
        }));
        return values;
    }

    /**
     * Those that take every value that the user set; throws {@link Stop} where none does. A value for the part of a
     * project, whose folder stands before a dot, is looked at when it is known which pack that is.
     */
    List<Stack> taking(List<Stack> stacks) {
        if (options.keySet().stream().anyMatch(name -> name.contains("."))) return stacks;
        var taking = stacks.stream().filter(stack -> options.entrySet().stream()
                .allMatch(value -> misfit(stack, value.getKey(), value.getValue()).isEmpty())).toList();
        if (!taking.isEmpty()) return taking;
        var known = new TreeMap<String, TreeSet<String>>();
        stacks.forEach(stack -> stack.variables().keySet().forEach(name ->
                known.computeIfAbsent(name, any -> new TreeSet<>()).add(stack.name())));
        var faults = new TreeSet<String>();
        options.forEach((name, value) -> {
            if (!known.containsKey(name)) {
                faults.add("--set %s=...: no stack has such a variable%s known: %s".formatted(name,
                        hint(name, known.keySet()), known.isEmpty() ? "none" : String.join(", ", known.keySet())));
            }
            stacks.stream().filter(stack -> stack.variables().containsKey(name))
                    .forEach(stack -> misfit(stack, name, value).ifPresent(faults::add));
        });
        throw Stop.usage(faults.isEmpty() ? List.of("no stack has all of the variables %s; name the stack with --stack"
                .formatted(String.join(", ", options.keySet()))) : List.copyOf(faults));
    }

    /** Why the value cannot be that of the stack's variable. */
    public static Optional<String> misfit(Stack stack, String name, String value) {
        var variable = stack.variables().get(name);
        if (variable == null) {
            var known = stack.variables().keySet();
            return Optional.of("--set %s=...: the stack '%s' has no such variable%s known: %s".formatted(name,
                    stack.name(), hint(name, known), known.isEmpty() ? "none" : String.join(", ", known)));
        }
        return variable.takes(value) ? Optional.empty()
                : Optional.of("--set %s=%s: the variable '%1$s' of the stack '%3$s' takes %4$s, not '%2$s'%5$s".formatted(
                name, Printable.escaped(value), stack.name(), variable.takes(), help(variable)));
    }

    private static String hint(String name, Collection<String> known) {
        var hint = Nearest.hint(name, known);
        return hint.isEmpty() ? ";" : hint;
    }

    /** What a person says to a variable without a value; empty where nobody does. */
    private Optional<String> asked(String name, Variable variable) throws InterruptedException {
        var wrong = "";
        for (int number = 1; person != Answerer.NOBODY; number++) {
            var question = "%sWhat is '%s'? It is %s%s".formatted(wrong, name, variable.takes(), help(variable));
            var reply = world.question(new Step.AskPerson(new QuestionId.OfVariable(name, number), question, ""));
            if (!reply.byPerson()) return Optional.empty();
            if (variable.takes(reply.answer())) return Optional.of(reply.answer());
            wrong = "'%s' does not fit. ".formatted(Printable.escaped(reply.answer()));
        }
        return Optional.empty();
    }

    private static String told(Variable variable) {
        return variable.help().isBlank() ? variable.takes() : variable.help() + "; " + variable.takes();
    }

    private static String help(Variable variable) {
        return variable.help().isBlank() ? "" : " (%s)".formatted(variable.help());
    }

    /** What stands for a value in the words to type. */
    private static String example(String name, Variable variable) {
        return variable.choices().isEmpty() ? name.toUpperCase(Locale.ROOT) : variable.choices().getFirst();
    }

    /** Throws {@link Stop} where a default, once the variables in it have their values, does not fit. */
    static Map<String, String> fitting(Stack stack, Map<String, String> values) {
        stack.variables().forEach((name, variable) -> {
            var value = values.get(name);
            if (value != null && !variable.takes(value)) throw Stop.usage(
                    "stack %s: the default of '%s' becomes '%s', but the variable takes %s; say --set %2$s=%5$s"
                    .formatted(stack.name(), name, Printable.escaped(value), variable.takes(),
                    example(name, variable)));
        });
        return values;
    }

    /** The conventions as the planner reads them, when the project has no name yet. */
    public static Conventions beforeThePlan(Stack stack) {
        return conventions(stack, stack.values(Map.of("name", "(the plan's name)", "module",
                "(the plan's name with underscores)", "summary", "")));
    }

    static Conventions conventions(Stack stack, Map<String, String> values) {
        if (stack.parts().isEmpty()) return new Conventions(rendered(stack, values));
        var each = new LinkedHashMap<StackPart, String>();
        stack.parts().forEach(part -> each.put(part, rendered(part.stack(), part.own(values))));
        return new Conventions("", each);
    }

    private static String rendered(Stack stack, Map<String, String> values) {
        return Templates.renderText(stack.conventions(), Place.file("conventions of " + stack.name()),
                stack.data(values));
    }
}
