package llmswarm.check;

import java.util.List;

/**
 * A program that is needed here and is not there, is too old, or does not start.
 *
 * @param programs its name, or those of which one is enough
 * @param why      who needs it and what is wrong, as a sentence without its end
 * @param remedy   what to do before the next try; empty where the sentence says it
 */
public record MissingProgram(List<String> programs, String why, String remedy) {
    public static final String INSTALL = "install it", RENEW = "install a newer one";
    private static final String THEN = ", then run again (./jbang swarm.java doctor shows what is there)";

    public MissingProgram {
        programs = List.copyOf(programs);
    }

    /** For somebody who looks at the machine. */
    public String told() {
        return remedy.isEmpty() ? why : why + "; " + remedy;
    }

    /** For somebody who wants to run. */
    public String toldToRun() {
        return remedy.isEmpty() ? why : told() + THEN;
    }
}
