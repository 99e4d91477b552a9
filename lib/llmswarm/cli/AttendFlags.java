package llmswarm.cli;

import llmswarm.SwarmSetup;
import picocli.CommandLine.Option;

/** Who answers a run's questions. */
final class AttendFlags {
    @Option(names = "--attended", description = "Where no terminal is, wait for answers that are given elsewhere, such as on the page of serve.")
    private boolean attended;

    SwarmSetup setup(SwarmSetup setup) {
        return attended ? setup.attended() : setup;
    }
}
