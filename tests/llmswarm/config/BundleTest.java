package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;

import llmswarm.config.layer.Bundle;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
    @TempDir
    Path temp;

    private URL jar(Map<String, String> files) throws IOException {
        var jar = temp.resolve("\u00dcbung %d.jar".formatted(files.hashCode()));
        if (!Files.exists(jar)) try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes());
            }
        }
        return URI.create("jar:" + jar.toUri() + "!/models.yaml").toURL();
    }

    private static Map<String, String> files(String models) {
        return Map.of("models.yaml", models, "agents/backend.yaml", "x", "stacks/x/scaffold/.hidden", "x",
                "llmswarm/A.class", "x", "META-INF/MANIFEST.MF", "");
    }

    @Test
    void filesOfTheJarAreUnpackedToTheCacheAndOthersAreNot() throws IOException {
        var folder = Bundle.folder(jar(files("models: {}\n")), temp.resolve("cache"));

        assertEquals("models: {}\n", Files.readString(folder.resolve("models.yaml")));
        assertEquals("x", Files.readString(folder.resolve("stacks/x/scaffold/.hidden")));
        assertFalse(Files.exists(folder.resolve("llmswarm")));
        assertEquals(List.of(folder), children(temp.resolve("cache/bundled")));
    }

    @Test
    void theSameJarIsUnpackedOnceAndAnotherBesideIt() throws IOException {
        var first = Bundle.folder(jar(files("1")), temp.resolve("cache"));
        var unpacked = Files.getLastModifiedTime(first.resolve("models.yaml"));

        assertEquals(first, Bundle.folder(jar(files("1")), temp.resolve("cache")));
        assertEquals(unpacked, Files.getLastModifiedTime(first.resolve("models.yaml")));
        assertNotEquals(first, Bundle.folder(jar(files("2")), temp.resolve("cache")));
    }

    @Test
    void aCacheThatLostAFileIsUnpackedAnew() throws IOException {
        var folder = Bundle.folder(jar(files("1")), temp.resolve("cache"));
        Files.delete(folder.resolve("agents/backend.yaml"));

        assertEquals(folder, Bundle.folder(jar(files("1")), temp.resolve("cache")));
        assertEquals("x", Files.readString(folder.resolve("agents/backend.yaml")));
    }

    @Test
    void manyAtOnceGetTheSameWholeFolder() throws Exception {
        var jar = jar(files("1"));
        var start = new CountDownLatch(1);
        Callable<Path> unpack = () -> {
            start.await();
            var folder = Bundle.folder(jar, temp.resolve("cache"));
            Files.readString(folder.resolve("agents/backend.yaml"));
            return folder;
        };
        var folders = new HashSet<Path>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 8).mapToObj(i -> threads.submit(unpack)).toList();
            start.countDown();
            for (var one : all) folders.add(one.get());
        }

        assertEquals(List.copyOf(folders), children(temp.resolve("cache/bundled")));
    }

    @Test
    void anEntryThatClimbsOutOfTheFolderIsNotWritten() throws IOException {
        var evil = new LinkedHashMap<>(files("1"));
        evil.put("agents/../../../evil", "x");
        var jar = jar(evil);

        assertEquals("The bundled files cannot be unpacked to %s; make that folder writable or set XDG_CACHE_HOME to another.".formatted(temp.resolve("cache")),
            assertThrows(Stop.class, () -> Bundle.folder(jar, temp.resolve("cache"))).getMessage());
        assertFalse(Files.exists(temp.resolve("cache/evil")) || Files.exists(temp.resolve("evil")));
        assertEquals(List.of(), children(temp.resolve("cache/bundled")));
    }

    @Test
    void classesInAFolderHaveTheirFilesBesideThem() throws IOException {
        Files.writeString(temp.resolve("models.yaml"), "");

        assertEquals(temp, Bundle.folder(temp.resolve("models.yaml").toUri().toURL(), temp.resolve("cache")));
        assertFalse(Files.exists(temp.resolve("cache")));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (var children = Files.list(folder)) {
            return children.toList();
        }
    }
}
