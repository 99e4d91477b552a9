package llmswarm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import llmswarm.Swarm;
import llmswarm.config.Agent;
import llmswarm.guard.Printable;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Plan;
import llmswarm.run.Answerer;
import llmswarm.run.Event;
import llmswarm.run.Outcome;
import llmswarm.run.RunOptions;
import llmswarm.run.Spec;

/**
 * What can be typed in the shell. JShell reaches a program only through static members, so the one swarm of the process
 * lives here. What goes wrong is printed as one sentence instead of thrown.
 */
public final class Shell {
    private static Swarm swarm;

    private Shell() {
    }

    static void start(Flags flags) {
        var stream = AnswerPrinter.choose(false, System.out, System.err);
        var lines = new LineView(new Board(), System.err).start();
        swarm = Desk.here().open(flags, event -> (asked(event) ? stream : lines).accept(event), System.err::println, Answerer.NOBODY);
    }

    static void end() {
        swarm.close();
    }

    private static boolean asked(Event event) {
        return switch (event) {
            case Event.Streaming s -> s.task().equals("ask");
            case Event.AnsweredModel a -> a.task().equals("ask");
            case Event.TaskStarted s -> s.task().equals("ask");
            case Event.AskedModel a -> a.task().equals("ask");
            default -> false;
        };
    }

    /** All agents. */
    public static List<Agent> agents() {
        return swarm.agents();
    }

    /** One agent, to be asked. */
    public static Expert agent(String name) {
        return new Expert(name);
    }

    /** The plan for the specification in that file; null when there is none. */
    public static Plan plan(String file) {
        return told(() -> interruptible(() -> swarm.plan(Spec.read(Path.of(""), file), RunOptions.DEFAULT)));
    }

    /** Builds the repository for the specification in that file; null when that could not begin. */
    public static Outcome run(String file) {
        return run(file, RunOptions.DEFAULT);
    }

    /** As {@link #run(String)}, with options. */
    public static Outcome run(String file, RunOptions options) {
        return told(() -> swarm.run(Spec.read(Path.of(""), file), options));
    }

    /** An agent by name. */
    public record Expert(String name) {
        /** Asks; the answer is printed as it arrives. Its text is {@code ask("...").text()}; null when there is none. */
        public Answer ask(String question) {
            return told(() -> interruptible(() -> new Answer(swarm.ask(name, question, false).text())));
        }
    }

    /** An answer, which was printed already: shown by its size only. */
    public record Answer(String text) {
        @Override
        public String toString() {
            return "an answer of %,d characters; .text() has it".formatted(text.length());
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

    private static <T> T told(Supplier<T> work) {
        try {
            return work.get();
        } catch (Stop stop) {
            stop.lines().forEach(line -> System.err.println(Printable.of(line)));
        } catch (ModelFailed failed) {
            System.err.println(Printable.of(failed.getMessage()));
        }
        return null;
    }
}
