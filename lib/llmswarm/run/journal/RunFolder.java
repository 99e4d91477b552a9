package llmswarm.run.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import llmswarm.guard.Stop;
import llmswarm.guard.WorkingFolder;
import text.ShellWords;

/** Where runs lie: in their project, or in the user's own files as long as there is no project. */
public final class RunFolder {
    /** Where in a project. */
    public static final Path RUNS = Path.of(".swarm", "runs");
    /** What a person can look at of tasks that failed. */
    public static final String FAILED = "failed";
    /** Where answers arrive from elsewhere. */
    public static final String INBOX = "inbox";
    private static final List<String> OWN =
            List.of(Journal.FILE, Journal.LOCK, INBOX, "attempts", "checkout", "before", "edit", "setup", FAILED);
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS")
            .withZone(ZoneOffset.UTC);

    private RunFolder() {
    }

    /** A folder's name that sorts by time and is never used twice. */
    public static String newId() {
        return ID.format(Instant.now()) + "-%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
    }

    /** A project that came from elsewhere may hold links where a run writes and removes. */
    public static void refuseLinks(Path run) {
        var runs = run.getParent();
        var parts = new ArrayList<>(List.of(run));
        OWN.forEach(name -> parts.add(run.resolve(name)));
        if (runs.endsWith(RUNS)) parts.addAll(List.of(runs, runs.getParent()));
        for (var part : parts) {
            if (Files.isSymbolicLink(part)) throw Stop.usage("%s: is a link, and runs are not kept behind links; remove it".formatted(part));
        }
    }

    /**
     * The folder of a run that is to go on.
     *
     * @param place a project, whose last run is meant, or the folder of a run
     * @param state where runs lie that have no project yet
     */
    public static Path last(Path place, Path state) {
        var ours = place.getParent() != null && (place.getParent().equals(state.resolve("runs")) || place.getParent()
                .endsWith(RUNS));
        if (ours && Files.exists(place.resolve(Journal.FILE))) return place;
        var runs = runs(place);
        if (runs.isEmpty()) throw Stop.usage("%s: no run to resume here".formatted(place));
        return runs.getLast();
    }

    /** The folders of a project's runs, the oldest first. */
    public static List<Path> runs(Path project) {
        var folder = project.resolve(RUNS);
        if (!Files.isDirectory(folder)) return List.of();
        try (var runs = Files.list(folder)) {
            return runs.filter(run -> Files.exists(run.resolve(Journal.FILE))).sorted().toList();
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** The project of a run's folder; any other folder itself. */
    public static Path project(Path folder) {
        return folder.getParent() != null && folder.getParent().endsWith(RUNS) ? folder.getParent().getParent()
                .getParent() : folder;
    }

    /** What to type in the folder this process was started in to go on with a run. */
    public static String goOn(Map<String, String> env, String project) {
        var home = Optional.ofNullable(env.get("SWARM_HOME")).map(Path::of)
                .filter(folder -> Files.isRegularFile(folder.resolve("jbang")))
                .filter(folder -> !folder.equals(WorkingFolder.path()));
        var program = home.map(folder -> ShellWords.quoted(folder.resolve("jbang").toString()) + " "
                + ShellWords.quoted(folder.resolve("swarm.java").toString()));
        return "%s resume %s".formatted(program.orElse("./jbang swarm.java"), ShellWords.quoted(project));
    }
}
