package llmswarm.pack;

import java.util.HashMap;
import java.util.Map;

import llmswarm.config.layer.Layer;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Place;

/** Where the values of a pack's stack.yaml stand, by their path, such as {@code checks[0].run[1]}. */
final class StackPlaces {
    static final String FILE = "stack.yaml";

    private final Map<String, Place> places = new HashMap<>();
    private final Place file;

    private StackPlaces(Place file) {
        this.file = file;
    }

    static StackPlaces of(Stack stack) {
        return of(stack.folders().getFirst());
    }

    static StackPlaces of(Layer folder) {
        var places = new StackPlaces(Place.file(folder.shown(FILE)));
        new LayerFiles(folder, new Faults()).text(FILE)
                .flatMap(source -> Located.yaml(source.text(), source.place().file(), new Faults()))
                .ifPresent(places::add);
        return places;
    }

    private void add(Located node) {
        places.put(node.path(), node.place());
        switch (node) {
            case Located.Mapping mapping -> mapping.entries().values().forEach(entry -> {
                add(entry.value());
                places.put(entry.value().path(), entry.key());
            });
            case Located.Items items -> items.items().forEach(this::add);
            case Located.Scalar scalar -> { }
        }
    }

    /** Where the value stands, or for a key its name; the file where there is none. */
    Place of(String path) {
        return places.getOrDefault(path, file);
    }

    /** A sentence with the place before it. */
    String told(String path, String sentence) {
        return of(path) + ": " + sentence;
    }
}
