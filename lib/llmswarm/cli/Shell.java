package llmswarm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import llmswarm.Swarm;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.AnswerPrinter;
import llmswarm.cli.screen.LineView;
import llmswarm.cli.screen.PlanText;
import llmswarm.cli.screen.Window;
import llmswarm.config.Agent;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.guard.Trust;
import llmswarm.guard.WorkingFolder;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.Task;
import llmswarm.run.Outcome;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.RunState;
import llmswarm.run.planning.RunOptions;
import llmswarm.run.planning.Spec;
import llmswarm.run.steps.Answerer;

/**
 * What can be typed in the shell. JShell reaches a program only through static members, so the one swarm of the process
 * lives here. What goes wrong is thrown as {@link Failed}, whose message is what a command would print.
 */
public final class Shell {
    static final String HELP = """
            agents()        the agents, each with its model
            agent("NAME")   one agent: .ask("...") asks it, .role() and .model() tell about it
            plan("FILE")    the plan for a specification; .tasks() and .text() have more
            run(PLAN)       builds by that very plan, such as run(plan("spec.md"))
            run("FILE")     plans and builds
            help()          tells this; /exit ends the shell
            """;

    private static Desk desk;
    private static Swarm swarm;

    private Shell() {
    }

    static void start(Desk at, Flags flags) {
        desk = at;
        var stream = AnswerPrinter.choose(false, desk.out(), desk.err());
        var lines = new LineView(new RunState(), desk.err(), InstantSource.system()).start();
        swarm = desk.open(flags, entry -> (asked(entry.event()) ? stream : lines).accept(entry), desk.err()::println,
                Answerer.NOBODY);
    }

    static void end() {
        swarm.close();
    }

    private static boolean asked(Event event) {
        return switch (event) {
            case Momentary.Streaming s -> s.task().equals("ask");
            case Event.AnsweredModel a -> a.task().equals("ask");
            case Momentary.Unanswered u -> u.task().equals("ask");
            case Event.AskedModel a -> a.task().equals("ask");
            default -> false;
        };
    }

    /** Prints what there is to type. */
    public static void help() {
        desk.out().print(desk.out().visible(HELP));
    }

    /** All agents. */
    public static List<Expert> agents() {
        return swarm.agents().stream().map(Expert::new).toList();
    }

    /** One agent, to be asked; {@link Failed} when there is none of that name. */
    public static Expert agent(String name) {
        return thrown(() -> new Expert(swarm.agent(name)));
    }

    /** The plan for the specification in that file. */
    public static Planned plan(String file) {
        return thrown(() -> interruptible(() -> {
            var spec = Spec.read(WorkingFolder.path(), file);
            return new Planned(spec, swarm.plan(spec, RunOptions.DEFAULT));
        }));
    }

    /** Builds the repository for the specification in that file. */
    public static Outcome run(String file) {
        return run(file, RunOptions.DEFAULT);
    }

    /** As {@link #run(String)}, with options. */
    public static Outcome run(String file, RunOptions options) {
        return thrown(() -> swarm.run(Spec.read(WorkingFolder.path(), file), options));
    }

    /** Builds the repository by that plan; the planner is not asked again. */
    public static Outcome run(Planned planned) {
        return thrown(() -> swarm.run(planned.spec(),
                new RunOptions(Optional.empty(), Optional.empty(), Map.of(), Optional.of(kept(planned.plan())),
                Optional.empty(), false, Optional.empty(), false)));
    }

    /** A file with the plan among the user's own, as a resume may want it again. */
    private static Path kept(Plan plan) {
        var json = PlanJson.of(plan);
        var file = Trust.stateFolder(System.getenv()).resolve("plans")
                .resolve(Digest.of(List.of(json)).substring(0, 32) + ".json");
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, json);
        } catch (IOException broken) {
            throw Stop.usage("The plan cannot be written to %s; make that folder writable or set XDG_STATE_HOME to another.".formatted(file), broken);
        }
    }

    /** A plan and what it was made for. */
    public record Planned(Spec spec, Plan plan) {
        /** Its tasks. */
        public List<Task> tasks() {
            return plan.tasks();
        }

        /** All of it as table and tree. */
        public String text() {
            return String.join("\n", PlanText.lines(plan, Window.columns()));
        }

        @Override
        public String toString() {
            return plan.toString();
        }
    }

    /** An agent that can be asked. */
    public record Expert(Agent agent) {
        /** What it is told to be. */
        public String role() {
            return agent.role();
        }

        /** The alias of its model. */
        public String model() {
            return agent.model();
        }

        /** Asks; the answer is printed as it arrives. Its text is {@code ask("...").text()}. */
        public Answer ask(String question) {
            return thrown(() -> interruptible(() -> new Answer(swarm.ask(agent.name(), question, false).text())));
        }

        @Override
        public String toString() {
            return agent.toString();
        }
    }

    /** An answer, which was printed already: shown by its size only. */
    public record Answer(String text) {
        @Override
        public String toString() {
            return "an answer of %s; .text() has it".formatted(Amounts.count(text.length(), "character"));
        }
    }

    /** What a command would have ended with. */
    public static final class Failed extends RuntimeException {
        private Failed(String sentence) {
            // Where it was thrown tells nothing to who typed a line.
            super(desk.err().visible(sentence).text(), null, false, false);
        }
    }

    private interface Interruptible<T> {
        T get() throws InterruptedException;
    }

    private static <T> T interruptible(Interruptible<T> work) {
        try {
            return work.get();
        } catch (InterruptedException interrupted) {
            throw Stop.interrupted("interrupted");
        }
    }

    private static <T> T thrown(Supplier<T> work) {
        try {
            return work.get();
        } catch (Stop | ModelFailed failed) {
            throw new Failed(failed.getMessage());
        }
    }
}
