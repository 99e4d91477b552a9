package llmswarm.run.state;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event.Checked;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.Subject;
import llmswarm.run.journal.Undone;

/**
 * What a resume need not do again: answers and checks by the keys of their steps, replies, and the programs that were
 * found.
 */
final class Results {
    private final Map<String, AnsweredModel> answers = new HashMap<>();
    /**
     * By task and key: what was shown for one task says nothing of another, and what for a task nothing of the whole.
     */
    private final Map<List<String>, Checked> checks = new HashMap<>();
    private final Map<QuestionId, Event.Answered> replies = new HashMap<>();
    private final Map<QuestionId, String> questions = new HashMap<>();
    private final Map<List<String>, List<String>> programs = new HashMap<>();
    /** Tasks whose newest check had no result because of the machine. */
    private final Set<String> unlucky = new HashSet<>();
    /** The answers since the last end checks of which no commit came. */
    private final Set<String> unused = new HashSet<>();
    private final SharedAnswers shared = new SharedAnswers();
    private boolean ending, planned;

    void accept(Event.Kept event) {
        switch (event) {
            case Event.RunStarted _, Event.Resumed _ -> ending = false;
            case Event.Planned _ -> planned = true;
            case AnsweredModel answer -> {
                answers.put(answer.key(), answer);
                if (ending) unused.add(answer.key());
            }
            case Checked check -> checked(check);
            case Event.AskedModel asked -> unlucky.remove(asked.task());
            case Event.Integrated _ -> unused.clear();
            // What was written may well be right where the machine kept it from being shown.
            case Event.TaskEnded end when end.state() == Event.State.FAILED && !unlucky.contains(end.task()) ->
                    forget(end.task());
            case Forked _ -> shared.share(answers.values());
            case Undone back -> back.tasks().forEach(this::forget);
            case Event.RunEnded end when end.exit() == Stop.UNFINISHED -> unfinished();
            case Planning.ProgramsFound found -> programs.put(found.stacks(), found.programs());
            case Event.Asked asked -> questions.put(QuestionId.of(asked.id()), asked.question());
            case Event.Answered reply when reply.byPerson() -> replied(QuestionId.of(reply.id()), reply);
            default -> { }
        }
    }

    private void checked(Checked check) {
        if (check.task().isEmpty()) ending = true;
        else if (check.verdict()) checks.put(List.of(check.task(), check.key()), check);
        else if (check.withoutResult()) unlucky.add(check.task());
    }

    private void replied(QuestionId id, Event.Answered reply) {
        if (id instanceof QuestionId.Open || id instanceof QuestionId.OfVariable
                || id instanceof QuestionId.OfPlan && QuestionId.OfPlan.agreed(reply.answer())
                || id instanceof QuestionId.AboutTask && !reply.stops()) replies.put(id,
                reply);
    }

    /** What led to a failure, or was taken back, is not worth having again: a resume asks anew. */
    private void forget(String task) {
        // A change of the plan that was accepted is in the journal as a plan.
        answers.values().removeIf(answer -> answer.task().equals(task) || isAbout(answer, Subject.Whole.REPLAN));
        shared.forget(task);
        checks.values().removeIf(check -> check.task().equals(task));
        replies.keySet().removeIf(id -> id instanceof QuestionId.AboutTask about && about.task().equals(task));
    }

    private void unfinished() {
        if (!planned) answers.values().removeIf(answer -> isAbout(answer, Subject.Whole.PLAN));
        answers.keySet().removeAll(unused);
        unused.clear();
        ending = false;
    }

    private static boolean isAbout(AnsweredModel answer, Subject subject) {
        return Subject.of(answer.task()).equals(subject);
    }

    Optional<AnsweredModel> answer(String key) {
        return Optional.ofNullable(answers.get(key));
    }

    SharedAnswers shared() {
        return shared;
    }

    Optional<Checked> check(Subject subject, String key) {
        return Optional.ofNullable(checks.get(List.of(subject.id(), key)));
    }

    /** Another plan leaves other things open: what was asked under the number has to be that question. */
    Optional<Event.Answered> reply(QuestionId id, String question) {
        boolean same = !(id instanceof QuestionId.Open) || question.equals(questions.get(id));
        return Optional.ofNullable(replies.get(id)).filter(reply -> same);
    }

    Optional<List<String>> programs(List<String> stacks) {
        return Optional.ofNullable(programs.get(stacks));
    }
}
