package llmswarm.run;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.yaml.Nearest;
import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.run.journal.AnswerPlace;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Forked;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Spending;
import llmswarm.run.journal.Subject;
import llmswarm.run.journal.Undone;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.options.Workplace;
import llmswarm.run.project.ProjectFolder;
import llmswarm.run.state.RunState;
import machine.EmptyFolder;

/**
 * Begins a run that shares the past of another up to some point, in a project folder of its own; the other stays as it
 * is. What is shared counts as recorded: the other run paid for it.
 */
final class Fork {
    private final Workplace around;
    private final Path run;
    private final List<Entry> entries;
    private final Event.RunStarted started;

    private Fork(Workplace around, Path run) {
        this.around = around;
        this.run = run;
        this.started = Run.started(run, around.state(), around.trustAll());
        this.entries = Journal.read(run.resolve(Journal.FILE));
    }

    /**
     * Writes the new run's journal and history; a resume of it then goes on.
     *
     * @param place  a project, whose last run is meant, or the folder of a run
     * @param from   a task (what was asked from its first question on is asked again), {@code plan}, or the number of a
     *               line of the journal
     * @param models aliases that mean another one's model from there on
     * @param output the new project's folder; by default the old one's name with a number behind it
     * @return the new run's folder
     */
    static Path begin(Workplace around, Path place, String from, Map<String, String> models, Optional<Path> output) {
        GitHistory.require();
        models.forEach((alias, other) -> {
            around.catalog().model(alias);
            around.catalog().model(other);
        });
        var fork = new Fork(around, RunFolder.last(place, around.state()));
        long point = fork.point(from);
        var target = fork.target(output);
        var shared = fork.shared(point);
        fork.copyHistory(shared, target);
        var folder = target.resolve(RunFolder.RUNS).resolve(RunFolder.newId());
        Journal.begin(folder, fork.past(shared, point, folder.getFileName().toString(), target,
                models));
        new BegunRuns(around.state()).add(folder);
        return folder;
    }

    /** Number of the first line that is not shared. */
    private long point(String from) {
        var asked = first(event -> event instanceof Event.AskedModel question && question.task().equals(from)
                || event instanceof Event.AnsweredModel answer && answer.task().equals(from));
        if (asked.isPresent()) return asked.get();
        if (from.equals(Subject.Whole.PLAN.word())) {
            return first(event -> event instanceof Event.AskedModel question
                    && Subject.of(question.task()) == Subject.Whole.PLAN).orElseThrow(() ->
                    Stop.usage("no planner was asked in the run %s".formatted(started.run())));
        }
        var tasks = RunState.of(entries).plan().map(Plan::tasks).orElse(List.of()).stream().map(Task::id).toList();
        if (tasks.contains(from)) throw Stop.usage("'%s' was not asked for yet in the run %s; resume it instead".formatted(from, started.run()));
        if (!from.matches("\\d{1,9}")) throw Stop.usage(Nearest.unknown("task", from, "Tasks of the run", tasks));
        long number = Long.parseLong(from);
        long last = entries.getLast().seq();
        if (number < 2 || number > last) throw Stop.usage("--from %s: the journal of the run %s has the lines 2 to %d to begin at".formatted(from, started.run(), last));
        return number;
    }

    private Optional<Long> first(Predicate<Event> wanted) {
        return entries.stream().filter(entry -> wanted.test(entry.event())).map(Entry::seq).findFirst();
    }

    private Path target(Optional<Path> output) {
        var project = RunFolder.project(run);
        if (output.isEmpty() && project.equals(run)) throw Stop.usage("the run %s has no project yet; name a folder for its fork: --output DIR".formatted(started.run()));
        var target = output.map(around.folder()::resolve).map(Path::normalize).orElseGet(() ->
                ProjectFolder.unused(project.getParent(), project.getFileName().toString(), around.env()));
        ProjectFolder.requireRoom(target);
        try {
            if (!EmptyFolder.is(target)) throw Stop.usage("'%s' is not empty, and a fork has a folder of its own; choose another with --output".formatted(target));
        } catch (NoSuchFileException absent) {
            // It is made.
        } catch (NotDirectoryException file) {
            throw Stop.usage("'%s' is not a folder".formatted(target), file);
        } catch (IOException unreadable) {
            throw Stop.usage("'%s' cannot be read: %s".formatted(target, unreadable.getMessage()), unreadable);
        }
        return target;
    }

    /**
     * All before the point, and of what came behind it the commits of tasks that nothing was asked for any more: a
     * commit is made while others are asked already.
     */
    private List<Entry> shared(long point) {
        var open = entries.stream().filter(entry -> entry.seq() >= point)
                .flatMap(entry -> entry.event() instanceof Event.AskedModel question ? Stream.of(question.task())
                : Stream.of()).collect(Collectors.toSet());
        var shared = new ArrayList<>(entries.stream().filter(entry -> entry.seq() < point).toList());
        if (shared.stream().noneMatch(entry -> entry.event() instanceof Event.Planned)) return shared;
        entries.stream().filter(entry -> entry.seq() >= point && !commits(entry).toList().isEmpty())
                .takeWhile(entry -> entry.event() instanceof Event.Integrated done && !open.contains(done.task()))
                .forEach(shared::add);
        return shared;
    }

    /** Up to the last commit that is shared; where none is, what was there before the run. */
    private void copyHistory(List<Entry> shared, Path target) {
        var project = RunFolder.project(run);
        if (project.equals(run) || GitHistory.isNew(project)) return;
        var git = GitHistory.standing(project, "fork another run");
        var last = shared.stream().flatMap(Fork::commits).reduce((first, next) -> next);
        var before = entries.stream().flatMap(Fork::commits).findFirst().map(git::before);
        git.copy(last.or(() -> before).orElseGet(git::head), target);
    }

    private static Stream<String> commits(Entry entry) {
        return switch (entry.event()) {
            case Event.Integrated done -> Stream.of(done.commit());
            case Undone back -> back.commits().stream();
            default -> Stream.of();
        };
    }

    private List<Entry> past(List<Entry> shared, long point, String id, Path target, Map<String, String> models) {
        var past = new ArrayList<Entry>();
        var first = entries.getFirst();
        past.add(new Entry(id, 1, first.at(), begun(id, target, models)));
        var torn = torn(point);
        shared.stream().skip(1)
                .filter(entry -> !(entry.event() instanceof Spending)).map(entry -> switch (entry.event()) {
            case Event.AnsweredModel answer -> new Entry(id, entry.seq(), entry.at(), recorded(answer));
            default -> entry;
        }).filter(entry -> !(entry.event() instanceof Event.AnsweredModel answer && torn.contains(attempt(answer))))
                .forEach(past::add);
        past.add(new Entry(id, point, past.getLast().at(), new Forked(started.run(), point, models)));
        return past;
    }

    private Event.RunStarted begun(String id, Path target, Map<String, String> models) {
        var options = new TreeMap<>(started.options());
        options.putAll(around.given());
        options.put(KeptOptions.OUTPUT, target.toString());
        // Whoever names models wants them to be asked.
        if (!models.isEmpty()) options.keySet().removeAll(KeptOptions.TAPED);
        return new Event.RunStarted(id, started.spec(), started.specFile(), started.variables(), options, Run.VERSION,
                started.note());
    }

    private static Event.AnsweredModel recorded(Event.AnsweredModel answer) {
        return new Event.AnsweredModel(answer.key(), answer.agent(), answer.task(), answer.attempt(), answer.text(),
                answer.usage(), answer.cost(), answer.seconds(), answer.cutOff(), true, answer.part());
    }

    /** Attempts that go on behind the point: whoever is asked then does not go on with another's words. */
    private Set<AnswerPlace> torn(long point) {
        var torn = new HashSet<AnswerPlace>();
        entries.stream().filter(entry -> entry.seq() >= point).forEach(entry -> {
            if (entry.event() instanceof Event.AnsweredModel answer && !answer.part().isEmpty()) torn
                    .add(attempt(answer));
        });
        return torn;
    }

    private static AnswerPlace attempt(Event.AnsweredModel answer) {
        return new AnswerPlace(answer.agent(), answer.task(), answer.attempt(), "");
    }
}
