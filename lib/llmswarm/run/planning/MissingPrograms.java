package llmswarm.run.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.plan.CheckLint;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.prompt.Prompts;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Workplace;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import text.Printable;
import text.ShellWords;

/**
 * Decides what becomes of a plan whose checks call programs that are not here, before anything is paid for its tasks.
 */
final class MissingPrograms {
    private static final String QUESTION = """
            %s
            What now?
              plan       ask the planner for a plan without that
              again      when you have installed it
              unchecked  go on; these checks then have no result
              stop       end the run""";

    private final Workplace around;
    private final RunOptions options;
    private final Journal journal;
    private final World world;
    private final Equipment equipment;
    private final Planner planner;

    MissingPrograms(Workplace around, RunOptions options, Journal journal, World world, Equipment equipment,
            Planner planner) {
        this.around = around;
        this.options = options;
        this.journal = journal;
        this.world = world;
        this.equipment = equipment;
        this.planner = planner;
    }

    /**
     * The plan, or another one that does without what is missing. A replay does what its tape did, on any machine.
     *
     * @throws Stop when somebody has to install something first and nobody says otherwise
     */
    Planner.Accepted settled(Planner.Accepted accepted, Stack stack, String conventions, Prompts prompts)
            throws InterruptedException {
        var plan = accepted;
        for (int time = 1; ; ) {
            var now = plan.plan();
            var told = world.missing(planner.attemptWithout(stack, time), () -> toDoWithout(now, stack));
            if (told.isEmpty()) {
                equipment.missing(now, stack).forEach(sentence ->
                        journal.append(new Event.Noted("", sentence + "; that check will have no result")));
                return plan;
            }
            plan = planner.without(told, plan, time++, stack, conventions, prompts);
        }
    }

    /**
     * What is missing for the plan, where somebody wants another plan for that; empty where the plan is carried out as
     * it is.
     */
    private List<String> toDoWithout(Plan plan, Stack stack) throws InterruptedException {
        while (true) {
            var missing = new ArrayList<>(equipment.missing(plan, stack));
            // The planner was told of these when it planned, and insisted.
            if (options.plan().isPresent()) missing.addAll(CheckLint.shellWords(plan));
            var choice = missing.isEmpty() || options.unchecked() ? "unchecked" : choice(missing, plan);
            if (choice.equals("unchecked")) return List.of();
            if (choice.equals("plan")) return missing;
        }
    }

    private String choice(List<String> missing, Plan plan) throws InterruptedException {
        var question = QUESTION.formatted(missing.stream().map(Printable::escaped).collect(Collectors.joining("\n")));
        while (around.person() != Answerer.NOBODY) {
            var reply = world.question(new Step.AskPerson(new QuestionId.Consent("programs"), question, "stop"))
                    .answer().strip().toLowerCase(Locale.ROOT);
            if (List.of("plan", "again", "unchecked").contains(reply)) return reply;
            if (reply.equals("stop")) break;
        }
        throw Stop.usage(String.join("\n", missing) + "\n" + remedy(plan));
    }

    /** One sentence; what the planner was paid for is not lost. */
    private String remedy(Plan plan) {
        if (options.plan().isPresent()) {
            return "install what is missing and run again, or change the checks in %s, or go on without checks that cannot run: --unchecked"
                    .formatted(options.plan().get());
        }
        var file = ShellWords.quoted(kept(plan).toString());
        return ("install what is missing and type %s, or change the checks in %s and run with --plan %2$s, "
                + "or go on without checks that cannot run: --plan %2$s --unchecked")
                .formatted(RunFolder.goOn(around.env(), journal.folder().toString()), file);
    }

    private Path kept(Plan plan) {
        var file = around.state().resolve("plans").resolve(journal.folder().getFileName() + ".json");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, PlanJson.of(plan) + "\n");
        } catch (IOException cause) {
            throw Stop.usage("%s: cannot be written: %s".formatted(file, cause.getMessage()), cause);
        }
    }
}
