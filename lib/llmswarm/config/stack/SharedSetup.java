package llmswarm.config.stack;

import java.util.List;
import java.util.Optional;

/**
 * What is made for all attempts: commands that fetch and build over the scaffold, with network.
 *
 * @param commands run one after the other
 * @param shared   folders that they leave, which every check then sees read-only, relative to the project
 * @param files    how many files one command of setup or checks may make, where the usual is not right
 * @param reads    globs of the files on which the commands depend; where a task changes one, they run again, over its
 *                 files; they run once when empty
 * @param keep     files that the commands leave and that become part of the project, such as a lock file
 * @param pass     variables of this program's environment that the commands are given
 */
public record SharedSetup(List<List<String>> commands, List<String> shared, Optional<Integer> files,
                          List<String> reads, List<String> keep, List<String> pass) {
    /** Without any. */
    static final SharedSetup NONE = new SharedSetup(List.of(), List.of(), Optional.empty(), List.of(), List.of(),
            List.of());

    public SharedSetup {
        commands = commands.stream().map(List::copyOf).toList();
        shared = List.copyOf(shared);
        reads = List.copyOf(reads);
        keep = List.copyOf(keep);
        pass = List.copyOf(pass);
    }

    SharedSetup filled(Filling values) {
        return new SharedSetup(commands, shared.stream().map(values::path).toList(), files,
                reads.stream().map(values::glob).toList(), keep.stream().map(values::path).toList(), pass);
    }
}
