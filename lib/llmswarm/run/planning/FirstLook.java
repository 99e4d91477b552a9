package llmswarm.run.planning;

import java.util.List;
import java.util.Optional;

import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.model.grammar.Form;
import llmswarm.plan.PlanReader;
import llmswarm.plan.PlanReader.Choice;
import llmswarm.plan.SpecLines;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Subject;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.World;

/**
 * What the planner makes of a specification at first sight. Where the checks that it names call programs that are not
 * here, that is settled before a plan is paid for.
 */
final class FirstLook {
    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final World world;
    private final Equipment equipment;
    private final SpecLines spec;
    private final Planner planner;

    FirstLook(Workplace around, RunOptions options, Journal journal, World world, Equipment equipment,
            SpecLines spec, Planner planner) {
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.world = world;
        this.equipment = equipment;
        this.spec = spec;
        this.planner = planner;
    }

    /** The stack, one of those, and how large the work is; journaled. */
    Choice choose(Prompts prompts, List<Stack> offered) throws InterruptedException {
        var agent = around.catalog().agent(Planner.AGENT);
        var names = offered.stream().map(Stack::name).toList();
        var programs = equipment.programs(offered.stream().filter(Stack::trusted).toList());
        var lacking = offered.size() > 1 ? equipment.lacking(offered) : List.<String>of();
        var missing = List.<String>of();
        var found = Optional.<Choice>empty();
        for (int attempt = 1; attempt <= agent.attempts(); attempt++) {
            var prompt = prompts.of("stack", PromptData.choosing(spec, offered, programs, lacking, missing));
            var answer = planner.ask(agent, Subject.Whole.STACK, attempt, prompt,
                    Optional.of(new PlanSchema(around.catalog()).choice(names)), new Form.ChoiceForm(names));
            var choice = PlanReader.choice(answer, names).map(said -> offered.size() > 1 ? said
                    : said.of(offered.getFirst().partNames()));
            if (choice.isEmpty()) continue;
            found = choice;
            if (!missing.isEmpty()) break;
            missing = world.missing(Planning.ProgramsMissing.OF_FIRST_LOOK, () -> missing(choice.get()));
            if (missing.isEmpty()) break;
        }
        var chosen = found.orElseThrow(() -> Stop.unfinished("the planner named no known stack in %d attempts; choose one with --stack: %s"
                .formatted(agent.attempts(), String.join(", ", names))));
        journal.append(new Planning.StackChosen(chosen.stack(), chosen.reason(), chosen.name(), chosen.summary(),
                chosen.lines(), chosen.checks(), chosen.parts()));
        return chosen;
    }

    /**
     * Tells what its checks will miss to a person, who can install it while the plan is made. A replay goes on as its
     * tape did.
     *
     * @throws Stop where nobody is there and nobody said to go on without those checks
     */
    void settle(Choice choice) throws InterruptedException {
        world.missing(Planning.ProgramsMissing.OF_SETTLEMENT, () -> {
            var missing = options.unchecked() ? List.<String>of() : missing(choice);
            if (missing.isEmpty()) return missing;
            if (around.person() == Answerer.NOBODY) {
                throw Stop.usage("%s%ninstall what is missing and type %s, or go on without checks that cannot run: --unchecked"
                        .formatted(String.join("\n", missing), RunFolder.goOn(around.env(), journal.folder().toString())));
            }
            missing.forEach(sentence -> journal.append(new Event.Noted("", sentence)));
            return List.of();
        });
    }

    private List<String> missing(Choice choice) throws InterruptedException {
        var stack = new Parts(around.catalog()).stack(choice.stack(), choice.parts());
        return stack.checksFromPlan() ? equipment.missing(planner.alone(stack, choice).plan(), stack) : List.of();
    }
}
