package llmswarm.model.rate;

import java.time.Duration;
import java.util.Optional;

/**
 * That calls wait for a server, or do so no more.
 *
 * @param alias of the model that was asked there
 * @param left  until it is asked again; empty when nobody waits any more
 */
public record Parked(String alias, Optional<Duration> left) {
}
