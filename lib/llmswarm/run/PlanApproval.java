package llmswarm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.check.ContractLint;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecRequirements;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.planning.Preparation;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/** A person says yes to the plan, or gives another one, before the first task costs anything. */
record PlanApproval(Workplace around, Journal journal, World world, SpecLines spec) {
    private static final String STOP = "stop", FILE = "plan ";
    private static final String QUESTION = """
            %sThe plan '%s' has %s%s.
            What now?
              y          carry it out
              plan FILE  take the plan in that file, in YAML or JSON
              stop       end the run for now""";

    /** The plan that is carried out; throws {@link Stop} where it is none. */
    static Preparation.Prepared of(Workplace around, Journal journal, World world, SpecLines spec,
            Preparation.Prepared shown) throws InterruptedException {
        return new PlanApproval(around, journal, world, spec).approved(shown);
    }

    private Preparation.Prepared approved(Preparation.Prepared first) throws InterruptedException {
        var prepared = first;
        for (var odd = ""; ; ) {
            var step = new Step.AskPerson(new QuestionId.OfPlan(), question(prepared.plan(), odd), STOP);
            var reply = world.question(step).answer().strip();
            if (QuestionId.OfPlan.agreed(reply)) return prepared;
            if (reply.equalsIgnoreCase(STOP)) throw Stop.interrupted("stopped by you");
            var faults = new ArrayList<String>();
            var other = other(reply, prepared, faults);
            odd = String.join("\n", faults) + (faults.isEmpty() ? "" : "\n");
            if (other.isEmpty()) continue;
            prepared = other.get();
        }
    }

    private String question(Plan plan, String odd) {
        var tokens = RunState.of(journal.entries()).forecast().map(Planning.Forecasted::plan)
                .map(likely -> " and is likely to take %d to %d tokens".formatted(likely.low(), likely.high()));
        int tasks = plan.tasks().size();
        return QUESTION.formatted(odd, plan.name(), tasks == 1 ? "1 task" : tasks + " tasks", tokens.orElse(""));
    }

    /** What a reply says is to be carried out instead; empty where it says nothing of the kind or has faults. */
    private Optional<Preparation.Prepared> other(String reply, Preparation.Prepared now, List<String> faults) {
        try {
            var notes = new ArrayList<String>();
            var read = read(reply, notes::add);
            if (read.isEmpty()) {
                faults.add("That is none of these.");
                return Optional.empty();
            }
            var linted = edited(read.get(), now);
            notes.addAll(linted.allNotes());
            var planned = journal.append(new Event.Planned(linted.plan().withParts(now.stack().partNames()), notes,
                    now.answers()));
            return Optional.of(Preparation.Prepared.of(now.stack(), planned, now.prompts()));
        } catch (Stop refused) {
            faults.addAll(refused.lines());
            return Optional.empty();
        }
    }

    private Optional<Plan> read(String reply, Consumer<String> notes) {
        if (reply.startsWith(FILE)) {
            var file = reply.substring(FILE.length()).strip();
            return Optional.of(PlanReader.require(Spec.read(around.folder(), file).text(), file, notes));
        }
        return reply.startsWith("{") ? Optional.of(PlanReader.require(reply, "plan.json", notes)) : Optional.empty();
    }

    private ContractLint.Linted edited(Plan read, Preparation.Prepared now) {
        var plan = SpecRequirements.of(spec).in(read);
        if (!plan.name().equals(now.plan().name())) throw Stop.usage("name: a plan that was shown keeps its name, '%s'"
                .formatted(now.plan().name()));
        var linted = ContractLint.lint(plan, now.stack());
        if (!linted.faults().isEmpty()) throw Stop.usage(linted.faults());
        return linted;
    }
}
