package llmswarm.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import llmswarm.check.Failure;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Printable;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;

/** A person at a terminal is asked when no agent knows a way on. Where there is nobody, nobody is waited for. */
final class Person {
    private static final String SKIP = "skip";
    private static final int SHOWN = 12;

    private final Steps steps;
    private final Answerer person;
    private final Path folder;
    private final Map<String, Integer> questions = new ConcurrentHashMap<>();

    /** @param folder where files are laid out for a person to edit */
    Person(Steps steps, Answerer person, Path folder) {
        this.steps = steps;
        this.person = person;
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
    Said about(Work work, Ended.Fell fell, int attempt) {
        if (person == Answerer.NOBODY) return new Leave();
        var evidence = fell.failure().evidence();
        for (boolean all = false; ; ) {
            var reply = ask(work, question(work, fell, attempt, evidence, all));
            var words = reply.split("\\s+", 2);
            switch (words[0].toLowerCase(Locale.ROOT)) {
                case "show" -> all = true;
                case "edit" -> {
                    return edited(work, fell);
                }
                case "hint" -> {
                    if (words.length == 2) return new Hint(words[1]);
                }
                case "again" -> {
                    return new Again();
                }
                case "stop" -> throw Stop.interrupted("stopped by you");
                case SKIP, "" -> {
                    return new Leave();
                }
                default -> {
                    return new Hint(reply);
                }
            }
        }
    }

    private static String question(Work work, Ended.Fell fell, int attempt, String evidence, boolean all) {
        var lines = Printable.of(evidence).lines().toList();
        var shown = all ? lines : lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
        var remedy = fell.failure() instanceof Failure.Environment ? "again (when you have mended it)" : "hint WORDS (ask again with them), again";
        return "'%s' does not hold after %d attempts:\n%s\nWhat now? %s, show (all of the evidence), edit (the files yourself), skip, stop"
                .formatted(work.task().id(), attempt, String.join("\n", shown), remedy);
    }

    private String ask(Work work, String question) {
        var id = work.task().id();
        return steps.question(Recordings.repair(id) + questions.merge(id, 1, Integer::sum), question, SKIP, person).answer().strip();
    }

    /** Lays the files out, waits, and reads them again. */
    private Said edited(Work work, Ended.Fell fell) {
        var place = folder.resolve(work.task().id() + "-" + questions.get(work.task().id()));
        var tree = new ProjectTree(place);
        var files = new LinkedHashMap<SafePath, byte[]>();
        work.before().forEach((path, content) -> {
            if (work.task().owns(path)) put(files, path, content);
        });
        files.putAll(fell.draft().files());
        try {
            // A resume finds them there, as they were edited then.
            for (var file : files.entrySet()) if (tree.read(file.getKey()).isEmpty()) tree.write(file.getKey(), file.getValue());
            var reply = ask(work, "The files of '%s' lie in %s. Change them there, then say done (or skip)".formatted(work.task().id(), place));
            if (reply.toLowerCase(Locale.ROOT).startsWith(SKIP)) return new Leave();
            for (var file : files.entrySet()) file.setValue(tree.read(file.getKey()).orElse(file.getValue()));
            return new Edited(new Draft(files, fell.draft().failure(), ""));
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
    }

    private static void put(LinkedHashMap<SafePath, byte[]> files, String path, byte[] content) {
        try {
            files.put(SafePath.of(path, List.of(path)), content);
        } catch (UnsafePath notOurs) {
            // What the tree holds under such a name is nobody's to write.
        }
    }
}
