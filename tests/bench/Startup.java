//JAVA 25+

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures a warm {@code swarm.java --version}: the program alone (plain java), behind the launcher (which brings a
 * class-data archive), and through JBang. Each round starts all three, so that ratios hold on a busy machine too. Run:
 * {@code ./jbang tests/bench/Startup.java [rounds]}.
 */
final class Startup {
    private record Way(String name, List<String> command, List<Double> millis) {
        Way(String name, List<String> command) {
            this(name, command, new ArrayList<>());
        }

        double median() {
            return Startup.median(millis);
        }

        /** Median of the rounds' ratios: what else the machine does falls on both alike. */
        double times(Way other) {
            return Startup.median(IntStream.range(0, millis.size()).mapToObj(i -> millis.get(i) / other.millis().get(i))
                    .toList());
        }

        void start(Path home) {
            var began = System.nanoTime();
            run(home, command);
            millis.add((System.nanoTime() - began) / 1e6);
        }
    }

    private Startup() {
    }

    public static void main(String... args) throws IOException {
        var rounds = args.length == 0 ? 10 : Integer.parseInt(args[0]);
        var home = Path.of(System.getenv().getOrDefault("SWARM_HOME", ".")).toAbsolutePath().normalize();
        var alone = new Way("the program alone", program(home));
        var launched = new Way("./jbang swarm.java --version", List.of("./jbang", "swarm.java", "--version"));
        // The launcher leaves JBang's own commands to JBang, so "run" shows what a start costs when it goes through it.
        var through = new Way("the same through JBang", List.of("./jbang", "run", "swarm.java", "--version"));
        var ways = List.of(alone, launched, through);
        // Three times: the first start may build, the second one makes the archive.
        IntStream.range(0, 3).forEach(_ -> ways.forEach(way -> run(home, way.command())));
        for (var round = 0; round < rounds; round++) {
            ways.forEach(way -> way.start(home));
        }
        System.out.printf("%-30s %9s %9s %9s %9s%n", "ms, %d runs each".formatted(rounds), "median", "fastest",
                "slowest", "ratio");
        ways.forEach(way -> print(way, alone));
        System.out.printf(Locale.ROOT,
                "JBang's share when it runs: %.0f ms, %.0f%%; the launcher is %.1f times faster.%n",
            through.median() - alone.median(), 100 - 100 / through.times(alone), through.times(launched));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static List<String> program(Path home) throws IOException {
        var options = sources(home).stream().flatMap(Startup::lines)
            .filter(line -> line.startsWith("//RUNTIME_OPTIONS ")).flatMap(line -> Stream.of(line.split(" ")).skip(1));
        // Builds what is not built yet.
        run(home, List.of("./jbang", "swarm.java", "--version"));
        var classPath = run(home, List.of("./jbang", "info", "classpath", "swarm.java")).strip();
        var java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        return Stream.of(Stream.of(java), options, Stream.of("-classpath", classPath, "swarm", "--version"))
            .flatMap(words -> words).toList();
    }

    /** Directives in included sources count. */
    private static List<Path> sources(Path home) throws IOException {
        try (var files = Files.walk(home.resolve("lib"))) {
            return Stream.concat(Stream.of(home.resolve("swarm.java")),
                    files.filter(file -> file.toString().endsWith(".java"))).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void print(Way way, Way alone) {
        var sorted = way.millis().stream().sorted().toList();
        System.out.printf(Locale.ROOT, "%-30s %9.0f %9.0f %9.0f %9.2f%n", way.name(), way.median(), sorted.getFirst(),
            sorted.getLast(), way.times(alone));
    }

    private static String run(Path home, List<String> command) {
        try {
            var process = new ProcessBuilder(command).directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException("exit code " + process.exitValue() + " of "
                        + String.join(" ", command.getFirst(), "...", command.getLast()));
            }
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new IllegalStateException("interrupted at " + command, ended);
        }
    }
}
