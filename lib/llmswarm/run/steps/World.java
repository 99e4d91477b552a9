package llmswarm.run.steps;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import llmswarm.config.ModelSpec;
import llmswarm.guard.Redactor;
import llmswarm.model.choice.Models;
import llmswarm.model.rate.ModelQueue;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;
import llmswarm.run.state.RunState;

/**
 * All that a run has of the world outside: answers, checks, a person, and what earlier parts of the run had of them.
 */
public final class World {
    /** Files that one sentence names. */
    private static final int NAMED = 5;

    private final Journal journal;
    private final RunState past;
    private final AnswerSource source;
    private final Recorded steps;
    private final Account account;
    private final Models models;

    private World(Journal journal, RunState past, Models models, Redactor redactor, Answerer person,
            Optional<Elsewhere> elsewhere, Account account, Optional<Tape> tape, Optional<String> cheaper) {
        this.journal = journal;
        this.past = past;
        this.account = account;
        this.models = models;
        this.source = tape.<AnswerSource>map(taped -> taped).orElseGet(() -> new ModelSource(models, account));
        var live = new Live(journal, models, redactor, person, elsewhere, account);
        var asking = tape.<Steps>map(taped -> new Taped(journal, taped, account, live)).orElse(live);
        this.steps = new Recorded(journal, past, new Redacting(redactor, new Budgeted(account, asking,
                person != Answerer.NOBODY, tape.isPresent() ? Optional.empty() : cheaper, models::usable,
                this::firstTurn)));
    }

    /**
     * The world of one run.
     *
     * @param past    what an earlier part of the run came to
     * @param elsewhere by which others than the person can answer
     * @param account which requests may be sent
     * @param tape    to take answers from instead of models
     * @param strict  whether the first prompt that is not the tape's ends the run
     * @param cheaper the alias that is asked where a call does not fit into a budget and nobody can be asked
     */
    public static World of(Journal journal, RunState past, Models models, Redactor redactor, Answerer person,
            Optional<Elsewhere> elsewhere, Account account, Optional<Path> tape, boolean strict,
            Optional<String> cheaper) {
        return new World(journal, past, models, redactor, person, elsewhere, account,
                tape.map(file -> new Tape(file, strict)), cheaper);
    }

    /** Where the answers come from. */
    public AnswerSource source() {
        return source;
    }

    /** Whether something was left undone, as it did not fit into a budget. */
    public boolean overBudget() {
        return account.reached();
    }

    /** What an earlier part of the run came to. */
    public RunState past() {
        return past;
    }

    /** Whether a fork has the answer to that attempt from the run that it was forked from, so that nobody is asked. */
    public boolean shares(String agent, Subject about, int attempt) {
        return past.shared().holds(agent, about, attempt);
    }

    /** The model of an attempt: of one that a fork shares, the one of the alias itself. */
    public ModelSpec model(ModelSpec wanted, String agent, Subject about, int attempt) {
        return model(wanted, agent, about, attempt, () -> source.model(wanted));
    }

    /**
     * The same where another one than the alias means may be asked.
     *
     * @param asked that one, called for only where somebody is asked
     */
    public ModelSpec model(ModelSpec wanted, String agent, Subject about, int attempt, Supplier<ModelSpec> asked) {
        return shares(agent, about, attempt) ? wanted : asked.get();
    }

    /**
     * A place in the queue for a model, which does not wait yet. After the answer the slot is kept until the turn is
     * closed, so that what the answer makes ready can take it, but for a tenth of the call's time at most.
     *
     * @param priority who goes first when the model is busy: the length of the path ahead
     * @param again    whether it is for a later attempt
     */
    public ModelQueue.Turn turn(ModelSpec model, double priority, boolean again) {
        return models.queue(model).queue(priority, again);
    }

    /** A place before all others. */
    public ModelQueue.Turn firstTurn(ModelSpec model) {
        return turn(model, Double.MAX_VALUE, false);
    }

    /** See {@link Steps#ask}. Where no call was answered, the turn is closed, as nobody may wait for it. */
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        return steps.ask(step);
    }

    /** See {@link Steps#check}. */
    public Event.Checked check(Step.RunCheck step) throws InterruptedException {
        return steps.check(step);
    }

    /** Keeps that a check was not run. */
    public Event.Checked notRun(Event.Checked check) {
        return journal.append(check);
    }

    /** Tells that a check's command begins to run. */
    public void checkStarted(String task, String check, List<String> command) {
        journal.show(new Momentary.CheckStarted(task, check, command));
    }

    /** Tells that checks changed files of the project, which the next check finds as they were. */
    public void putBack(String task, Collection<String> checks, List<String> files) {
        var more = files.size() > NAMED ? " and %d more".formatted(files.size() - NAMED) : "";
        journal.append(new Event.Noted(task, "check %s changed %s%s, which the next check finds as before".formatted(
                checks.stream().map("'%s'"::formatted).collect(Collectors.joining(" or ")),
                String.join(", ", files.subList(0, Math.min(NAMED, files.size()))), more)));
    }

    /** See {@link Steps#question}. */
    public Event.Answered question(Step.AskPerson step) throws InterruptedException {
        return steps.question(step);
    }

    /** The reply that an earlier part of the run has to a question, where it holds still. */
    public Optional<Event.Answered> reply(Step.AskPerson step) {
        return steps.reply(step);
    }

    /** The programs of those stacks' lists that the planner is told of, kept in the journal. */
    public List<String> programs(List<String> stacks, AnswerSource.Look look) throws InterruptedException {
        var known = past.programs(stacks);
        if (known.isPresent()) return known.get();
        var found = source.programs(stacks, look);
        if (!found.isEmpty()) journal.append(new Planning.ProgramsFound(stacks, found));
        return found;
    }

    /**
     * What is told to do without, a sentence each, kept in the journal.
     *
     * @param attempt see {@link Planning.ProgramsMissing}
     */
    public List<String> missing(int attempt, AnswerSource.Look look) throws InterruptedException {
        var faults = source.missing(attempt, look);
        if (!faults.isEmpty()) journal.append(new Planning.ProgramsMissing(attempt, faults));
        return faults;
    }
}
