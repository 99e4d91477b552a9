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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.StubAnswer;
import llmswarm.StubServer;
import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.planning.Experience;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Answerer;

/**
 * How far forecasts are from what recorded runs of models took. The plan of each is made anew of the planner's recorded
 * answers, which gives today's forecast; then each run is forecast by what all the others took. Usage: ./jbang
 * tests/bench/Forecasts.java [journal or tape ...]
 */
final class Forecasts {
    /** Those in this repository that tell tokens. */
    private static final List<String> RECORDED = List.of("stacks/java-cli/example/tape.jsonl",
            "stacks/node-cli/example/tape.jsonl", "stacks/static-site/example/tape.jsonl", "tests/tapes/chores/tape.jsonl",
            "tests/tapes/lending/tape.jsonl", "tests/tapes/ring/tape.jsonl", "tests/tapes/tally/tape.jsonl");
    private static final double NEAR = 1.5;

    private Forecasts() {
    }

    /** A run: its recorded entries, with the plan and the forecast of today at their end. */
    private record Recorded(String name, String stack, long took, List<Planning.Share> shares, List<Entry> entries) {
    }

    private record Figures(long low, long likely, long high) {
    }

    public static void main(String... args) throws Exception {
        var runs = new ArrayList<Recorded>();
        for (var file : args.length > 0 ? Arrays.asList(args) : RECORDED) runs.add(read(Path.of(file)));
        System.out.println("run                                   took    reckoned   knowing nothing          knowing the others");
        int plain = 0, learnt = 0, within = 0;
        for (var run : runs) {
            var others = Experience.none();
            for (var other : runs) if (other != run) others = others.with(RunState.of(other.entries));
            var first = figures(run, Experience.none());
            var second = figures(run, others);
            System.out.printf("%-34s %8d  %8d   %8d (%d to %d)  %8d (%d to %d)%n", run.name, run.took,
                    run.shares.stream().mapToLong(Planning.Share::reckoned).sum(), first.likely, first.low, first.high,
                    second.likely, second.low, second.high);
            plain += near(first.likely, run.took);
            learnt += near(second.likely, run.took);
            within += second.low <= run.took && run.took <= second.high ? 1 : 0;
        }
        System.out.printf("within a factor of %.1f: %d of %d knowing nothing, %d knowing the others; %d inside their range%n",
                NEAR, plain, runs.size(), learnt, within);
        System.exit(0);
    }

    private static int near(double forecast, double took) {
        return Math.max(forecast / took, took / forecast) <= NEAR ? 1 : 0;
    }

    private static Figures figures(Recorded run, Experience experience) {
        double low = 0, likely = 0, high = 0;
        for (var share : run.shares) {
            var range = experience.range(new Experience.Key(share.agent(), run.stack, share.alias()));
            low += share.reckoned() * range.low();
            likely += share.reckoned() * range.likely();
            high += share.reckoned() * range.high();
        }
        return new Figures(Math.round(low), Math.round(likely), Math.round(high));
    }

    private static Recorded read(Path file) throws IOException, InterruptedException {
        var entries = new ArrayList<>(Journal.read(file));
        var answers = entries.stream().map(Entry::event).filter(Event.AnsweredModel.class::isInstance)
                .map(Event.AnsweredModel.class::cast).toList();
        var folder = Files.createTempDirectory("forecasts");
        var planned = new ArrayList<Entry>();
        try (var server = new StubServer(planner(answers))) {
            plan(file, folder, server, entries, planned);
        }
        entries.removeIf(entry -> entry.event() instanceof Planning.Forecasted);
        entries.addAll(planned.stream().filter(entry -> entry.event() instanceof Event.Planned
                || entry.event() instanceof Planning.Forecasted).toList());
        var forecast = planned.stream().map(Entry::event).filter(Planning.Forecasted.class::isInstance)
                .map(Planning.Forecasted.class::cast).findFirst().orElseThrow();
        var stack = planned.stream().map(Entry::event).filter(Event.Planned.class::isInstance)
                .map(Event.Planned.class::cast).findFirst().orElseThrow().plan().stack();
        long took = answers.stream().mapToLong(answer -> answer.usage().input() + answer.usage().output()).sum();
        var name = file.toString().replaceFirst("/(\\.swarm|tape\\.jsonl).*", "");
        return new Recorded(name.substring(Math.max(0, name.length() - 34)), stack, took, forecast.shares(), entries);
    }

    private static void plan(Path file, Path folder, StubServer server, List<Entry> entries, List<Entry> planned)
            throws IOException, InterruptedException {
        var config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("models.yaml"), """
                models:
                  planner: {provider: openai, model: planner, base-url: "%1$s", context: 1050000, parallel: 8, timeout: 30s}
                  coder: {provider: openai, model: coder, base-url: "%1$s", context: 400000, parallel: 8, timeout: 30s}
                """.formatted(server.baseUrl()));
        var env = new HashMap<>(System.getenv());
        for (var kind : List.of("CONFIG", "STATE", "CACHE")) env.put("XDG_%s_HOME".formatted(kind),
                folder.resolve(kind).toString());
        var started = entries.stream().map(Entry::event).filter(Event.RunStarted.class::isInstance)
                .map(Event.RunStarted.class::cast).findFirst().orElseThrow();
        var cut = entries.stream().map(Entry::event).filter(Planning.Sized.class::isInstance)
                .map(Planning.Sized.class::cast).map(Planning.Sized::cut).findFirst();
        boolean looked = entries.stream().anyMatch(entry -> entry.event() instanceof Event.AnsweredModel answer
                && answer.task().equals(":stack"));
        var stack = looked ? Optional.<String>empty() : Optional.ofNullable(started.options().get("stack"))
                .or(() -> planned(entries));
        var spec = Spec.of(started.spec().isBlank() ? Files.readString(file.resolveSibling("spec.md")) : started.spec(),
                "spec.md");
        try (var swarm = Swarm.open(new SwarmSetup(folder, env, Optional.of(config), true, Swarm.Where.ANYWHERE,
                planned::add, notice -> { }, Answerer.NOBODY))) {
            swarm.plan(spec, RunOptions.DEFAULT.withStack(stack).withTasks(cut).withUnchecked(true));
        }
    }

    private static Optional<String> planned(List<Entry> entries) {
        return entries.stream().flatMap(entry -> entry.event() instanceof Event.Planned planned
                ? Stream.of(planned.plan().stack()) : Stream.of()).findFirst();
    }

    /** The planner's recorded answers in turn, the last one for ever. */
    private static Function<JsonNode, StubAnswer> planner(List<Event.AnsweredModel> answers) {
        var plans = new ArrayDeque<>(answers.stream().filter(answer -> answer.task().equals(":plan")).toList());
        var looks = answers.stream().filter(answer -> answer.task().equals(":stack")).toList();
        return request -> {
            if (request.toString().contains("# Kinds of project") && !looks.isEmpty()) {
                return StubAnswer.text(looks.getLast().text());
            }
            return StubAnswer.text((plans.size() > 1 ? plans.poll() : plans.peek()).text());
        };
    }
}
