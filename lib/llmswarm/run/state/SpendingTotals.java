package llmswarm.run.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmswarm.config.Budget;
import llmswarm.model.Usage;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.Spending.Reserved;
import llmswarm.run.journal.SpendingScope;

/**
 * What the calls of a run took, and what those that are under way may take: the fold over the events that tell it. What
 * was under way when the process ended is taken for spent. Not safe for several threads.
 */
public final class SpendingTotals {
    private final Map<SpendingScope, Toll> over = new HashMap<>(), open = new HashMap<>();
    private final Map<String, Deque<Reserved>> requests = new HashMap<>();
    private final Map<SpendingScope, Budget> allowed = new HashMap<>();

    /** Nothing yet. */
    public SpendingTotals() {
    }

    /** As much as that, apart from it. */
    public SpendingTotals(SpendingTotals before) {
        over.putAll(before.over);
        open.putAll(before.open);
        before.requests.forEach((key, same) -> requests.put(key, new ArrayDeque<>(same)));
        allowed.putAll(before.allowed);
    }

    /**
     * What calls took.
     *
     * @param dollars  as far as prices are known
     * @param unpriced tokens of models whose price is unknown
     */
    public record Toll(Usage usage, double dollars, long calls, long unpriced) {
        public static final Toll NONE = new Toll(Usage.NONE, 0, 0, 0);

        /**
         * Of requests.
         *
         * @param cost US dollars; negative where the price is unknown
         */
        public static Toll of(Usage usage, double cost, long calls) {
            // no journal makes room by calls that took less than nothing
            if (usage.input() < 0 || usage.output() < 0) return new Toll(Usage.NONE, Math.max(0, cost), calls, 0);
            return new Toll(usage, Math.max(0, cost), calls, cost < 0 ? usage.tokens() : 0);
        }

        public Toll plus(Toll other) {
            return new Toll(usage.plus(other.usage), dollars + other.dollars, calls + other.calls,
                    unpriced + other.unpriced);
        }

        private Toll minus(Toll other) {
            var less = new Usage(usage.input() - other.usage.input(), 0, usage.output() - other.usage.output(), 0,
                    usage.guessed() - other.usage.guessed());
            return new Toll(less, Math.max(0, dollars - other.dollars), calls - other.calls, unpriced - other.unpriced);
        }
    }

    /** Takes the next event. */
    public void accept(Event.Kept event) {
        switch (event) {
            case Reserved request -> reserve(request);
            case Spending.Allowed a -> allowed.put(a.whose(), a.budget());
            case Event.AnsweredModel a when !a.recorded() -> settle(a.key(), a.agent(), a.task(),
                    Toll.of(a.usage(), a.cost(), 1));
            case Spending.Settled s -> settle(s.key(), s.agent(), s.task(),
                    Toll.of(s.usage(), s.cost(), s.sent() ? 1 : 0));
            case Event.Resumed _ -> abandon();
            default -> { }
        }
    }

    /** Nobody will say what those under way took: all that they may have is taken for spent. */
    public void abandon() {
        List.copyOf(requests.values()).forEach(all -> List.copyOf(all).forEach(request ->
                settle(request.key(), request.agent(), request.task(), toll(request))));
    }

    /** A request is under way from now on. */
    public void reserve(Reserved request) {
        requests.computeIfAbsent(request.key(), key -> new ArrayDeque<>()).add(request);
        for (var scope : SpendingScope.of(request.agent(), request.task())) {
            open.merge(scope, toll(request), Toll::plus);
        }
    }

    /** The one with that key is over, and took that; none need be under way, as in journals of before. */
    public void settle(String key, String agent, String task, Toll took) {
        var same = requests.getOrDefault(key, new ArrayDeque<>());
        if (!same.isEmpty()) {
            var request = same.poll();
            for (var scope : SpendingScope.of(request.agent(), request.task())) {
                open.computeIfPresent(scope, (of, all) -> all.minus(toll(request)));
            }
        }
        if (same.isEmpty()) requests.remove(key);
        for (var scope : SpendingScope.of(agent, task)) over.merge(scope, took, Toll::plus);
    }

    /** The most that a request may take. */
    public static Toll toll(Reserved request) {
        return Toll.of(request.usage(), request.dollars(), 1);
    }

    /** What may be spent in all, as it was told last; of the run, and of what a person gave more. */
    public Map<SpendingScope, Budget> allowed() {
        return Map.copyOf(allowed);
    }

    /** What was taken. */
    public Toll of(SpendingScope scope) {
        return over.getOrDefault(scope, Toll.NONE);
    }

    /** What the requests that are under way may take at most. */
    public Toll open(SpendingScope scope) {
        return open.getOrDefault(scope, Toll.NONE);
    }
}
