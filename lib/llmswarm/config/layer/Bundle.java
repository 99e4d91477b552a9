package llmswarm.config.layer;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import llmswarm.guard.Digest;
import llmswarm.guard.Stop;

/** The files that came with the program: beside its classes, or in its jar and then unpacked once to a cache. */
public final class Bundle {
    private static final List<String> PARTS = List.of("models.yaml", "budget.yaml", "agents/", "templates/", "stacks/",
            "schema/");

    private Bundle() {
    }

    /** The folder that holds the bundled files, or nothing when the program came without any. */
    public static Optional<Path> folder(Path cache) {
        return Optional.ofNullable(Bundle.class.getResource("/models.yaml")).map(url -> folder(url, cache));
    }

    /** A schema of the program: beside its classes or in its jar, else in the folder it was started from. */
    public static Optional<String> schema(String kind, List<Layer> layers) {
        var file = kind + ".schema.json";
        try (var in = Bundle.class.getResourceAsStream("/schema/" + file)) {
            if (in != null) return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            for (var layer : layers) {
                var path = layer.folder().resolve("lib/schema").resolve(file);
                if (layer.kind().trusted() && Files.isRegularFile(path)) return Optional.of(Files.readString(path));
            }
            return Optional.empty();
        } catch (IOException broken) {
            throw Stop.usage("The program's file %s cannot be read.".formatted(file), broken);
        }
    }

    /** The same, for the address of the bundled models.yaml. */
    public static Path folder(URL models, Path cache) {
        try {
            if (models.getProtocol().equals("file")) return Path.of(models.toURI()).getParent();
            var jar = Path.of(((JarURLConnection) models.openConnection()).getJarFileURL().toURI());
            return unpacked(jar, cache);
        } catch (IOException broken) {
            throw Stop.usage("The bundled files cannot be unpacked to %s; make that folder writable or set XDG_CACHE_HOME to another."
                .formatted(cache), broken);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("a class loader's addresses are well-formed", impossible);
        }
    }

    /** Another process may do the same at the same time: each unpacks for itself, and the first to rename wins. */
    private static Path unpacked(Path jar, Path cache) throws IOException {
        var target = cache.resolve("bundled").resolve(Digest.of(Files.readAllBytes(jar)).substring(0, 32));
        try (var zip = new JarFile(jar.toFile())) {
            var entries = zip.stream().filter(e -> !e.isDirectory() && PARTS.stream().anyMatch(e.getName()::startsWith))
                    .toList();
            if (whole(entries, target)) return target;
            Files.createDirectories(target.getParent());
            var fresh = Files.createTempDirectory(target.getParent(), "new-");
            try {
                for (var entry : entries) copy(zip, entry, fresh);
                move(fresh, target, entries);
            } finally {
                delete(fresh);
            }
        }
        return target;
    }

    private static boolean whole(List<JarEntry> entries, Path folder) throws IOException {
        for (var entry : entries) {
            var file = folder.resolve(entry.getName());
            if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) return false;
        }
        return true;
    }

    private static void copy(JarFile zip, JarEntry entry, Path folder) throws IOException {
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) throw new IOException("entry outside the jar: " + entry.getName());
        Files.createDirectories(file.getParent());
        try (var in = zip.getInputStream(entry)) {
            Files.copy(in, file);
        }
    }

    private static void move(Path fresh, Path target, List<JarEntry> entries) throws IOException {
        try {
            if (Files.isDirectory(target) && !whole(entries, target)) delete(target);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException another) {
            if (!whole(entries, target)) throw another;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }
}
