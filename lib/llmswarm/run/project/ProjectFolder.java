package llmswarm.run.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import machine.EmptyFolder;
import machine.FolderTrial;
import machine.Reason;
import machine.SearchPath;
import text.Bounds;

/** Where a run may put its project. */
public final class ProjectFolder {
    private static final long LEAST = 32L << 20;
    /** A name that git does not see in a project. */
    private static final String HIDDEN = ".swarm-%s.tmp";

    private ProjectFolder() {
    }

    /**
     * Refuses a folder in which a run could not put a project, before anything is spent.
     *
     * @return what to know of the repository in it, a sentence each
     */
    public static List<String> requireUsable(Path folder) {
        requireRoom(folder);
        try {
            return EmptyFolder.is(folder) ? List.of() : GitHistory.open(folder).remarks();
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (NotDirectoryException file) {
            throw Stop.usage("'%s' is not a folder".formatted(folder), file);
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be used as the project's folder: %s".formatted(folder, Reason.of(e)), e);
        }
    }

    /** Refuses a folder that cannot be written, and a disk that is as good as full. */
    public static void requireRoom(Path folder) {
        requireNames(folder, List.of());
        long room = FolderTrial.room(folder);
        if (room < LEAST) throw Stop.usage("the disk of '%s' has room for %s, and a project needs %s at least; make room, or choose another folder with --output"
                .formatted(folder, Bounds.size(room), Bounds.size(LEAST)));
    }

    /** Refuses files that a folder's disk cannot hold, before they are made. */
    public static void requireNames(Path folder, Collection<String> names) {
        var faults = FolderTrial.of(folder, names, HIDDEN);
        if (!faults.isEmpty()) throw Stop.usage("%s; choose another folder with --output"
                .formatted(String.join("\n", faults)));
    }

    /** Refuses a plan with files that git ignores in the repository: no commit gets what its owner keeps out of it. */
    public static void requireSeen(Path folder, GitHistory git, Plan plan) {
        var ignored = git.ignored(plan.tasks().stream().flatMap(task -> task.files().stream())
                .filter(file -> !file.equals(Task.ANYWHERE)).distinct().toList());
        if (!ignored.isEmpty()) throw Stop.usage("the plan writes %s, which git ignores in '%s'; take it out of the plan, or out of .gitignore there"
                .formatted(String.join(", ", ignored), folder));
    }

    /**
     * The plan's name, with a number behind it while such a folder exists, or would be searched for programs; many
     * systems search some of the home's once they are there.
     */
    public static Path unused(Path parent, String name, Map<String, String> environment) {
        var home = new UserFolders(environment).home();
        var searched = Stream.concat(SearchPath.absolute(environment.getOrDefault("PATH", "")),
                Stream.of("bin", "sbin", ".local/bin").map(home::resolve)).toList();
        var folder = parent.resolve(name);
        for (int number = 2; Files.exists(folder) || searched.contains(folder); number++) folder =
                parent.resolve(name + "-" + number);
        return folder;
    }
}
