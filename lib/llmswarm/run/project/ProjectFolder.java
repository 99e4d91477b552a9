package llmswarm.run.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
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

    /** The plan's name, with a number behind it while such a folder exists, or would be searched for programs. */
    public static Path unused(Path parent, String name, Map<String, String> environment) {
        var searched = SearchPath.absolute(environment.getOrDefault("PATH", "")).toList();
        var folder = parent.resolve(name);
        for (int number = 2; Files.exists(folder) || searched.contains(folder); number++) folder =
                parent.resolve(name + "-" + number);
        return folder;
    }
}
