package llmswarm.run.steps;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Whoever replies to questions: a person at a terminal, somebody elsewhere, or nobody. */
public interface Answerer {
    /** Nobody is there; every question gets its assumption. */
    Answerer NOBODY = (question, assumed) -> Optional.empty();

    /** Nobody sits at a terminal, and somebody elsewhere will answer, however long that takes. */
    Answerer ELSEWHERE = (question, assumed) -> {
        new CountDownLatch(1).await();
        return Optional.empty();
    };

    /**
     * The reply; empty when there is nobody, or when the person takes what is assumed. Waits as long as the person
     * does.
     */
    Optional<String> answer(String question, String assumed) throws InterruptedException;
}
