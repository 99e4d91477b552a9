//JAVA 25+
//DEPS info.picocli:picocli:4.7.7
//DEPS com.fasterxml.jackson.dataformat:jackson-dataformat-yaml:2.22.4
//DEPS org.yaml:snakeyaml:2.7
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES ../../lib/**.java
//SOURCES ../llmswarm/StubServer.java ../llmswarm/StubAnswer.java
//FILES models.yaml=../../models.yaml agents/=../../agents templates/=../../templates stacks/=../../stacks schema/=../../lib/schema obeyed.yaml=../../lib/llmswarm/guard/obeyed.yaml sandbox/view/shown.txt=../../lib/sandbox/view/shown.txt
//RUNTIME_OPTIONS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.plan.TaskGraph;
import llmswarm.run.journal.Event;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.steps.Answerer;

/**
 * How long a generated graph takes against a server with known latencies, next to the lower bound and to a simulation
 * of the same policy without any overhead. Journal, attempts, checks in the sandbox and commits are included. Usage:
 * ./jbang tests/bench/Makespan.java [tasks] [seeds]
 */
final class Makespan {
    private static final int SLOTS = 8;

    private final Path folder;
    private final int tasks;
    private final Random random;
    private final Map<String, Double> latency = new HashMap<>();

    private Makespan(Path folder, int tasks, long seed) {
        this.folder = folder;
        this.tasks = tasks;
        this.random = new Random(seed);
    }

    /**
     * Seconds, but for the last one: milliseconds of this process's processor time a task, the server's share included.
     */
    private record Figures(double makespan, double lowerBound, double simulated, double cpu) {
    }

    public static void main(String... args) throws Exception {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int seeds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        var folder = Files.createTempDirectory("makespan");
        try {
            new Makespan(folder.resolve("warm-up"), 60, 0).measure();
            var all = new ArrayList<Figures>();
            System.out.println("seed  makespan  lower bound  simulated  /bound  /simulated  CPU ms a task");
            for (int seed = 1; seed <= seeds; seed++) {
                var figures = new Makespan(folder.resolve("seed-" + seed), tasks, seed).measure();
                all.add(figures);
                print(Integer.toString(seed), figures.makespan, figures.lowerBound, figures.simulated, figures.cpu);
            }
            print("median", median(all, f -> f.makespan), median(all, f -> f.lowerBound),
                    median(all, f -> f.simulated), median(all, f -> f.cpu));
            System.out.printf("median of the ratios: %.3f of the lower bound, %.3f of the simulation%n",
                    median(all, f -> f.makespan / f.lowerBound), median(all, f -> f.makespan / f.simulated));
        } finally {
            if (System.getenv("KEEP") == null) delete(folder); else System.out.println(folder);
        }
        System.exit(0);
    }

    private static void print(String name, double makespan, double bound, double simulated, double cpu) {
        System.out.printf("%-6s %7.2f s  %9.2f s  %7.2f s  %6.3f  %10.3f  %13.1f%n", name, makespan, bound, simulated,
                makespan / bound, makespan / simulated, cpu);
    }

    private interface Figure {
        double of(Figures figures);
    }

    private static double median(List<Figures> all, Figure figure) {
        var sorted = all.stream().mapToDouble(figure::of).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Figures measure() throws Exception {
        var plan = plan();
        write("plan.json", new JsonMapper().writeValueAsString(plan));
        write("config/stacks/bench/stack.yaml", """
                name: bench
                description: Files without meaning.
                agents: [writer]
                conventions: None.
                checks: [{name: there, when: task, run: [test, -d, .]}]
                """);
        write("config/agents/writer.yaml",
                "name: writer\ndescription: Writes.\nmodel: stub\nprompt: task\nrole: You write.\nmax-tokens: 100000\n");
        var first = new AtomicLong();
        var last = new AtomicLong();
        var titles = plan.tasks().stream().collect(Collectors.toMap(Task::title, task -> task));
        try (var server = new StubServer(request -> answer(titles, request.path("messages").toString()))) {
            write("config/models.yaml",
                    "models:\n  stub: {provider: openai, model: stub, base-url: \"%s\", context: 1000000, parallel: %d}\n"
                    .formatted(server.baseUrl(), SLOTS));
            var env = new HashMap<>(System.getenv());
            env.put("XDG_STATE_HOME", folder.resolve("state").toString());
            var setup = new SwarmSetup(folder, env, Optional.of(folder.resolve("config")), true, Swarm.Where.ANYWHERE,
                    entry -> {
                if (entry.event() instanceof Event.AskedModel) first.compareAndSet(0, System.nanoTime());
                if (entry.event() instanceof Event.TaskEnded) last.set(System.nanoTime());
            }, System.err::println, Answerer.NOBODY);
            var options = RunOptions.DEFAULT.withPlan(Optional.of(folder.resolve("plan.json")));
            long cpu = cpu();
            try (var swarm = Swarm.open(setup)) {
                swarm.run(Spec.of("A graph.", "graph"), options);
            }
            return new Figures((last.get() - first.get()) / 1e9, lowerBound(plan), simulated(plan),
                    (cpu() - cpu) / 1e6 / tasks);
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private StubAnswer answer(Map<String, Task> titles, String prompt) {
        int at = prompt.lastIndexOf("# Your task: ") + "# Your task: ".length();
        var task = titles.get(prompt.substring(at, prompt.indexOf("\\n", at)));
        var text = task.files().stream().map(file -> "### " + file + "\n```\ncontent of " + file + "\n```\n")
                .collect(Collectors.joining("\n"));
        return StubAnswer.text(text).inPiecesOf(100_000).after(Duration.ofNanos((long) (latency.get(task.id()) * 1e9)));
    }

    /**
     * Layers of uneven width; a task has up to three dependencies among the twenty before it, and one to four files.
     */
    private Plan plan() {
        var planned = new ArrayList<Task>();
        for (int i = 0; i < tasks; i++) {
            var dependencies = new TreeSet<String>();
            for (int d = random.nextInt(4); d > 0 && i > 0; d--) dependencies.add("t"
                    + Math.max(0, i - 1 - random.nextInt(20)));
            var id = "t" + i;
            var files = IntStream.rangeClosed(1, 1 + random.nextInt(4)).mapToObj(n -> id + "-" + n + ".txt").toList();
            latency.put(id, files.size() * 0.8 * (0.5 + random.nextDouble()));
            planned.add(new Task(id, "Task " + id + ".", "writer", "Write.", List.of(), files,
                    List.copyOf(dependencies), List.of(), List.of()));
        }
        return new Plan("bench", "graph", "A graph.", List.of(), List.of(), planned, List.of(), List.of());
    }

    private double lowerBound(Plan plan) {
        var graph = new TaskGraph(plan.tasks());
        double path = graph.remaining(task -> latency.get(task.id())).values().stream().mapToDouble(d -> d).max()
                .orElse(0);
        return Math.max(path, latency.values().stream().mapToDouble(d -> d).sum() / SLOTS);
    }

    private record Running(double end, String id) {
    }

    /**
     * The policy itself: of what is ready, the longest remaining path by the number of files first, on so many slots.
     */
    private double simulated(Plan plan) {
        var graph = new TaskGraph(plan.tasks());
        var priority = graph.remaining(task -> task.files().size());
        var waiting = new HashMap<String, Integer>();
        var ready = new PriorityQueue<String>(Comparator.comparing(priority::get, Comparator.reverseOrder()));
        for (var task : plan.tasks()) {
            waiting.put(task.id(), task.dependsOn().size());
            if (task.dependsOn().isEmpty()) ready.add(task.id());
        }
        var running = new PriorityQueue<>(Comparator.comparingDouble(Running::end));
        double now = 0;
        while (!ready.isEmpty() || !running.isEmpty()) {
            while (running.size() < SLOTS && !ready.isEmpty()) {
                var id = ready.poll();
                running.add(new Running(now + latency.get(id), id));
            }
            var done = running.poll();
            now = done.end();
            for (var next : graph.dependents(done.id())) if (waiting.merge(next, -1,
                    Integer::sum) == 0) ready.add(next);
        }
        return now;
    }

    private void write(String path, String text) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
