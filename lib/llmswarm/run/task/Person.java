package llmswarm.run.task;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import llmswarm.check.Failure;
import llmswarm.config.yaml.Nearest;
import llmswarm.files.ProjectTree;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.QuestionId;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.TaskFiles;
import llmswarm.run.steps.Answerer;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import text.Printable;

/** A person at a terminal is asked when no agent knows a way on. Where there is nobody, nobody is waited for. */
public final class Person {
    private static final String SKIP = "skip", STOP = "stop", DONE = "done";
    private static final List<String> WORDS = List.of("hint", "again", "show", "edit", SKIP, STOP);
    /** The beginning says what failed, the end how; some tools put it the other way round. */
    private static final int FIRST = 5, LAST = 7;
    private static final String HINT = "  hint WORDS  ask again with them\n  again       ask again",
            MENDED = "  again       when you have mended it";
    private static final String QUESTION = """
            '%s' still fails after %s:
            %s
            %sWhat now?
            %s
              show        all of the evidence
              edit        the files yourself
              skip        leave it undone
              stop        end the run for now""";

    private final World world;
    private final Journal journal;
    private final Answerer person;
    private final List<String> allow;
    private final Path folder;
    private final ReentrantLock floor = new ReentrantLock();
    private final Map<Tried, Integer> questions = new ConcurrentHashMap<>();

    private record Tried(String task, int attempt) {
    }

    /**
     * @param allow  as for {@link SafePath#of}
     * @param folder where files are laid out for a person to edit
     */
    public Person(World world, Journal journal, Answerer person, List<String> allow, Path folder) {
        this.world = world;
        this.journal = journal;
        this.person = person;
        this.allow = allow;
        this.folder = folder;
    }

    /** What the person wants. */
    sealed interface Said {
    }

    /** Ask the agent again, with these words. */
    record Hint(String words) implements Said {
    }

    /** Try again; the machine has been mended. */
    record Again() implements Said {
    }

    /** These are the files now. */
    record Edited(Draft draft) implements Said {
    }

    /** Leave it. */
    record Leave() implements Said {
    }

    /**
     * Asks what to do about work that does not hold.
     *
     * @throws Stop when the person ends the run
     */
    Said about(Assignment work, Ended.Rejected fell, int attempt) throws InterruptedException {
        // What is asked next is about the same task, also while others wait to ask.
        floor.lockInterruptibly();
        try {
            return said(work, fell, attempt);
        } finally {
            floor.unlock();
        }
    }

    private Said said(Assignment work, Ended.Rejected fell, int attempt) throws InterruptedException {
        var evidence = fell.failure().evidence();
        var odd = "";
        for (boolean all = false; ; ) {
            var reply = ask(work, attempt, question(work, fell, attempt, evidence, all, odd), SKIP);
            odd = "";
            switch (word(reply)) {
                case "show" -> all = true;
                case "edit" -> {
                    return edited(work, fell, attempt);
                }
                case "hint" -> odd = "A hint has words behind 'hint'.\n";
                case "again" -> {
                    return new Again();
                }
                case STOP -> throw Stop.interrupted("stopped by you");
                case SKIP, "" -> {
                    return new Leave();
                }
                default -> {
                    var hint = hint(work, attempt, reply);
                    if (hint.isPresent()) return hint.get();
                    odd = "'%s' is none of these%s\n".formatted(Printable.escaped(reply), meant(reply).isEmpty() ? "."
                            : meant(reply));
                }
            }
        }
    }

    /**
     * Words behind {@code hint}, or others when the person says that they are one: a call costs, and a slip of the pen
     * is none.
     */
    private Optional<Said> hint(Assignment work, int attempt, String reply) throws InterruptedException {
        if (word(reply).startsWith("hint ")) return Optional.of(new Hint(reply.replaceFirst("^(?i:hint)\\s+", "")));
        if (!meant(reply).isEmpty()) return Optional.empty();
        var sure = ask(work, attempt, "Send '%s' as a hint to the agent? [y/N]".formatted(Printable.escaped(reply)),
                "n");
        return word(sure).startsWith("y") ? Optional.of(new Hint(reply)) : Optional.empty();
    }

    /** Which of the choices a single word is a slip of the pen for; a sentence may well begin with one of them. */
    private static String meant(String reply) {
        return word(reply).contains(" ") ? "" : Nearest.hint(word(reply), WORDS);
    }

    private static String word(String reply) {
        return reply.strip().toLowerCase(Locale.ROOT);
    }

    private static String question(Assignment work, Ended.Rejected fell, int attempt, String evidence, boolean all,
            String odd) {
        var lines = Printable.shown(evidence).lines().toList();
        return QUESTION.formatted(work.task().id(), attempt == 1 ? "1 attempt" : attempt + " attempts",
                String.join("\n", all ? lines : ends(lines)), odd,
                fell.failure() instanceof Failure.Environment ? MENDED : HINT);
    }

    private static List<String> ends(List<String> lines) {
        int left = lines.size() - FIRST - LAST;
        if (left <= 1) return lines;
        return Stream.of(lines.subList(0, FIRST), List.of("  ... (%d more lines: show)".formatted(left)),
                lines.subList(FIRST + left, lines.size()))
                .flatMap(List::stream).toList();
    }

    /** A reply is found again under the attempt it was about; nobody is waited for where nobody is. */
    private String ask(Assignment work, int attempt, String question, String assumed) throws InterruptedException {
        var task = work.task().id();
        var id = new QuestionId.AboutTask(task, attempt, questions.merge(new Tried(task, attempt), 1, Integer::sum));
        var step = new Step.AskPerson(id, question, assumed);
        if (person == Answerer.NOBODY && world.reply(step).isEmpty()) return SKIP;
        return world.question(step).answer().strip();
    }

    /** Lays the files out, waits, and reads them again. */
    private Said edited(Assignment work, Ended.Rejected fell, int attempt) throws InterruptedException {
        var task = work.task();
        var name = task.id() + "-" + attempt + "-" + questions.get(new Tried(task.id(), attempt));
        var tree = new ProjectTree(folder.resolve(name));
        try {
            // A resume finds them there, as they were edited then.
            if (tree.digests().isEmpty()) for (var file
                    : files(work, fell.draft()).entrySet()) tree.write(file.getKey(), file.getValue());
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        while (true) {
            var reply = ask(work, attempt,
                    "The files of '%s' lie in\n%s\nChange them there, then say done (or skip, stop)".formatted(task.id(), tree.root()), DONE);
            switch (word(reply)) {
                case DONE -> {
                    return new Edited(new Draft(TaskFiles.of(read(task, tree)), fell.draft().failure(), ""));
                }
                case STOP -> throw Stop.interrupted("stopped by you");
                case SKIP -> {
                    return new Leave();
                }
                default -> { }
            }
        }
    }

    /** What there is of the task's files. */
    private SequencedMap<SafePath, byte[]> files(Assignment work, Draft draft) {
        var files = new LinkedHashMap<SafePath, byte[]>();
        work.before().forEach((path, content) -> own(work.task(), path).ifPresent(own -> files.put(own, content)));
        files.putAll(draft.files().written());
        return files;
    }

    private SequencedMap<SafePath, byte[]> read(Task task, ProjectTree tree) {
        var files = new LinkedHashMap<SafePath, byte[]>();
        tree.contents().forEach((path, content) -> own(task, path).ifPresentOrElse(own -> files.put(own, content),
                () -> journal.append(new Event.Noted(task.id(), "left out, as it is no file of this task: " + path))));
        return files;
    }

    /** A path that the task may write. */
    private Optional<SafePath> own(Task task, String path) {
        try {
            return task.owns(path) && !path.equalsIgnoreCase(PlanLint.PLAN_PAGE)
                    ? Optional.of(SafePath.of(path, allow)) : Optional.empty();
        } catch (UnsafePath refused) {
            return Optional.empty();
        }
    }
}
