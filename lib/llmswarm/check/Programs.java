package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.stack.PackProgram;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import sandbox.Sandbox;
import sandbox.process.Limits;

/**
 * Which programs this machine has, and in which version. Each is asked once as long as its file stays the same; all
 * that are not known yet are asked at the same time, in one sandbox, as its walls cost more than most of them.
 */
public final class Programs {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(5), 1 << 10, 1L << 20,
            Limits.DEFAULT.memoryBytes(), Limits.DEFAULT.processes(), 64L << 20, 10_000);
    private static final Pattern DOTTED = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9}){1,4}");
    private static final Pattern NUMBER = Pattern.compile("(?<!\\w)\\d{1,9}(?!\\w)");
    private static final int READ = 4 << 10;

    private final Map<Query, Optional<Installed>> known = new HashMap<>();
    private final ReentrantLock looking = new ReentrantLock();

    /** A program found at another place or changed is another one. */
    private record Query(String sandbox, PackProgram program, Path file, FileTime changed) {
    }

    /** One of those that are there. */
    private record There(PackProgram program, Query asked) {
    }

    /**
     * A program that runs here.
     *
     * @param version such as {@code 12.2.0}; empty where none can be read
     */
    public record Installed(String name, String version) {
        /** Such as {@code gcc 12.2.0}. */
        public String text() {
            return version.isEmpty() ? name : name + " " + version;
        }
    }

    /**
     * Those of the candidates that run, in their order. One whose command fails is none: some names on a PATH only say
     * what to install. One that takes longer than five seconds is found without its version.
     *
     * @throws InterruptedException when the calling thread was interrupted; no process is left then
     */
    public List<Installed> found(SequencedCollection<PackProgram> candidates, Sandbox sandbox)
            throws InterruptedException {
        looking.lockInterruptibly();
        try {
            var there = new LinkedHashSet<>(candidates).stream().flatMap(program -> there(program, sandbox).stream())
                    .toList();
            look(there.stream().filter(one -> !known.containsKey(one.asked)).toList(), sandbox);
            var found = there.stream().filter(one -> known.get(one.asked).isPresent())
                    .collect(Collectors.toMap(There::program, one -> known.get(one.asked).get()));
            return candidates.stream().filter(found::containsKey).map(found::get).toList();
        } finally {
            looking.unlock();
        }
    }

    private static Optional<There> there(PackProgram program, Sandbox sandbox) {
        return sandbox.program(program.name()).flatMap(file -> {
            try {
                return Optional.of(new There(program, new Query(sandbox.name(), program, file,
                        Files.getLastModifiedTime(file))));
            } catch (IOException gone) {
                return Optional.empty();
            }
        });
    }

    private void look(List<There> programs, Sandbox sandbox) throws InterruptedException {
        if (programs.isEmpty()) return;
        var folder = new ProjectTree(temporary());
        try {
            sandbox.run(List.of("sh", "-c", script(programs.stream().map(There::program).toList())), folder.root(),
                    LIMITS);
            for (int i = 0; i < programs.size(); i++) {
                known.put(programs.get(i).asked, found(programs.get(i).program.name(), read(folder, i + ".exit"),
                        read(folder, i + ".out")));
            }
        } finally {
            folder.remove();
        }
    }

    private static Optional<Installed> found(String name, Optional<String> exit, Optional<String> output) {
        if (exit.isEmpty()) return Optional.of(new Installed(name, ""));
        return exit.get().strip().equals("0") ? Optional.of(new Installed(name, version(name, output.orElse(""))))
                : Optional.empty();
    }

    /**
     * The number in the first line that names the program and holds one such as 1.2, else in the first that holds a
     * digit.
     */
    static String version(String name, String output) {
        var lines = output.lines().filter(line -> line.chars().anyMatch(Character::isDigit)).toList();
        var named = lines.stream().filter(line -> line.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT))
                && DOTTED.matcher(line).find());
        var line = named.findFirst().or(() -> lines.stream().findFirst()).orElse("");
        return Stream.of(DOTTED, NUMBER).map(pattern -> pattern.matcher(line)).filter(Matcher::find).findFirst()
                .map(Matcher::group).orElse("");
    }

    /** The shell waits for the last of them; what runs longer ends with the sandbox. */
    private static String script(List<PackProgram> programs) {
        var script = new StringBuilder();
        for (int i = 0; i < programs.size(); i++) {
            var words = programs.get(i).version().stream().map(word -> "'" + word.replace("'", "'\\''") + "'")
                    .collect(Collectors.joining(" "));
            script.append("(%s >%d.out 2>&1 </dev/null; echo $? >%d.exit) &%n".formatted(words, i, i));
        }
        return script.append("wait\n").toString();
    }

    private static Optional<String> read(ProjectTree folder, String name) {
        try {
            return folder.read(SafePath.of(name, List.of()))
                    .map(said -> new String(said, 0, Math.min(READ, said.length), StandardCharsets.UTF_8))
                    .filter(text -> !text.isEmpty());
        } catch (UnsafePath | Stop replaced) {
            return Optional.empty();
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("swarm-programs");
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
