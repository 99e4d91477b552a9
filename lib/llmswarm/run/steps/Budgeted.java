package llmswarm.run.steps;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;

import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.rate.ModelQueue;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.QuestionId;

/**
 * Decides what becomes of a call that does not fit into a budget: a person gives more or names a cheaper model, else
 * the one that the configuration names is asked, else the call is left and the run ends in order.
 */
final class Budgeted implements Steps {
    private static final Pattern AMOUNT = Pattern.compile("\\$?(\\d{1,12}(?:\\.\\d{1,4})?)");
    private static final String STOP = "stop";
    private static final String QUESTION = """
            %s.
            %sWhat now?
              more AMOUNT    so much more, such as 'more %s'
              cheaper ALIAS  ask that model of models.yaml instead, from now on
              stop           leave what does not fit, and end the run in order""";

    private final Account account;
    private final Steps next;
    private final boolean attended;
    private final Function<String, ModelSpec> models;
    private final Function<ModelSpec, ModelQueue.Turn> turns;
    private final ReentrantLock deciding = new ReentrantLock();
    private Optional<String> cheaper;
    private boolean stopped;

    /**
     * In front of whoever asks.
     *
     * @param attended whether a person can be asked
     * @param cheaper  the alias that is asked instead where nobody can be
     * @param models   the usable model of an alias; throws {@link Stop} where there is none
     * @param turns    a place in a model's queue
     */
    Budgeted(Account account, Steps next, boolean attended, Optional<String> cheaper,
            Function<String, ModelSpec> models, Function<ModelSpec, ModelQueue.Turn> turns) {
        this.account = account;
        this.next = next;
        this.attended = attended;
        this.cheaper = attended ? Optional.empty() : cheaper;
        this.models = models;
        this.turns = turns;
    }

    @Override
    public Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException {
        var asking = step;
        var answered = Optional.<Event.AnsweredModel>empty();
        try {
            while (answered.isEmpty()) {
                try {
                    answered = Optional.of(next.ask(asking));
                } catch (OverBudget refused) {
                    var otherwise = decided(asking, refused);
                    if (otherwise != asking) asking.turn().close();
                    asking = otherwise;
                }
            }
            return answered.get();
        } finally {
            if (answered.isEmpty()) asking.turn().close();
        }
    }

    /** The same step where there is room now, the step with another model, or {@link Stop}. */
    private Step.AskModel decided(Step.AskModel step, OverBudget refused) throws InterruptedException {
        deciding.lockInterruptibly();
        try {
            for (var odd = ""; ; ) {
                if (account.fits(refused.request())) return step;
                var other = cheaper.flatMap(alias -> instead(step, refused, alias));
                if (other.isPresent()) return other.get();
                if (cheaper.isPresent() && odd.isEmpty()) odd = cheaper.get() + " does not fit either.\n";
                if (stopped || !attended) throw account.stop(refused);
                odd = obeyed(refused, reply(refused, odd));
            }
        } finally {
            deciding.unlock();
        }
    }

    private String reply(OverBudget refused, String odd) throws InterruptedException {
        var sentence = refused.getMessage();
        var usual = refused.missing().more();
        return next.question(new Step.AskPerson(new QuestionId.Consent("budget"), QUESTION.formatted(
                sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1), odd, usual), STOP))
                .answer().strip();
    }

    /** Does what a reply says; gives a line for the next question where it says nothing of these. */
    private String obeyed(OverBudget refused, String reply) {
        var words = reply.toLowerCase(Locale.ROOT).split("\\s+", 2);
        var rest = words.length > 1 ? words[1].strip() : "";
        var amount = AMOUNT.matcher(rest.replace(",", ""));
        if (words[0].equals(STOP) || words[0].isEmpty()) {
            stopped = true;
        } else if (words[0].equals("more") && amount.matches()) {
            account.raise(refused, Double.parseDouble(amount.group(1)));
        } else if (words[0].equals("cheaper") && !rest.isEmpty()) {
            return named(refused, rest);
        } else {
            return "That is none of these.\n";
        }
        return "";
    }

    private String named(OverBudget refused, String alias) {
        if (alias.equals(refused.request().alias())) return "%s is the model that does not fit.\n".formatted(alias);
        try {
            models.apply(alias);
            cheaper = Optional.of(alias);
            return "";
        } catch (Stop unusable) {
            return unusable.lines().getFirst() + "\n";
        }
    }

    /** The same question to that model, where its context holds it and its worst case fits. */
    private Optional<Step.AskModel> instead(Step.AskModel step, OverBudget refused, String alias) {
        try {
            var model = models.apply(alias);
            if (model.alias().equals(step.model().alias())
                    || Prompts.tokens(step.prompt()) > model.forPrompt(step.agent())
                    || !account.fits(Account.instead(refused.request(), step, model))) return Optional.empty();
            return Optional.of(step.with(model, turns.apply(model)));
        } catch (Stop unusable) {
            return Optional.empty();
        }
    }

    @Override
    public Event.Checked check(Step.RunCheck step) throws InterruptedException {
        return next.check(step);
    }

    @Override
    public Event.Answered question(Step.AskPerson step) throws InterruptedException {
        return next.question(step);
    }
}
