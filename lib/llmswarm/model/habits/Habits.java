package llmswarm.model.habits;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.ModelSpec;

/**
 * What is known of one model behind one server; it grows while calls are under way, and {@link KeptHabits} keeps it.
 */
public final class Habits {
    private final Set<Habit> habits = new LinkedHashSet<>();
    /** What is known of every server like this one. */
    private Set<Habit> usual = Set.of();

    /** What is known before the first call, and what earlier runs learnt. */
    public static Habits known(ModelSpec spec, URI address, List<Habit> learnt) {
        var known = known(spec, address);
        known.usual = Set.copyOf(known.habits);
        learnt.forEach(known::learn);
        return known;
    }

    /** What is known before the first call. */
    public static Habits known(ModelSpec spec, URI address) {
        var known = new Habits();
        var host = Optional.ofNullable(address.getHost()).orElse("");
        if (host.endsWith(".openai.com") || host.endsWith(".openai.azure.com")) known.habits.add(new Habit.NewerLimit());
        if (host.endsWith(".anthropic.com")) known.habits.add(new ThinkingHabit.Budget());
        if (host.endsWith(".deepseek.com")) known.habits.add(new ThinkingHabit.Switch());
        if (!spec.jsonSchema()) known.habits.add(new Habit.NoSchema());
        return known;
    }

    /** In the order in which they were learnt. */
    public synchronized List<Habit> all() {
        return List.copyOf(habits);
    }

    /** What servers like this one do not do all. */
    public synchronized List<Habit> learnt() {
        return habits.stream().filter(habit -> !usual.contains(habit)).toList();
    }

    /** The request as this server takes it. */
    public ObjectNode edited(ObjectNode request) {
        var edited = request.deepCopy();
        all().forEach(habit -> habit.edit(edited));
        return edited;
    }

    /** Whether this is news; parallel calls are refused for the same reason at once. */
    public synchronized boolean learn(Habit habit) {
        boolean news = !habits.contains(habit);
        // the last word counts, as it was said of a request that all the others had edited
        habits.removeIf(known -> known.equals(habit) || known.getClass() == habit.getClass()
                && !(habit instanceof Habit.Without));
        if (habit instanceof Habit.OlderLimit) habits.remove(new Habit.NewerLimit());
        if (habit instanceof ThinkingHabit.Adaptive) habits.remove(new ThinkingHabit.Budget());
        habits.add(habit);
        return news;
    }
}
