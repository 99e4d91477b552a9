package llmswarm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import llmswarm.config.Faults;
import llmswarm.config.Place;
import llmswarm.config.Stack;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;

/** Everything up to the accepted plan: which stack, whether it is trusted, its variables, and the plan itself. */
final class Preparation {
    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final List<Event.Kept> earlier;
    private final Steps steps;
    private final Planner planner;
    private final Suitability suitability;

    Preparation(Workplace around, RunOptions options, Journal journal, List<Event.Kept> earlier, Steps steps, Planner planner) {
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.earlier = earlier;
        this.steps = steps;
        this.suitability = new Suitability(around.catalog(), steps, journal);
        this.planner = planner;
    }

    /**
     * What the tasks need.
     *
     * @param variables the stack's, and name, module and summary of the plan
     * @param answers   to what the specification left open, each with question and answer
     */
    record Prepared(Stack stack, Plan plan, List<String> notes, List<Map<String, String>> answers, Prompts prompts,
                    Map<String, String> variables, String conventions) {
    }

    /** @param require refuses a stack that cannot be worked with here, before its plan is asked for */
    Prepared prepare(Consumer<Stack> require) throws InterruptedException {
        var known = earlier(Event.Planned.class);
        if (known.isEmpty() && options.plan().isEmpty() && !options.solo()) suitability.planner(around.catalog().agent(Planner.AGENT));
        var written = known.map(Event.Planned::plan).or(() -> options.plan().map(this::planFile));
        var stack = stack(written);
        around.warn();
        tellHidden(stack, known.isEmpty() && written.isEmpty() && !options.solo());
        requireTrust(stack);
        require.accept(stack);
        var prompts = new Prompts(new Templates(around.catalog(), Optional.of(stack)));
        suitability.experts(stack, prompts, beforeThePlan(stack));
        if (known.isPresent()) {
            var faults = PlanLint.lint(known.get().plan(), stack).faults();
            if (!faults.isEmpty()) throw Stop.usage(faults.stream().map(fault -> "the journal's plan: " + fault).toList());
            return prepared(stack, known.get(), prompts);
        }
        if (written.isPresent()) {
            var lint = PlanLint.lint(written.get(), stack);
            if (!lint.faults().isEmpty()) {
                throw Stop.usage(lint.faults().stream().map(f -> options.plan().get() + ": " + f).toList());
            }
            return accepted(stack, new Planner.Accepted(lint.plan(), lint.notes(), List.of()), prompts);
        }
        if (options.solo()) return accepted(stack, planner.alone(stack), prompts);
        return accepted(stack, planner.plan(stack, beforeThePlan(stack), prompts), prompts);
    }

    private Prepared accepted(Stack stack, Planner.Accepted accepted, Prompts prompts) {
        var planned = journal.redacted(new Event.Planned(accepted.plan(), accepted.notes(), accepted.answers()));
        journal.append(planned);
        return prepared(stack, planned, prompts);
    }

    private Prepared prepared(Stack stack, Event.Planned planned, Prompts prompts) {
        var plan = planned.plan();
        var variables = variables(stack);
        variables.put("name", plan.name());
        variables.put("module", plan.name().replace('-', '_'));
        variables.put("summary", plan.summary());
        return new Prepared(stack, plan, planned.notes(), planned.answers(), prompts, Map.copyOf(variables), conventions(stack, variables));
    }

    private Stack stack(Optional<Plan> written) throws InterruptedException {
        var catalog = around.catalog();
        var named = written.map(Plan::stack).filter(name -> earlier(Event.Planned.class).isPresent())
                .or(options::stack).or(() -> written.map(Plan::stack)).or(() -> earlier(Event.StackChosen.class).map(Event.StackChosen::stack));
        if (named.isPresent()) return catalog.stack(named.get());
        if (catalog.stacks().isEmpty()) throw Stop.usage(catalog.faults().isEmpty() ? List.of("There is no stack.") : catalog.faults());
        suitability.small(catalog.agents().stream().filter(agent -> !agent.name().equals(Planner.AGENT)).toList());
        return planner.choose(new Prompts(new Templates(catalog, Optional.empty())));
    }

    private Plan planFile(Path file) {
        var faults = new Faults();
        var text = Spec.read(around.folder(), file.toString()).text();
        var plan = PlanReader.read(text, file.toString(), faults);
        faults.stopIfAny();
        return plan.orElseThrow();
    }

    /** Tells once what this run uses of one layer although another has it, too; no model is used on a replay. */
    private void tellHidden(Stack stack, boolean plans) {
        var agents = new ArrayList<>(around.catalog().agents(stack));
        if (plans) agents.add(around.catalog().agent(Planner.AGENT, stack));
        var used = new HashSet<>(Set.of("stacks/" + stack.name()));
        agents.forEach(agent -> used.add("agents/%s.yaml".formatted(agent.name())));
        if (!steps.replaying()) agents.forEach(agent -> used.add("model '%s'".formatted(agent.model())));
        around.catalog().shadowed(used::contains).forEach(around.notice());
    }

    /** A pack that came from elsewhere runs its commands only once a person has said so, for exactly this content. */
    private void requireTrust(Stack stack) throws InterruptedException {
        var foreign = stack.folders().stream().filter(folder -> !folder.kind().trusted()).toList();
        if (foreign.isEmpty()) return;
        var what = "pack %s in %s".formatted(stack.name(), foreign.getFirst().shown());
        var key = "pack %s in %s".formatted(stack.name(), foreign.getFirst().folder());
        if (around.trust().trusted(key, stack.digest())) return;
        if (around.trustAll()) {
            around.trust().trust(key, stack.digest());
            return;
        }
        var commands = new ArrayList<String>();
        stack.checks().forEach(check -> commands.add("  " + Run.command(check.run())));
        stack.setup().forEach(command -> commands.add("  " + Run.command(command) + "  (with network)"));
        var question = "The %s is new or has changed. It would run:\n%s\nTrust it? [y/N]".formatted(what, String.join("\n", commands));
        if (!steps.question("trust-" + stack.digest(), question, "n", around.person()).answer().toLowerCase().startsWith("y")) {
            throw Stop.untrusted("the %s is not trusted; look at it and run again with --trust".formatted(what));
        }
        around.trust().trust(key, stack.digest());
    }

    private Map<String, String> variables(Stack stack) {
        var variables = new LinkedHashMap<String, String>();
        stack.variables().forEach((name, variable) -> variables.put(name, variable.value()));
        options.variables().forEach((name, value) -> {
            if (variables.replace(name, value) == null) {
                throw Stop.usage("--set %s=...: the stack '%s' has no such variable; known: %s"
                        .formatted(name, stack.name(), variables.isEmpty() ? "none" : String.join(", ", variables.keySet())));
            }
        });
        return variables;
    }

    /** The conventions as the planner reads them, when the project has no name yet. */
    private String beforeThePlan(Stack stack) {
        var variables = new HashMap<>(variables(stack));
        variables.put("name", "(the plan's name)");
        variables.put("module", "(the plan's name with underscores)");
        variables.put("summary", "");
        return conventions(stack, variables);
    }

    private static String conventions(Stack stack, Map<String, String> variables) {
        return Templates.renderText(stack.conventions(), Place.file("conventions of " + stack.name()), variables);
    }

    private <T extends Event.Kept> Optional<T> earlier(Class<T> type) {
        return earlier.stream().filter(type::isInstance).map(type::cast).reduce((first, last) -> last);
    }
}
