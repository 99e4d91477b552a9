package llmswarm.run.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import machine.SearchPath;

/** Where a run may put its project. */
public final class ProjectFolder {
    private ProjectFolder() {
    }

    /** Refuses a folder in which a run could not put a project, before anything is spent. */
    public static void requireUsable(Path folder) {
        try (var entries = Files.newDirectoryStream(folder)) {
            if (entries.iterator().hasNext()) GitHistory.open(folder);
        } catch (NoSuchFileException absent) {
            // It will be made.
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be used as the project's folder: %s".formatted(folder, e.getMessage()), e);
        }
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
