package llmswarm.model.choice;

import java.util.Optional;

import llmswarm.config.ModelSpec;
import llmswarm.model.FaultText;
import machine.Proxies;

/** Why a model cannot be used now. */
sealed interface Obstacle {
    ModelSpec spec();

    /** The environment variable it names is not set. */
    record NoKey(ModelSpec spec, String variable) implements Obstacle {
    }

    /**
     * Only local models are allowed, and this one is not.
     *
     * @param proxy through which it would be asked, although its address is local
     */
    record Cloud(ModelSpec spec, Optional<Proxies.Way> proxy) implements Obstacle {
    }

    /** It would run in this process, but its files are not there. */
    record Absent(ModelSpec spec) implements Obstacle {
    }

    /** Follows the alias in the line that names its replacement. */
    default String brief() {
        return switch (this) {
            case Absent(var spec) -> "'%s' is not on disk".formatted(spec.model());
            case NoKey _, Cloud _ -> sentence();
        };
    }

    /** Stands alone, without its full stop. */
    default String sentence() {
        return switch (this) {
            case NoKey(_, var variable) -> variable + " is not set";
            case Cloud(var spec, var proxy) -> "--local-only forbids " + FaultText.address(spec)
                    + proxy.map(", which is asked through %s unless NO_PROXY names it"::formatted).orElse("");
            case Absent(var spec) -> "'%s' is not on disk".formatted(spec.model());
        };
    }
}
