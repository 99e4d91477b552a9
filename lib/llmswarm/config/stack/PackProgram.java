package llmswarm.config.stack;

import java.util.List;

/**
 * A program that a machine may have.
 *
 * @param name    as it is found on the PATH
 * @param version the command that shows that it runs, and its version
 */
public record PackProgram(String name, List<String> version) {
    public PackProgram {
        version = List.copyOf(version);
    }

    /** One that is asked in the way most programs are. */
    public PackProgram(String name) {
        this(name, List.of(name, "--version"));
    }

    /** Whether it is asked in that way. */
    public boolean usual() {
        return equals(new PackProgram(name));
    }
}
