package llmswarm.prompt;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import llmswarm.prompt.Variables.Group;
import llmswarm.prompt.Variables.Shape;

/** What a name stands for inside nested sections: the innermost that knows its first part decides. */
final class Scope {
    private Scope() {
    }

    static Optional<Shape> find(String name, List<Shape> context) {
        var parts = name.split("\\.");
        if (parts.length == 0) return Optional.empty();
        for (var scope : context.reversed()) {
            if (scope instanceof Group group && group.parts().containsKey(parts[0])) return descend(group, parts);
        }
        return Optional.empty();
    }

    private static Optional<Shape> descend(Group from, String[] parts) {
        Shape at = from;
        for (var part : parts) {
            if (at instanceof Variables.Text text && (part.equals(Literal.JSON) || text.choices().contains(part))) {
                return Optional.of(at);
            }
            if (!(at instanceof Group group) || !group.parts().containsKey(part)) return Optional.empty();
            at = group.parts().get(part);
        }
        return Optional.of(at);
    }

    /** The names that could stand in the unknown one's place, with the same parts before the last dot. */
    static Collection<String> known(String name, List<Shape> context) {
        var dot = name.lastIndexOf('.');
        if (dot > 0 && find(name.substring(0, dot), context).orElse(null) instanceof Group group) {
            return group.parts().keySet().stream().map(part -> name.substring(0, dot + 1) + part).toList();
        }
        if (dot > 0 && find(name.substring(0, dot), context).orElse(null) instanceof Variables.Text text
                && !text.choices().isEmpty()) {
            return text.choices().stream().sorted().map(part -> name.substring(0, dot + 1) + part).toList();
        }
        var names = new TreeSet<String>();
        for (var scope : context) if (scope instanceof Group group) names.addAll(group.parts().keySet());
        return names;
    }
}
