package llmswarm.pack.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import machine.Reason;

/**
 * All files of a pack in memory.
 *
 * @param files by path with {@code /}
 */
public record PackFiles(SortedMap<String, byte[]> files) {
    private static final Pattern NAME = Pattern.compile("(?m)^(name:[ \t]*)(\"[^\"]*\"|'[^']*'|[^\\s#]+)");

    /** What every pack has, and where an example's tape lies. */
    public static final String STACK = "stack.yaml", TAPE = "example/tape.jsonl";

    public PackFiles {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Of every file, the example too: what two people have to have alike. */
    public String digest() {
        var parts = new ArrayList<String>();
        files.forEach((path, content) -> {
            parts.add(path);
            parts.add(Digest.of(content));
        });
        return Digest.of(parts);
    }

    /** The name that its stack.yaml gives; empty when it gives none. */
    public Optional<String> name() {
        return Optional.ofNullable(files.get(STACK)).map(content -> NAME.matcher(text(content)))
                .filter(Matcher::find).map(found -> found.group(2).replaceAll("^[\"']|[\"']$", ""));
    }

    /** The folders that hold a pack, each nearest to the top; {@code ""} is the top itself. */
    public List<String> packs() {
        var folders = files.keySet().stream().filter(path -> path.equals(STACK) || path.endsWith("/" + STACK))
                .map(path -> path.equals(STACK) ? "" : path.substring(0, path.length() - STACK.length() - 1)).toList();
        return folders.stream().filter(folder -> folders.stream()
                .noneMatch(other -> !other.equals(folder) && (other.isEmpty() || folder.startsWith(other + "/"))))
                .toList();
    }

    /** What lies in one of its folders. */
    public PackFiles inside(String folder) {
        if (folder.isEmpty()) return this;
        var inside = new TreeMap<String, byte[]>();
        files.tailMap(folder + "/").forEach((path, content) -> {
            if (path.startsWith(folder + "/")) inside.put(path.substring(folder.length() + 1), content);
        });
        return new PackFiles(inside);
    }

    /** The same pack under another name, which its stack.yaml gives and its example's answers say. */
    public PackFiles renamed(String from, String to) {
        if (from.equals(to)) return this;
        var renamed = new TreeMap<>(files);
        renamed.computeIfPresent(STACK, (path, content) -> bytes(NAME.matcher(text(content))
                .replaceFirst("$1" + to)));
        var key = com.google.re2j.Pattern.compile("(\"stack\\\\*\"\\s*:\\s*\\\\*\")%s(\\\\*\")".formatted(com.google.re2j.Pattern.quote(from)));
        renamed.computeIfPresent(TAPE, (path, content) ->
                bytes(key.matcher(text(content)).replaceAll("$1" + to + "$2")));
        return new PackFiles(renamed);
    }

    /**
     * Writes them as a folder that is there whole or not at all.
     *
     * @param place where nothing may lie yet
     */
    public void write(Path place) {
        var fresh = place.resolveSibling(".%s~new".formatted(place.getFileName()));
        try {
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) throw Stop.usage("%s is there already; nothing was written.".formatted(place));
            Files.createDirectories(place.getParent());
            ProjectTree.remove(fresh).ifPresent(sentence -> {
                throw Stop.usage(sentence);
            });
            for (var file : files.entrySet()) {
                var path = SafePath.of(file.getKey(), List.of(file.getKey()));
                Files.createDirectories(fresh.resolve(path.toString()).getParent());
                Files.write(fresh.resolve(path.toString()), file.getValue());
            }
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw Stop.usage("The pack cannot be written to %s: %s.".formatted(place, Reason.of(failed)), failed);
        } catch (UnsafePath refused) {
            throw Stop.usage("The pack cannot be written: %s.".formatted(refused.getMessage()), refused);
        } finally {
            ProjectTree.remove(fresh);
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
