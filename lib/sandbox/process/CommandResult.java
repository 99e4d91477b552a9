package sandbox.process;

import java.util.Optional;

/**
 * How a command ended.
 *
 * @param exit    its exit code; -1 when it could not be started or was ended at a limit
 * @param tail    the first and the last lines of its standard output and error together, without control characters
 * @param trouble why it could not run or was ended: a missing tool, a limit
 */
public record CommandResult(int exit, double seconds, String tail, Optional<String> trouble) {
}
