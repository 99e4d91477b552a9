package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import llmswarm.config.ModelSpec;
import llmswarm.model.Usage;
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
    record Call(String name, String agent, ModelSpec model, long input, long output, List<String> after) {
        private double seconds() {
            return output / (model.provider() == ModelSpec.Provider.JLAMA ? LOCAL : SERVER);
        }

        private Optional<Double> dollars() {
            return model.cost().map(new Usage(input, 0, output)::cost);
        }
    }

    /** What those calls take by agent and model, as far as earlier runs tell. */
    static List<Planning.Share> shares(List<Call> calls, Experience experience, String stack) {
        var shares = new LinkedHashMap<List<String>, Planning.Share>();
        for (var call : calls) {
            long tokens = call.input + call.output;
            var range = experience.range(new Experience.Key(call.agent, stack, call.model.alias()));
            shares.merge(List.of(call.agent, call.model.alias()), new Planning.Share(call.agent, call.model.alias(), 1,
                    tokens, Math.round(tokens * range.low()), Math.round(tokens * range.high())),
                    (one, other) -> new Planning.Share(one.agent(), one.alias(), one.calls() + 1,
                    one.reckoned() + other.reckoned(), one.low() + other.low(), one.high() + other.high()));
        }
        return List.copyOf(shares.values());
    }

    /** What those calls cost, as far as earlier runs tell; the dollars are -1 where a price is unknown. */
    static Planning.Estimate of(Cut cut, int tasks, List<Call> calls, Experience experience, String stack) {
        var plain = of(cut, tasks, calls);
        var shares = shares(calls, experience, stack);
        double likely = 0;
        for (var call : calls) likely += (call.input + call.output)
                * experience.range(new Experience.Key(call.agent, stack, call.model.alias())).likely();
        double factor = plain.tokens() == 0 ? 1 : likely / plain.tokens();
        return new Planning.Estimate(cut, tasks, Math.round(likely), plain.seconds() * factor,
                plain.dollars() < 0 ? -1 : plain.dollars() * factor,
                shares.stream().mapToLong(Planning.Share::low).sum(),
                shares.stream().mapToLong(Planning.Share::high).sum());
    }

    private static Planning.Estimate of(Cut cut, int tasks, List<Call> calls) {
        long tokens = calls.stream().mapToLong(call -> call.input + call.output).sum();
        boolean priced = calls.stream().allMatch(call -> call.dollars().isPresent());
        return new Planning.Estimate(cut, tasks, tokens, seconds(calls), priced
                ? calls.stream().mapToDouble(call -> call.dollars().get()).sum() : -1);
    }

    /**
     * The calls of a plan of so many equal tasks that nobody has made.
     *
     * @param fixed  tokens of a prompt without files
     * @param output of all tasks together
     */
    static List<Call> guessed(int tasks, ModelSpec planner, Sizing.Writer writer, long fixed, long output) {
        var calls = new ArrayList<>(List.of(new Call("", Planner.AGENT, planner, fixed + PLAN,
                PLAN + (long) tasks * PLANNED_TASK, List.of())));
        IntStream.range(0, tasks).forEach(i -> calls.add(new Call("task " + i, writer.agent().name(), writer.model(),
                fixed, output / tasks, List.of(""))));
        return calls;
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
