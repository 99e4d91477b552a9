package llmswarm.run.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.SpendingScope;
import llmswarm.run.state.RunState;
import llmswarm.run.state.SpendingTotals;
import machine.OwnerOnly;

/**
 * How far what runs took was from what was reckoned before: a few factors for each agent, stack and model alias, in a
 * file of the user's own. It holds numbers and these three names, and nothing of what was asked.
 */
public final class Experience {
    /** The newest factors that are kept of one key, and the keys that are kept. */
    private static final int FACTORS = 20, KEYS = 400;
    /** From so many on, what others took says nothing more. */
    private static final int ENOUGH = 5, SAME = 3;
    /** As ten recorded runs went, repairs and reviews included; see tests/bench/Forecasts.java. */
    private static final List<Double> USUAL = List.of(0.95, 1.2, 1.9);
    private static final double LOW = 0.1, HIGH = 0.9, LEAST = 0.2, MOST = 5;
    private static final TypeReference<LinkedHashMap<String, List<Double>>> FORM = new TypeReference<>() { };
    private static final JsonMapper JSON = new JsonMapper();

    private final SequencedMap<String, List<Double>> factors;

    private Experience(SequencedMap<String, List<Double>> factors) {
        this.factors = factors;
    }

    /** Whose calls. */
    public record Key(String agent, String stack, String alias) {
        private String text() {
            return String.join(" ", agent, stack, alias);
        }

        private static Key of(String text) {
            var words = text.split(" ", -1);
            return words.length == 3 ? new Key(words[0], words[1], words[2]) : new Key("", "", "");
        }
    }

    /** What the reckoned tokens are multiplied with. */
    public record Range(double low, double likely, double high) {
    }

    /** Nothing is known yet. */
    public static Experience none() {
        return new Experience(new LinkedHashMap<>());
    }

    /** What was learnt on this machine; nothing where that cannot be read. */
    public static Experience of(Path state) {
        try {
            SequencedMap<String, List<Double>> kept = JSON.readValue(Files.readString(file(state)), FORM);
            kept.values().forEach(List::copyOf);
            return new Experience(kept);
        } catch (IOException | RuntimeException absentOrDamaged) {
            return none();
        }
    }

    /**
     * Keeps what a run took, where it came to its end in one go: one that was cut short or resumed says little of what
     * a whole one takes.
     *
     * @param notice told where that cannot be kept, which changes nothing of how the run ended
     */
    public static void learn(Path state, RunState run, Consumer<String> notice) {
        try {
            var before = of(state);
            var after = isWhole(run) ? before.with(run) : before;
            if (after != before) after.keep(state);
        } catch (IOException | RuntimeException failed) {
            notice.accept("the next forecast learns nothing of this run: %s".formatted(failed.getMessage()));
        }
    }

    /** Also one of which a check failed in the end: all its tasks are done. */
    private static boolean isWhole(RunState run) {
        return run.newest(Event.Resumed.class).isEmpty() && run.forked().isEmpty()
                && run.ended().filter(end -> end.exit() == 0 || end.exit() == Stop.UNFINISHED)
                .filter(end -> end.done() == run.tasks().size()).isPresent();
    }

    private static Path file(Path state) {
        return state.resolve("forecasts.json");
    }

    /** As runs of these went; while there are few, as those of the same agent, and as runs usually go. */
    public Range range(Key key) {
        var known = new ArrayList<Double>();
        for (int alike = SAME; alike >= 0 && known.size() < ENOUGH; alike--) {
            int wanted = alike;
            factors.forEach((text, more) -> {
                if (alike(Key.of(text), key) == wanted) known.addAll(more);
            });
        }
        if (known.size() < ENOUGH) known.addAll(USUAL);
        var sorted = known.stream().map(factor -> Math.clamp(factor, LEAST, MOST)).sorted().toList();
        return new Range(at(sorted, LOW), at(sorted, 0.5), at(sorted, HIGH));
    }

    private static int alike(Key one, Key other) {
        if (one.equals(other)) return SAME;
        return one.agent().equals(other.agent()) ? one.stack().equals(other.stack()) ? 2 : 1 : 0;
    }

    /** The value below which that share of them lies, between two of them in proportion. */
    private static double at(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        double first = sorted.get((int) Math.floor(place)), second = sorted.get((int) Math.ceil(place));
        return first + (second - first) * (place - Math.floor(place));
    }

    /** The same with what a run took whose plan was forecast, unless an answer came from elsewhere. */
    public Experience with(RunState run) {
        if (run.forecast().isEmpty() || run.stack().isEmpty() || run.recorded() > 0) return this;
        return with(run.spent(), run.forecast().get().shares(), run.stack());
    }

    /** Calls that no share is for, such as a reviewer's, are part of what all the others cause. */
    private Experience with(SpendingTotals spent, List<Planning.Share> shares, String stack) {
        long all = spent.of(new SpendingScope.OfRun()).usage().tokens();
        var agents = shares.stream().map(Planning.Share::agent).distinct().toList();
        long forecast = agents.stream().mapToLong(agent -> took(spent, agent)).sum();
        if (forecast == 0) return this;
        var next = new LinkedHashMap<>(factors);
        for (var share : shares) {
            long reckoned = shares.stream().filter(one -> one.agent().equals(share.agent()))
                    .mapToLong(Planning.Share::reckoned).sum();
            double factor = (double) took(spent, share.agent()) / reckoned * all / forecast;
            if (reckoned == 0 || factor <= 0) continue;
            var key = new Key(share.agent(), stack, share.alias()).text();
            var newest = Stream.concat(Stream.ofNullable(next.remove(key)).flatMap(List::stream),
                    Stream.of(Math.round(factor * 1000) / 1000.0)).toList();
            next.put(key, newest.subList(Math.max(0, newest.size() - FACTORS), newest.size()));
        }
        while (next.size() > KEYS) next.pollFirstEntry();
        return new Experience(next);
    }

    private static long took(SpendingTotals spent, String agent) {
        return spent.of(new SpendingScope.OfAgent(agent)).usage().tokens();
    }

    void keep(Path state) throws IOException {
        OwnerOnly.make(state);
        var whole = Files.createTempFile(state, "forecasts", ".new");
        try {
            Files.writeString(whole, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(factors) + "\n");
            Files.move(whole, file(state), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }
}
