package llmswarm.files;

import java.io.IOException;

import llmswarm.guard.Stop;
import machine.Reason;

/** Tells a person why a file could not be written or read. */
final class Failures {
    private Failures() {
    }

    /** "could not write 'x': no space left on device". */
    static Stop of(String verb, String name, IOException failed) {
        return Stop.usage("could not %s '%s': %s".formatted(verb, name, Reason.of(failed)), failed);
    }
}
