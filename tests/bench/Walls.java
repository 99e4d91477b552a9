//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES ../../lib/**.java
//FILES models.yaml=../../models.yaml agents/=../../agents templates/=../../templates stacks/=../../stacks schema/=../../lib/schema obeyed.yaml=../../lib/llmswarm/guard/obeyed.yaml sandbox/view/shown.txt=../../lib/sandbox/view/shown.txt
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

import llmswarm.check.SandboxChoice;
import sandbox.Sandbox;
import sandbox.process.Limits;

/**
 * What the walls cost a command: processor time of all processes that are started for it, bubblewrap's and those of the
 * {@code unshare} wall by turns. Usage: {@code ./jbang tests/bench/Walls.java [ROUNDS]}.
 */
final class Walls {
    /**
     * RUSAGE_CHILDREN; the first four numbers are seconds and microseconds as the user and in the kernel
     * (getrusage(2)).
     */
    private static final int CHILDREN = -1, SIZE = 144;
    @SuppressWarnings("restricted")
    private static final MethodHandle USAGE = Linker.nativeLinker().downcallHandle(
            Linker.nativeLinker().defaultLookup().findOrThrow("getrusage"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    /** Milliseconds a run. */
    private record Costs(List<Double> processor, List<Double> clock) {
        Costs() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private Walls() {
    }

    public static void main(String... args) throws Throwable {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        var folder = Files.createTempDirectory("walls-bench");
        try {
            var what = "processor ms a run, %d runs each".formatted(rounds);
            System.out.printf("%-42s %12s %12s %8s%n", what, "bubblewrap", "unshare", "ratio");
            measure("true", List.of("true"), folder, rounds);
            measure("a Python program", List.of("python3", "-c", "print(1)"), folder, rounds);
        } finally {
            Files.delete(folder);
        }
    }

    private static void measure(String what, List<String> command, Path folder, int rounds) throws Throwable {
        var walls = new LinkedHashMap<Sandbox, Costs>();
        for (var name : List.of("bubblewrap", "unshare")) {
            walls.put(SandboxChoice.of(Optional.of(name), System.getenv()).orElseThrow(), new Costs());
        }
        for (var wall : walls.keySet()) run(wall, command, folder);
        for (int round = 0; round < rounds; round++) {
            for (var wall : walls.entrySet()) {
                double before = processor(), began = System.nanoTime();
                run(wall.getKey(), command, folder);
                wall.getValue().processor.add(processor() - before);
                wall.getValue().clock.add((System.nanoTime() - began) / 1e6);
            }
        }
        var both = List.copyOf(walls.values());
        print(what, both.getFirst().processor, both.getLast().processor);
        print(what + ", time that passes", both.getFirst().clock, both.getLast().clock);
    }

    /** With the median of the rounds' ratios: what else the machine does falls on both alike. */
    private static void print(String what, List<Double> bubblewrap, List<Double> unshare) {
        var ratios = IntStream.range(0, unshare.size()).mapToObj(i -> unshare.get(i) / bubblewrap.get(i)).toList();
        System.out.printf(Locale.ROOT, "%-42s %12.1f %12.1f %8.2f%n", what, median(bubblewrap), median(unshare),
                median(ratios));
    }

    private static void run(Sandbox wall, List<String> command, Path folder) throws InterruptedException {
        var result = wall.run(command, folder, Limits.DEFAULT);
        if (result.exit() != 0) throw new IllegalStateException(wall.name() + ": " + result);
    }

    private static double processor() throws Throwable {
        try (var arena = Arena.ofConfined()) {
            var usage = arena.allocate(SIZE);
            var _ = (int) USAGE.invokeExact(CHILDREN, usage);
            return IntStream.range(0, 4).mapToDouble(i -> usage.getAtIndex(JAVA_LONG, i) * (i % 2 == 0 ? 1e3 : 1e-3))
                    .sum();
        }
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
