package llmswarm.cli.shell;

import java.util.List;
import java.util.Optional;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.findings.ModelRow;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import picocli.CommandLine;

/**
 * What can be typed in JShell. JShell reaches a program only through static members, so the one swarm of the process
 * lives here; it is opened when it is first needed. What goes wrong is thrown as {@link Failed}.
 */
public final class Shell {
    static final String HELP = """
            agents()                      the agents, each with its model
            agent("NAME").ask("...")      asks one; .ask("...", Path.of("F")) shows a file
            agent("NAME").with("MODEL")   the same agent on another model
            agent("NAME").on(PLAN, "ID")  lets it do one task; .write("FOLDER") keeps it
            prompt("NAME", PLAN, "ID")    the prompt for that task; nobody is asked
            plan("FILE")                  the plan for a specification; .tasks(), .text()
            freshPlan("FILE")             asks the planner again though nothing changed
            run(PLAN)                     builds by that very plan
            run("FILE")                   plans and builds; run("FILE", "--output", "D")
            last()                        the last run: .tasks(), .prompts(), .checks()
            runs()                        the runs of this folder and the folders in it
            resume()                      goes on with the last run; resume("FOLDER")
            stacks(), stack("NAME")       the stacks, and all that one of them runs
            models()                      what each model alias means here
            help()                        tells this; /exit ends the shell
            plan, run and resume take the flags of the command line as further words.
            """;

    private static Session session;

    private Shell() {
    }

    /** Opens the swarm anew, with flags of the command line such as {@code start("--local")}. */
    public static void start(String... flags) {
        var all = new Flags();
        try {
            new CommandLine(all).parseArgs(flags);
        } catch (CommandLine.ParameterException wrong) {
            Failed.told(() -> {
                throw Stop.usage(wrong.getMessage(), wrong);
            });
        }
        Failed.told(() -> {
            end();
            return open(Desk.inJShell(), all);
        });
    }

    static synchronized Session open(Desk desk, Flags flags) {
        session = new Session(desk, flags);
        return session;
    }

    /** The one that is open; opened with no flags where there is none, as in a plain JShell. */
    static synchronized Session session() {
        return session == null ? open(Desk.inJShell(), new Flags()) : session;
    }

    static synchronized void end() {
        if (session != null) session.close();
        session = null;
    }

    /** Prints what there is to type. */
    public static void help() {
        session().print(HELP.stripTrailing());
    }

    /** All agents, each as agent("NAME") gives it. */
    public static Rows<Expert> agents() {
        return Failed.told(() -> Rows.of(session().swarm().agents().stream()
                .map(agent -> new Expert(session(), agent, Optional.empty())).toList(),
                List.of("agent", "model", "what it does"), agent ->
                List.of(agent.name(), agent.model(), agent.description())));
    }

    /** One agent, to be asked: {@code agent("backend").ask("How would you store sessions?")}. */
    public static Expert agent(String name) {
        return Failed.told(() -> new Expert(session(), session().swarm().agent(name), Optional.empty()));
    }

    /**
     * The plan for the specification in that file. Asked again, it is the same plan, and the planner is not paid twice,
     * unless the file has changed; freshPlan("FILE") asks again.
     *
     * @param flags of the command line, such as {@code plan("spec.md", "--tasks", "few")}
     */
    public static SpecPlan plan(String file, String... flags) {
        return Failed.told(() -> session().plan(file, List.of(flags), false));
    }

    /** As plan("FILE"), but the planner is asked in any case. */
    public static SpecPlan freshPlan(String file, String... flags) {
        return Failed.told(() -> session().plan(file, List.of(flags), true));
    }

    /**
     * Plans and builds the repository for the specification in that file; what happens is told meanwhile.
     *
     * @param flags of the command line, such as {@code run("spec.md", "--output", "shop", "--solo")}
     */
    public static PastRun run(String file, String... flags) {
        return Failed.told(() -> session().run(file, List.of(flags)));
    }

    /** Builds the repository by that plan; the planner is not asked again. The flags of the plan hold here, too. */
    public static PastRun run(SpecPlan plan, String... flags) {
        return Failed.told(() -> session().run(plan, List.of(flags)));
    }

    /** The last run of this shell, or else of this folder and the folders in it. */
    public static PastRun last() {
        return Failed.told(() -> session().last().orElseThrow(() ->
                Stop.usage("There is no run yet in %s; run(\"spec.md\") makes one.".formatted(session().folder()))));
    }

    /** All runs of this folder and of the folders in it, the oldest first. */
    public static Rows<PastRun> runs() {
        return Failed.told(() -> Rows.of(session().folders().stream().map(PastRun::new).toList(),
                List.of("run", "project", "end", "tasks", "tokens", "cost"), PastRun::cells));
    }

    /** Goes on with the last run: what held is not asked again. */
    public static PastRun resume() {
        return Failed.told(() -> session().resume(last().folder(), List.of()));
    }

    /**
     * Goes on with a project's last run.
     *
     * @param flags of the command line, such as {@code resume("shop", "--approve-checks")}
     */
    public static PastRun resume(String project, String... flags) {
        return Failed.told(() -> session().resume(session().folder().resolve(project).normalize(), List.of(flags)));
    }

    /**
     * The prompt with which a run would ask for that task first; nobody is asked. Where the plan was built, the files
     * that tasks before it wrote are shown in it.
     */
    public static ShownPrompt prompt(String agent, SpecPlan plan, String task) {
        return Failed.told(() -> new ShownPrompt(agent(agent).preview(plan, task)));
    }

    /** All stacks. */
    public static Rows<Stack> stacks() {
        return Failed.told(() -> Rows.of(session().swarm().stacks(), List.of("stack", "what it is for"),
                stack -> List.of(stack.name(), stack.description())));
    }

    /** One stack, with all that it runs. */
    public static StackSheet stack(String name) {
        return Failed.told(() -> {
            var packs = session().swarm().packs();
            var stack = packs.stack(name);
            return new StackSheet(stack, packs.scaffold(stack));
        });
    }

    /** All models by their aliases, and what each means on this machine. */
    public static Rows<ModelSpec> models() {
        return Failed.told(() -> {
            var machine = Machine.here();
            var store = ModelStore.of(session().env(), session().folder());
            var speeds = Speeds.of(session().env(), machine);
            return Rows.of(List.copyOf(session().swarm().models().values()), List.of("model", "what it means here"),
                    model -> List.of(model.alias(), ModelRow.of(model, store, machine, speeds, session().env())
                    .text()));
        });
    }

    /** Where the classes of this program lie, for {@code --class-path}. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    static List<String> imports() {
        return List.of("java.io.*", "java.math.*", "java.net.*", "java.nio.file.*", "java.util.*",
                "java.util.concurrent.*", "java.util.function.*", "java.util.prefs.*", "java.util.regex.*",
                "java.util.stream.*", "llmswarm.cli.shell.*", "static llmswarm.cli.shell.Shell.*");
    }
}
