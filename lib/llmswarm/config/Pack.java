package llmswarm.config;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import llmswarm.config.layer.Layer;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.layer.PackFolder;
import llmswarm.config.stack.Snippet;
import llmswarm.config.stack.Stack;
import llmswarm.config.stack.reading.StackReader;
import llmswarm.config.stack.reading.StackReader.PackFile;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Located;
import llmswarm.config.yaml.Mention;
import llmswarm.config.yaml.Named;
import llmswarm.config.yaml.Place;
import llmswarm.config.yaml.Source;
import llmswarm.guard.Digest;

/**
 * A pack's folder in memory, as it was when its digest was taken: what is trusted is what is used.
 *
 * @param files by path with {@code /}, without the example
 * @param file  its stack.yaml as it was written
 * @param read  what that says, once the packs that it extends are there, too
 */
record Pack(Layer folder, SortedMap<String, byte[]> files, Optional<PackFile> file, Optional<StackReader> read,
            Map<String, AgentReader> agents, Map<String, Source> templates) {
    private static final String SCAFFOLD = "scaffold/";

    static Pack read(Layer folder, String name, Faults faults) {
        var files = new LayerFiles(folder, faults).tree("example");
        var file = source(folder, files, "stack.yaml", faults)
                .flatMap(s -> Located.yaml(s.text(), s.place().file(), faults)).map(node -> new PackFile(name, node));
        if (!Files.exists(folder.folder().resolve("stack.yaml"), LinkOption.NOFOLLOW_LINKS)) faults.add(Place.file(folder.shown()), "has no stack.yaml.");
        var agents = new TreeMap<String, AgentReader>();
        var templates = new TreeMap<String, Source>();
        for (var path : files.keySet()) {
            PackFolder.AGENT.name(path).filter(n -> Named.allowed(n, folder.shown(path), faults)).ifPresent(n ->
                source(folder, files, path, faults).flatMap(s -> AgentReader.read(s, n, faults))
                        .ifPresent(a -> agents.put(n, a)));
            PackFolder.TEMPLATE.name(path).ifPresent(n -> source(folder, files, path, faults)
                    .ifPresent(s -> templates.put(n, s)));
        }
        return new Pack(folder, files, file, Optional.empty(), agents, templates);
    }

    /** The same with what its file says together with those of its bases, nearest first. */
    Pack on(List<Pack> bases, Faults faults) {
        var all = Stream.concat(Stream.of(this), bases.stream()).flatMap(pack -> pack.file.stream()).toList();
        return new Pack(folder, files, file,
                file.map(own -> StackReader.read(all, folder, digest(files), faults)), agents, templates);
    }

    Optional<Mention> base() {
        return file.flatMap(PackFile::base);
    }

    Stack stack() {
        return read.orElseThrow().stack();
    }

    /** Also of agents whose file could not be read. */
    List<String> agentNames() {
        return files.keySet().stream().flatMap(path -> PackFolder.AGENT.name(path).stream()).toList();
    }

    /** Files of the scaffold by their path in the project, unrendered. */
    SortedMap<String, byte[]> scaffold() {
        return below(SCAFFOLD);
    }

    /** Helpers of checks by their path below the folder that holds them. */
    SortedMap<String, byte[]> tools() {
        return below("tools/");
    }

    /** The files of all by path, the nearest first: its own instead of its bases'. */
    static SortedMap<String, byte[]> merged(List<Pack> packs, Function<Pack, SortedMap<String, byte[]>> of) {
        var files = new TreeMap<String, byte[]>();
        packs.reversed().forEach(pack -> files.putAll(of.apply(pack)));
        return files;
    }

    /** The stack of the first, which stands on the others. */
    static Stack whole(List<Pack> packs) {
        var digests = packs.stream().map(pack -> pack.stack().digest()).toList();
        var tools = new TreeMap<String, String>();
        merged(packs, Pack::tools).forEach((path, bytes) -> tools.put(path, Digest.of(bytes)));
        return packs.getFirst().stack().on(packs.stream().map(Pack::folder).toList(), tools,
                digests.size() == 1 ? digests.getFirst() : Digest.of(digests));
    }

    private SortedMap<String, byte[]> below(String folder) {
        var below = new TreeMap<String, byte[]>();
        files.tailMap(folder).forEach((path, bytes) -> {
            if (path.startsWith(folder)) below.put(path.substring(folder.length()), bytes);
        });
        return below;
    }

    /**
     * Scaffold templates and paths of scaffold files, in which variables may stand; without those overridden already.
     */
    List<Snippet> scaffoldSnippets(Set<String> overridden, Faults faults) {
        var snippets = new ArrayList<Snippet>();
        for (var path : scaffold().keySet()) {
            if (!overridden.add(path)) continue;
            var place = Place.file(folder.shown(SCAFFOLD + path));
            if (path.contains("{{")) snippets.add(new Snippet(place, path, List.of()));
            if (path.endsWith(".mustache")) source(folder, files, SCAFFOLD + path, faults)
                .ifPresent(s -> snippets.add(new Snippet(s.place(), s.text(), List.of())));
        }
        return snippets;
    }

    private static Optional<Source> source(Layer folder, SortedMap<String, byte[]> files, String path, Faults faults) {
        return Optional.ofNullable(files.get(path)).flatMap(b -> LayerFiles.text(b, folder.shown(path), faults));
    }

    private static String digest(SortedMap<String, byte[]> files) {
        var parts = new ArrayList<String>();
        files.forEach((path, bytes) -> {
            parts.add(path);
            parts.add(Digest.of(bytes));
        });
        return Digest.of(parts);
    }
}
