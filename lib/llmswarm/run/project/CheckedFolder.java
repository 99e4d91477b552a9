package llmswarm.run.project;

import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;

import llmswarm.files.PutBack;
import llmswarm.run.steps.World;

/**
 * The folder in which checks run. What one leaves there, such as a build, the next one finds; but what a check makes of
 * the project's own files tells nothing of the project, so the next one finds these as they are.
 */
final class CheckedFolder {
    private final Supplier<Path> maker;
    private final SortedMap<String, byte[]> files;
    private final World world;
    private final String task;
    private final Set<String> since = new TreeSet<>();
    private Path made;
    private PutBack before;
    private int running;

    /**
     * @param maker called once, when a check has to run
     * @param files of the project, by path
     * @param task  see {@link Checking}
     */
    CheckedFolder(Supplier<Path> maker, SortedMap<String, byte[]> files, World world, String task) {
        this.maker = maker;
        this.files = files;
        this.world = world;
        this.task = task;
    }

    /** For a check that begins; must be followed by {@link #leave}. What others still work with is left alone. */
    synchronized Path enter(String check) {
        if (made == null) {
            made = maker.get();
            before = PutBack.of(made, files);
        } else if (running == 0) {
            putBack();
        }
        since.add(check);
        running++;
        return made;
    }

    synchronized void leave() {
        running--;
    }

    private void putBack() {
        var changed = before.put();
        if (!changed.isEmpty()) world.putBack(task, since, changed);
        since.clear();
    }
}
