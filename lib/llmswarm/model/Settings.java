package llmswarm.model;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import llmswarm.config.ModelSpec;
import llmswarm.config.yaml.Values;
import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.model.habits.KeptHabits;
import text.Printable;

/**
 * What a run allows its models, and how patient it is with them.
 *
 * @param localOnly  whether every model whose address is not on this machine or its private network is forbidden
 * @param keyAllowed whether a person trusts the file that defines this model, so that a key may be sent to its address
 * @param firstWait  before the second try; the following waits grow threefold, up to a minute
 * @param idle       the longest pause within an answer that has begun; after it the answer counts as broken off
 * @param clock      tells when a server wants to be asked again
 * @param servers    local servers to look for when no model can be used
 * @param log        is told every request to a model
 * @param kept       what earlier runs learnt of servers
 * @param outage     how long calls wait for a server that has answered before to be back
 * @param attended   whether somebody is there who can top up an account or renew a key meanwhile
 */
public record Settings(boolean localOnly, Predicate<ModelSpec> keyAllowed, Duration firstWait, Duration idle,
                       InstantSource clock, List<LocalServer> servers, RequestLog log, KeptHabits kept,
                       Duration outage, boolean attended) {
    /** The variable of the environment that says how long a run waits for a server that is down. */
    public static final String PATIENCE = "SWARM_PATIENCE";

    public Settings {
        servers = List.copyOf(servers);
    }

    /** How long calls wait until such an outage is over. */
    Duration patience(Fault.Outage of) {
        return of == Fault.Outage.SPENT && !attended ? Duration.ZERO : outage;
    }

    /**
     * The usual pauses, and the local servers at their usual ports.
     *
     * @param env of which {@value #PATIENCE} is how long a run waits for a server that is down, such as {@code 10m}; 30
     *            minutes without it
     * @throws Stop where the variable holds no duration
     */
    public static Settings of(boolean localOnly, Predicate<ModelSpec> keyAllowed, RequestLog log,
            KeptHabits kept, boolean attended, Map<String, String> env) {
        return new Settings(localOnly, keyAllowed, Duration.ofMillis(500), Duration.ofMinutes(1),
                InstantSource.system(), LocalServer.USUAL, log, kept, patience(env.get(PATIENCE)), attended);
    }

    private static Duration patience(String said) {
        if (said == null || said.isBlank()) return Duration.ofMinutes(30);
        return Values.duration(said.strip()).orElseThrow(() -> Stop.usage(
                "%s is '%s'; write a duration such as 90s, 10m or 1h".formatted(PATIENCE, Printable.shown(said))));
    }
}
