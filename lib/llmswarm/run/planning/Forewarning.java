package llmswarm.run.planning;

import java.util.ArrayList;
import java.util.HashSet;

import llmswarm.config.stack.Stack;
import llmswarm.guard.AskedNames;
import llmswarm.plan.SpecLines;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.options.Workplace;

/** What a person should know before a plan is paid for, though nothing is wrong with it. */
record Forewarning(Workplace around, Journal journal, Suitability suitability) {
    /** Tells what the specification asks for and the project will lack, as other tools would obey it. */
    void obeyed(SpecLines spec, Stack stack) {
        AskedNames.in(spec.text(spec.all()), stack.allow())
                .forEach(sentence -> journal.append(new Event.Noted("", sentence)));
    }

    /**
     * Tells what this run uses of one layer although another has it, too; no model is used on a replay.
     *
     * @param plans whether the planner is asked
     */
    void hidden(Stack stack, boolean plans) {
        var agents = new ArrayList<>(around.catalog().agents(stack));
        if (plans) agents.add(around.catalog().agent(Planner.AGENT, stack));
        var used = new HashSet<String>();
        stack.asParts().forEach(part -> used.add("stacks/" + part.stack().name()));
        agents.forEach(agent -> used.add("agents/%s.yaml".formatted(agent.name())));
        agents.stream().filter(agent -> suitability.writer(agent).isPresent())
                .forEach(agent -> used.add("model '%s'".formatted(agent.model())));
        around.catalog().shadowed(used::contains).forEach(around.notice());
    }
}
