package llmswarm.run.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import llmswarm.run.journal.AnswerPlace;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Subject;

/** The answers that a run shares with the one it was forked from: they hold for their places, whatever is asked. */
public final class SharedAnswers {
    private final Map<AnswerPlace, Event.AnsweredModel> answers = new HashMap<>();

    SharedAnswers() {
    }

    void share(Collection<Event.AnsweredModel> past) {
        past.forEach(answer -> answers.put(AnswerPlace.of(answer), answer));
    }

    void forget(String task) {
        answers.keySet().removeIf(place -> place.task().equals(task));
    }

    /** The answer at that place. */
    public Optional<Event.AnsweredModel> at(AnswerPlace place) {
        return Optional.ofNullable(answers.get(place));
    }

    /** Whether an attempt is shared, or a part of it. */
    public boolean holds(String agent, Subject about, int attempt) {
        return answers.keySet().stream().anyMatch(place -> place.isOf(agent, about, attempt));
    }
}
