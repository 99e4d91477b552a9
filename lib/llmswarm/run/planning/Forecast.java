package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import llmswarm.config.ModelSpec;
import llmswarm.config.ModelSpec.Price;
import llmswarm.plan.Cut;
import llmswarm.run.journal.Planning;

/**
 * What calls are likely to cost before any of them is made: tokens, money, and the time of all with as many at once as
 * models take.
 */
final class Forecast {
    /** Output tokens a second: what servers commonly give, and Jlama on two cores (README, "How fast"). */
    private static final double SERVER = 60, LOCAL = 14;
    /** A plan's own tokens: the form around it, and what each task adds. */
    private static final int PLAN = 1_200, PLANNED_TASK = 350;

    private Forecast() {
    }

    /**
     * A call to come.
     *
     * @param after names of the calls whose answers it needs
     */
    record Call(String name, ModelSpec model, long input, long output, List<String> after) {
        private double seconds() {
            return output / (model.provider() == ModelSpec.Provider.JLAMA ? LOCAL : SERVER);
        }

        private double dollars() {
            var price = model.price().at(input);
            return (input * price.input() + output * price.output()) / 1e6;
        }
    }

    /** What those calls cost; the dollars are -1 where a price is unknown. */
    static Planning.Estimate of(Cut cut, int tasks, List<Call> calls) {
        long tokens = calls.stream().mapToLong(call -> call.input + call.output).sum();
        boolean priced = calls.stream().noneMatch(call -> call.model.provider() == ModelSpec.Provider.OPENAI
                && call.model.price().equals(Price.NONE));
        return new Planning.Estimate(cut, tasks, tokens, seconds(calls), priced
                ? calls.stream().mapToDouble(Call::dollars).sum() : -1);
    }

    /**
     * What a plan of so many equal tasks would cost that nobody has made.
     *
     * @param fixed  tokens of a prompt without files
     * @param output of all tasks together
     */
    static Planning.Estimate guessed(Cut cut, int tasks, ModelSpec planner, ModelSpec writer, long fixed, long output) {
        var calls = new ArrayList<>(List.of(new Call("", planner, fixed + PLAN, PLAN + (long) tasks * PLANNED_TASK,
                List.of())));
        IntStream.range(0, tasks)
                .forEach(i -> calls.add(new Call("task " + i, writer, fixed, output / tasks, List.of(""))));
        return of(cut, tasks, calls);
    }

    /** The time until the last answer, each model taking the call with the longest path ahead first. */
    private static double seconds(List<Call> calls) {
        var ahead = new HashMap<String, Double>();
        for (var call : calls.reversed()) ahead(call, calls, ahead);
        var free = new HashMap<String, List<Double>>();
        var ends = new HashMap<String, Double>();
        var waiting = new ArrayList<>(calls);
        while (!waiting.isEmpty()) {
            var next = waiting.stream().filter(call -> ends.keySet().containsAll(call.after))
                    .min(Comparator.<Call>comparingDouble(call -> start(call, ends))
                    .thenComparing(call -> -ahead.get(call.name))).orElseThrow();
            var slots = free.computeIfAbsent(next.model.alias(), alias ->
                    new ArrayList<>(Collections.nCopies(next.model.parallel(), 0.0)));
            int slot = slots.indexOf(Collections.min(slots));
            double end = Math.max(start(next, ends), slots.get(slot)) + next.seconds();
            slots.set(slot, end);
            ends.put(next.name, end);
            waiting.remove(next);
        }
        return ends.values().stream().mapToDouble(end -> end).max().orElse(0);
    }

    private static double start(Call call, Map<String, Double> ends) {
        return call.after.stream().mapToDouble(ends::get).max().orElse(0);
    }

    private static double ahead(Call call, List<Call> calls, Map<String, Double> known) {
        var before = known.get(call.name);
        if (before != null) return before;
        double longest = 0;
        for (var other : calls) if (other.after.contains(call.name)) longest =
                Math.max(longest, ahead(other, calls, known));
        known.put(call.name, longest + call.seconds());
        return longest + call.seconds();
    }
}
