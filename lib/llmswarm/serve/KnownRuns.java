package llmswarm.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.KeptOptions;
import llmswarm.run.steps.Inbox;
import llmswarm.serve.http.Problem;

/**
 * The runs of a working folder and of the projects in it, and those that were started there and have no project yet.
 * What a request calls a run is looked up here and never part of a path.
 *
 * @param folder the working folder
 * @param state  where runs lie that have no project yet
 */
record KnownRuns(Path folder, Path state, Folds folds) {
    /** Folders in the working folder that are looked into. */
    private static final int PROJECTS = 1000;

    KnownRuns(Path folder, Path state) {
        this(folder, state, new Folds());
    }

    /** The folder of each by its id, the newest first. */
    SequencedMap<String, Path> all() {
        var found = new ArrayList<Path>(runs(folder));
        projects().forEach(project -> found.addAll(runs(project)));
        homeless().stream().filter(this::isOfHere).forEach(found::add);
        found.sort(Comparator.comparing(KnownRuns::id).reversed());
        var byId = new LinkedHashMap<String, Path>();
        found.forEach(run -> byId.putIfAbsent(id(run), run));
        return byId;
    }

    private List<Path> projects() {
        var projects = new ArrayList<Path>();
        try (var inside = Files.newDirectoryStream(folder)) {
            for (var one : inside) {
                if (projects.size() == PROJECTS) break;
                if (Files.isDirectory(one.resolve(RunFolder.RUNS), LinkOption.NOFOLLOW_LINKS)
                        && !Files.isSymbolicLink(one)) projects.add(one);
            }
            return projects;
        } catch (IOException unreadable) {
            throw Stop.usage("%s: cannot be read: %s".formatted(folder, unreadable.getMessage()), unreadable);
        }
    }

    /** A project that cannot be read has no runs to show. */
    private static List<Path> runs(Path project) {
        try {
            return RunFolder.runs(project).stream().filter(run -> !Files.isSymbolicLink(run)
                    && Files.isRegularFile(run.resolve(Journal.FILE), LinkOption.NOFOLLOW_LINKS)).toList();
        } catch (Stop unreadable) {
            return List.of();
        }
    }

    private List<Path> homeless() {
        var runs = state.resolve("runs");
        if (!Files.isDirectory(runs)) return List.of();
        try (var all = Files.list(runs)) {
            return all.filter(run -> Files.exists(run.resolve(Journal.FILE))).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private boolean isOfHere(Path run) {
        return folds.of(run).flatMap(fold -> fold.state().started()).filter(started -> {
            try {
                return KeptOptions.folder(started).equals(folder);
            } catch (Stop elsewhere) {
                return false;
            }
        }).isPresent();
    }

    static String id(Path run) {
        return run.getFileName().toString();
    }

    Path find(String id) {
        // One that goes to its project at this moment is seen in neither place.
        return Optional.ofNullable(all().get(id)).or(() -> Optional.ofNullable(all().get(id)))
                .orElseThrow(() -> Problem.of(404, "there is no run '%s' here".formatted(id)));
    }

    /** What its journal tells until now; throws where it cannot be read. */
    Folds.Fold fold(String id) {
        var run = find(id);
        try {
            return folds.read(run);
        } catch (Stop unreadable) {
            if (Files.exists(run.resolve(Journal.FILE))) throw unreadable;
            return folds.read(find(id));
        }
    }

    /** The run that a process works on, or did last, among those that may be new. */
    Optional<String> of(long pid) {
        return all().entrySet().stream().limit(20).filter(run -> Inbox.of(run.getValue()).isOf(pid))
                .map(Map.Entry::getKey).findFirst();
    }

    /** The project's folder from the working folder; empty where the run has none yet. */
    String project(Path run) {
        var project = RunFolder.project(run);
        if (project.equals(run)) return "";
        return project.equals(folder) ? "." : folder.relativize(project).toString();
    }

    /** The project's folder; refuses a run that has none yet. */
    Path projectOf(String id) {
        var run = find(id);
        var project = RunFolder.project(run);
        if (project.equals(run)) throw Problem.of(409, "this run has no project yet");
        return project;
    }
}
