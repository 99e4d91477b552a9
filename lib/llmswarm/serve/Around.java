package llmswarm.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import llmswarm.Swarm;
import llmswarm.SwarmSetup;
import llmswarm.run.steps.Answerer;

/**
 * What a server finds around it.
 *
 * @param folder the working folder
 * @param state  the user's own, where runs lie that have no project yet
 * @param own    the server's part of it
 */
record Around(Path folder, Map<String, String> env, Path state, Path own, KnownRuns runs) {
    Around(Path folder, Map<String, String> env, Path state, Path own) {
        this(folder, env, state, own, new KnownRuns(folder, state));
    }

    /** All configuration as it stands now. Nobody is asked anything, and nothing is trusted that was not before. */
    Swarm open() {
        return Swarm.open(new SwarmSetup(folder, env, Optional.empty(), false, Swarm.Where.ANYWHERE, entry -> { },
                line -> { }, Answerer.NOBODY));
    }
}
