package llmswarm.config.stack;

import java.util.List;
import java.util.Optional;

/**
 * What is made once for all attempts: commands that fetch and build over the scaffold, with network.
 *
 * @param commands run one after the other
 * @param shared   folders that they leave, which every check then sees read-only, relative to the project
 * @param files    how many files one command of setup or checks may make, where the usual is not right
 */
public record SharedSetup(List<List<String>> commands, List<String> shared, Optional<Integer> files) {
    public SharedSetup {
        commands = commands.stream().map(List::copyOf).toList();
        shared = List.copyOf(shared);
    }
}
