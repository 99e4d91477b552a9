package llmswarm;

import java.nio.file.Path;
import java.util.Map;

import llmswarm.config.stack.Stack;

/** The pack react-node with what its setup installs. */
public final class ReactNode {
    public static final String PACK = "react-node";
    public static final Path EXAMPLE = Tape.checkout().resolve("stacks/react-node/example");
    public static final Map<String, String> VARIABLES = Map.of("name", "things", "module", "things", "summary",
            "Things of \"everybody\".", "node", "20.19", "port", "3000");

    private ReactNode() {
    }

    /** Skips the test, with a sentence, where the machine lacks a program that the pack needs or npm's registry. */
    public static InstalledPack here() throws InterruptedException {
        return InstalledPack.here(PACK, VARIABLES);
    }

    /** The pack as it comes with the program. */
    public static Stack stack() {
        return InstalledPack.stack(PACK);
    }
}
