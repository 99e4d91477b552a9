package llmswarm.config.layer;

import java.nio.file.Path;

/**
 * A folder of configuration: models.yaml, agents/, templates/ and stacks/, each optional.
 *
 * @param kind    which of the five layers it is; earlier kinds win
 * @param folder  absolute
 * @param shown   how messages name the folder: relative where that is shorter
 */
public record Layer(Origin kind, Path folder, String shown) {
    /** How messages name a file of this layer. */
    public String shown(String relative) {
        return shown.equals(".") ? relative : shown + "/" + relative;
    }

    /** How sentences name the layer itself. */
    public String spoken() {
        return kind == Origin.BUNDLED ? "the bundle" : shown.equals(".") ? "the working folder" : shown;
    }

    /** The layers, the winner first. */
    public enum Origin {
        /** {@code --config DIR} */ OPTION,
        /** {@code .swarm/} of the working folder */ PROJECT,
        /** the user's own configuration folder (XDG) */ USER,
        /** SWARM_HOME, or a working folder that holds swarm.java */ HOME,
        /** the files that came with the program */ BUNDLED;

        /** Layers that come with the program's own code need no trust: who can write there can change the program. */
        public boolean trusted() {
            return this == HOME || this == BUNDLED;
        }
    }
}
