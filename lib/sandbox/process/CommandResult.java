package sandbox.process;

import java.util.Optional;

/**
 * How a command ended.
 *
 * @param exit    its exit code; -1 when it could not be started or was ended at a limit
 * @param output  standard output and error together, as far as they were kept, without control characters; a line
 *                says how much is missing between both ends
 * @param trouble why it could not run or was ended: a missing tool, a limit
 */
public record CommandResult(int exit, double seconds, String output, Optional<String> trouble) {
    /** The first and the last lines of the output. */
    public String tail() {
        return Output.ends(output, 0);
    }
}
