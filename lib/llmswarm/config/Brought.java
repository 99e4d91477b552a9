package llmswarm.config;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.layer.Layer;
import llmswarm.guard.Digest;

/**
 * The agents and templates that are used because they came with a working folder.
 *
 * @param shown  how messages name the folder
 * @param files  each with what a person has to know of it
 * @param digest of the content of all
 */
public record Brought(Path folder, String shown, List<String> files, String digest) {
    public Brought {
        files = List.copyOf(files);
    }

    /**
     * One of them.
     *
     * @param path  in the layer, such as {@code agents/backend.yaml}
     * @param model the alias that an agent names
     */
    record One(Layer layer, String path, Optional<String> model, String digest) {
    }

    /** Those of each layer. */
    static List<Brought> of(Collection<One> all) {
        return all.stream().collect(Collectors.groupingBy(One::layer, LinkedHashMap::new, Collectors.toList()))
                .entrySet().stream()
            .map(of -> new Brought(of.getKey().folder(), of.getKey().shown(), of.getValue().stream()
                .map(file -> file.path() + file.model().map("  (asks the model '%s')"::formatted).orElse("")).toList(),
                Digest.of(of.getValue().stream().flatMap(file -> Stream.of(file.path(), file.digest())).toList())))
                .toList();
    }
}
