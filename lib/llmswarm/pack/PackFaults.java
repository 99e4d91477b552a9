package llmswarm.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmswarm.check.CheckRunner;
import llmswarm.check.PackTools;
import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Place;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.prompt.Templates;

/** Faults of a pack that reading its files does not show: they need values for its variables. */
final class PackFaults {
    private final Catalog catalog;
    private final Stack stack;
    private final Map<String, String> values;
    private final StackPlaces places;
    private final List<String> found = new ArrayList<>();

    private PackFaults(Catalog catalog, Stack stack) {
        this.catalog = catalog;
        this.values = SampleValues.of(stack);
        this.values.put(Stack.TOOLS, PackTools.PLACE);
        this.stack = stack.filled(values);
        this.places = StackPlaces.of(stack);
    }

    /** A sentence each, with its place. */
    static List<String> of(Catalog catalog, Stack stack) {
        var faults = new PackFaults(catalog, stack);
        faults.globs();
        faults.shared();
        faults.scaffold();
        return List.copyOf(faults.found);
    }

    private void globs() {
        for (int i = 0; i < stack.tests().size(); i++) glob("tests[%d]".formatted(i), stack.tests().get(i));
        for (int i = 0; i < stack.checks().size(); i++) {
            var check = stack.checks().get(i);
            var at = "checks[%d].".formatted(i);
            check.files().ifPresent(glob -> glob(at + "files", glob));
            for (int j = 0; j < check.reads().size(); j++) glob(at + "reads[%d]".formatted(j), check.reads().get(j));
        }
        for (int i = 0; i < stack.contracts().size(); i++) {
            var at = "contracts[%d].files".formatted(i);
            stack.contracts().get(i).files().ifPresent(glob -> glob(at, glob));
        }
    }

    private void glob(String path, String glob) {
        // A variable that nothing fills in is told as unknown.
        if (glob.contains("{{")) return;
        try {
            CheckRunner.matching(List.of(glob));
        } catch (IllegalArgumentException wrong) {
            found.add(places.told(path, "'%s' is no pattern of paths that can be used: %s.".formatted(path,
                    wrong.getMessage())));
        }
    }

    private void shared() {
        for (int i = 0; i < stack.setup().shared().size(); i++) {
            var name = stack.setup().shared().get(i);
            path(name, List.of(name), places.of("shared[%d]".formatted(i)));
        }
    }

    private void scaffold() {
        var sources = new TreeMap<String, String>();
        for (var name : catalog.scaffold(stack).keySet()) {
            var place = Place.file(stack.folders().getFirst().shown("scaffold/" + name));
            try {
                var path = Templates.renderText(name.replaceFirst("\\.mustache$", ""), place, values);
                var other = sources.putIfAbsent(path, name);
                if (other != null) found.add("%s: becomes '%s', as '%s' does; a project can have one of them.".formatted(place, path, other));
            } catch (Stop told) {
                // the templates' own lint has told it
            }
        }
        SafePath.caseClash(sources.keySet()).forEach(clash -> found.add("%s: %s, and on some systems they are one file; rename one."
                .formatted(stack.folders().getFirst().shown("scaffold"), clash)));
    }

    private void path(String name, List<String> allow, Place place) {
        try {
            SafePath.of(name, allow);
        } catch (UnsafePath refused) {
            found.add("%s: %s.".formatted(place, refused.getMessage()));
        }
    }
}
