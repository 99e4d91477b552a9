package llmswarm.run.steps;

import java.util.Optional;

/** Whoever replies to questions: a person at a terminal, or nobody. */
public interface Answerer {
    /** Nobody is there; every question gets its assumption. */
    Answerer NOBODY = (question, assumed) -> Optional.empty();

    /**
     * The reply; empty when there is nobody, or when the person takes what is assumed. Waits as long as the person
     * does.
     */
    Optional<String> answer(String question, String assumed) throws InterruptedException;
}
