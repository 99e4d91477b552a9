package llmswarm.run.steps;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Stop;
import llmswarm.model.choice.Models;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.Subject;

/** Answers by the models of models.yaml, as far as a budget holds them. */
record ModelSource(Models models, Account account) implements AnswerSource {
    @Override
    public ModelSpec model(ModelSpec wanted) {
        var model = models.usable(wanted.alias());
        account.require(model);
        return model;
    }

    @Override
    public Optional<ModelSpec> asked(ModelSpec wanted) {
        try {
            return Optional.of(models.usable(wanted.alias()));
        } catch (Stop unusable) {
            // What keeps a model from being used is told when it is needed.
            return Optional.empty();
        }
    }

    @Override
    public boolean small(ModelSpec model) {
        return models.small(model);
    }

    @Override
    public OptionalLong parameters(ModelSpec model) {
        return models.parameters(model);
    }

    @Override
    public boolean holds(String agent, Subject subject, int attempt, String part) {
        return true;
    }

    @Override
    public boolean byFile(Agent agent, Subject subject, int attempt, ModelSpec model) {
        return models.small(model);
    }

    @Override
    public Optional<String> stack() {
        return Optional.empty();
    }

    @Override
    public Optional<Planning.Sized> cut() {
        return Optional.empty();
    }

    @Override
    public List<String> programs(List<String> stacks, Look look) throws InterruptedException {
        return look.found();
    }

    @Override
    public List<String> missing(int attempt, Look look) throws InterruptedException {
        return look.found();
    }

    @Override
    public Optional<String> remark() {
        return Optional.empty();
    }
}
