package llmswarm.serve;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import llmswarm.serve.http.Problem;
import machine.OwnerOnly;
import machine.ProcessStart;
import machine.SearchPath;
import text.Printable;

/** Starts this program once more, as a process that goes on when the server ends. */
record Launch(Around around) {
    private static final String MAIN = "swarm", LOGS = "logs", ENDING = ".log";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PACE = 50, LAST_WORDS = 4000;
    /** What the Java machine was started with and what a second one must not do, too. */
    private static final List<String> OWN = List.of("-Duser.dir=", "-XX:ArchiveClassesAtExit", "-agentlib", "-Xlog:class");

    /**
     * Starts it, and waits until the run is seen or the process has ended without one; throws {@link Problem} with what
     * it said then.
     *
     * @param input what it reads
     * @param seen  the run that a process works on
     */
    String start(List<String> words, Optional<Path> input, LongFunction<Optional<String>> seen)
            throws IOException, InterruptedException {
        var logs = around.own().resolve(LOGS);
        OwnerOnly.make(logs);
        var log = Files.createTempFile(logs, "new-", ENDING);
        var process = process(words, input.isPresent() ? input.get() : Files.writeString(around.own().resolve("empty"), ""), log);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean over = process.waitFor(PACE, TimeUnit.MILLISECONDS);
            var run = seen.apply(process.pid());
            if (run.isPresent()) {
                Files.move(log, logs.resolve(run.get() + ENDING), StandardCopyOption.REPLACE_EXISTING);
                return run.get();
            }
            if (over) throw Problem.said(process.exitValue(), lastWords(log));
            if (System.nanoTime() > end) throw Problem.of(503, "it was started and has not begun its journal within a minute; look again later");
        }
    }

    private Process process(List<String> words, Path input, Path log) throws IOException {
        var command = new ArrayList<>(apart());
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> OWN.stream().noneMatch(option::startsWith)).forEach(command::add);
        command.add("-Duser.dir=" + around.folder());
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), MAIN));
        command.addAll(words);
        var builder = new ProcessBuilder(command).redirectInput(input.toFile())
                .redirectOutput(Redirect.appendTo(log.toFile())).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(around.env());
        return ProcessStart.of(builder);
    }

    /** A Ctrl-C at the server's terminal is not for its runs. */
    private List<String> apart() {
        var search = SearchPath.of(around.env());
        return search.find("setsid").map(tool -> List.of(tool.toString()))
                .or(() -> search.find("sh").map(shell -> List.of(shell.toString(), "-c", "trap '' INT HUP; exec \"$@\"", "sh")))
                .orElse(List.of());
    }

    /** What a run's process printed last, where this server started it. */
    String lastWords(String run) {
        var log = around.own().resolve(LOGS).resolve(run + ENDING);
        return Files.isRegularFile(log) ? lastWords(log) : "";
    }

    private static String lastWords(Path log) {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            var bytes = new byte[(int) Math.min(LAST_WORDS, file.length())];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            var lines = new String(bytes, StandardCharsets.UTF_8).lines();
            return String.join("\n", (bytes.length == LAST_WORDS ? lines.skip(1) : lines)
                    .filter(line -> !line.startsWith("WARNING: Using incubator")).map(Printable::shown).toList());
        } catch (IOException gone) {
            return "";
        }
    }

    /** Removes what older starts left. */
    static void tidy(Path own, Duration age) {
        for (var part : List.of(LOGS, "specs")) {
            try (Stream<Path> all = Files.walk(own.resolve(part))) {
                var old = all.filter(Files::isRegularFile).filter(file -> isOlder(file, age)).toList();
                for (var file : old) Files.deleteIfExists(file);
            } catch (IOException none) {
                // Then there is nothing to remove.
            }
        }
    }

    private static boolean isOlder(Path file, Duration age) {
        try {
            return Files.getLastModifiedTime(file).toMillis() < System.currentTimeMillis() - age.toMillis();
        } catch (IOException gone) {
            return false;
        }
    }
}
