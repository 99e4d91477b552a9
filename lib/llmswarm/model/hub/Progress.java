package llmswarm.model.hub;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a pull has come.
 *
 * @param file      on the way now
 * @param number    of that file, from 1
 * @param files     in all
 * @param done      bytes that are here, those of earlier pulls included
 * @param total     bytes in all
 * @param perSecond bytes, over the last seconds; 0 as long as nothing arrived
 * @param left      at that rate; empty as long as none is known
 */
public record Progress(String file, int number, int files, long done, long total, double perSecond,
        Optional<Duration> left) {
    /** Rounded down, so that 100 means that all is here. */
    public int percent() {
        return total == 0 ? 100 : (int) (done * 100 / total);
    }
}
