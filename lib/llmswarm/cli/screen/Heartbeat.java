package llmswarm.cli.screen;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;

/**
 * Which model calls and checks take long, as a line now and then where no picture shows it: a fold over a run's events.
 * Quiet on a replay, and while a person is asked. Not safe for several threads.
 */
final class Heartbeat implements Consumer<Entry> {
    private static final List<Integer> CALL = List.of(10, 30, 60), CHECK = List.of(30, 60);
    private static final int THEN = 120, APART = 10, NAMED = 4;

    private final InstantSource clock;
    private final SequencedMap<List<String>, Wait> waits = new LinkedHashMap<>();
    private final Set<String> questions = new HashSet<>();
    private Instant last = Instant.EPOCH;
    private boolean replay;

    Heartbeat(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Something that is waited for.
     *
     * @param times  the seconds after which it is told first
     * @param due    seconds after which it is told next
     * @param tokens of the answer so far; -1 for a check
     */
    private record Wait(String task, List<String> who, Instant since, List<Integer> times, long due, int tokens) {
        Wait(String task, List<String> who, Instant since, List<Integer> times, int tokens) {
            this(task, who, since, times, times.getFirst(), tokens);
        }

        long seconds(Instant now) {
            return Duration.between(since, now).toSeconds();
        }

        Wait with(int arrived) {
            return new Wait(task, who, since, times, due, arrived);
        }

        /** Told now: not again at a time that is as good as here. */
        Wait told(Instant now) {
            var least = seconds(now) + APART;
            var next = times.stream().filter(time -> time >= least).mapToLong(Integer::longValue).findFirst()
                    .orElse((least + THEN - 1) / THEN * THEN);
            return new Wait(task, who, since, times, next, tokens);
        }

        String text(String gap, Instant now) {
            var so = tokens < 0 ? "" : ", " + Amounts.count(tokens, "token") + " so far";
            return String.join(gap, who) + gap + Amounts.whole(seconds(now)) + so;
        }
    }

    @Override
    public void accept(Entry entry) {
        switch (entry.event()) {
            case Event.RunStarted e -> replay = e.options().containsKey("replay");
            case Event.AskedModel e -> waits.put(call(e.task()),
                    new Wait(e.task(), who(e.task(), e.agent(), e.alias()), entry.at(), CALL, 0));
            case Momentary.Streaming e -> waits.computeIfPresent(call(e.task()), (call, wait) -> wait.with(e.tokens()));
            case Event.AnsweredModel e -> waits.remove(call(e.task()));
            case Momentary.Unanswered e -> waits.remove(call(e.task()));
            case Momentary.CheckStarted e -> waits.put(check(e.task(), e.check(), e.command()),
                    new Wait(e.task(), who(e.task(), "check '%s'".formatted(e.check())), entry.at(), CHECK, -1));
            case Event.Checked e -> waits.remove(check(e.task(), e.check(), e.command()));
            case Event.TaskEnded e -> waits.values().removeIf(wait -> wait.task().equals(e.task()));
            case Event.RunEnded e -> waits.clear();
            case Event.Resumed e -> {
                waits.clear();
                questions.clear();
            }
            case Event.Asked e -> questions.add(e.id());
            case Event.Answered e -> questions.remove(e.id());
            default -> { }
        }
    }

    private static List<String> call(String task) {
        return List.of(task);
    }

    private static List<String> check(String task, String check, List<String> command) {
        return Stream.concat(Stream.of(task, check), command.stream()).toList();
    }

    /** The parts that are not empty; a step such as {@code :plan} goes by its name. */
    private static List<String> who(String task, String... more) {
        return Stream.concat(Stream.of(task.startsWith(":") ? task.substring(1) : task), Stream.of(more))
                .filter(part -> !part.isEmpty()).map(Cell::line).toList();
    }

    /** One line about all that has taken long, when it is time for one again. */
    Optional<String> line() {
        var now = clock.instant();
        if (replay || !questions.isEmpty() || now.isBefore(last.plusSeconds(APART))) return Optional.empty();
        if (waits.values().stream().noneMatch(wait -> wait.seconds(now) >= wait.due())) return Optional.empty();
        var told = waits.values().stream().filter(wait -> wait.seconds(now) >= wait.times().getFirst()).toList();
        waits.replaceAll((key, wait) -> told.contains(wait) ? wait.told(now) : wait);
        last = now;
        return Optional.of("wait  " + (told.size() == 1 ? told.getFirst().text("  ", now)
                : several(told, wait -> wait.text(" ", now))));
    }

    private static String several(List<Wait> told, Function<Wait, String> text) {
        var named = told.stream().limit(NAMED).map(text).collect(Collectors.joining("; "));
        return told.size() <= NAMED ? named : "%s; and %d more".formatted(named, told.size() - NAMED);
    }
}
