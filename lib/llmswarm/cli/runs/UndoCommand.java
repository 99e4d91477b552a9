package llmswarm.cli.runs;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Cell;
import llmswarm.cli.screen.Terminal;
import llmswarm.guard.Stop;
import llmswarm.run.Undo;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Undone;
import llmswarm.run.steps.Answerer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Printable;

/** {@code swarm.java undo TASK|RUN}. */
@Command(name = "undo", mixinStandardHelpOptions = true,
        description = "Takes a task's or a whole run's commits back by new commits; a resume does it again.")
public final class UndoCommand implements Callable<Integer> {
    private static final String ALL = "all", ALONE = "alone";

    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "TASK|RUN", description = "A task of the newest run that wrote it, or the id of a run.")
    private String what;
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", defaultValue = ".",
            description = "The project's folder. Default: this one.")
    private Path project;
    @Option(names = "--with-dependents", description = "Take back what builds on it, too, without asking.")
    private boolean dependents;
    @Option(names = "--alone", description = "Let what builds on it stand, without asking.")
    private boolean alone;

    public UndoCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (dependents && alone) throw Stop.usage("--with-dependents and --alone contradict each other; leave one out");
        var place = desk.folder().resolve(project).normalize();
        var person = Terminal.person(desk.err());
        return Interrupts.during(desk, () -> {
            try (var swarm = desk.open(flags, entry -> {
                if (flags.json) desk.out().json(entry.line());
            }, desk.err()::println, person); var undo = swarm.past().undo(place, what)) {
                var found = undo.found();
                tell(found);
                var undone = undo.takeBack(!found.dependents().isEmpty() && withDependents(found, person));
                if (!flags.json) told(undone, undo.resumes());
                return 0;
            }
        });
    }

    private void tell(Undo.Found found) {
        found.commits().forEach(commit -> desk.err().println("takes back  %s  %s".formatted(commit.brief(),
                Cell.joined(commit.title()))));
        found.dependents().forEach((task, why) -> desk.err().println("builds on it  %s  %s".formatted(task,
                Cell.joined(why))));
        found.others().forEach(commit -> desk.err().println("stays  %s  %s, which changed the same files later"
                .formatted(commit.brief(), Cell.joined(commit.title()))));
    }

    private boolean withDependents(Undo.Found found, Answerer person) throws InterruptedException {
        if (dependents || alone) return dependents;
        var tasks = Amounts.count(found.dependents().size(), "task");
        if (person == Answerer.NOBODY) throw Stop.usage("nothing was taken back, as %s would stand on what is gone; say --with-dependents to take these back, too, or --alone"
                .formatted(tasks));
        desk.err().println("Take %s back, too? 'all' does, 'alone' lets them stand, anything else changes nothing.".formatted(tasks));
        return switch (person.answer("", "").orElse("")) {
            case ALL -> true;
            case ALONE -> false;
            default -> throw Stop.interrupted("nothing was taken back");
        };
    }

    private void told(Undone undone, Path place) {
        undone.commits().forEach(desk.out()::println);
        if (undone.commits().isEmpty()) desk.err().println("Nothing of it was left; the run's journal knows it now.");
        desk.err().println("To do %s again: %s".formatted(String.join(", ", undone.tasks()),
                RunFolder.goOn(desk.env(), Printable.escaped(place.toString()))));
    }
}
