package llmswarm.run.journal;

import java.util.Map;

/**
 * The run shares its past up to this line with another run, whose answers hold whatever is asked by which model from
 * here on.
 *
 * @param of     the other run's id
 * @param from   number of the first line of its journal that is not shared
 * @param models aliases that mean another one's model from here on
 */
public record Forked(String of, long from, Map<String, String> models) implements Event.Kept {
    public Forked {
        models = models == null ? Map.of() : Map.copyOf(models);
    }
}
