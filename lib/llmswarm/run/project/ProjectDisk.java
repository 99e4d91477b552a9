package llmswarm.run.project;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import llmswarm.files.FileRemoval;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.Redactor;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.state.WrittenFiles;

/** The project's files as they lie on disk: what a person put there is neither overwritten nor removed. */
public final class ProjectDisk {
    private final ProjectTree project;
    private final Journal journal;
    private final SecretFiles secrets;
    /** Digests of what this run knows to be on disk; anything else there is a person's. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    ProjectDisk(ProjectTree project, Journal journal, SecretFiles secrets) {
        this.project = project;
        this.journal = journal;
        this.secrets = secrets;
    }

    /** @param committed what the newest commit holds, by path */
    public static ProjectDisk of(ProjectTree project, Map<String, byte[]> committed, Journal journal,
            Redactor redactor) {
        var disk = new ProjectDisk(project, journal, new SecretFiles(redactor, journal));
        committed.forEach((path, content) -> disk.known.put(path, Digest.of(content)));
        return disk;
    }

    /** What the run knows to be there, by path. */
    Map<String, String> known() {
        return known;
    }

    /** Writes a file, unless what is there is neither what this run knows nor the same: then a person put it there. */
    public boolean write(SafePath path, byte[] content) {
        var now = read(path).map(Digest::of).orElse(null);
        var then = Digest.of(content);
        if (now != null && !now.equals(then) && isPersonal(path, now)) return false;
        if (now != null && secrets.wouldBeLost(path, read(path).orElseThrow(), content)) return false;
        try {
            if (!then.equals(now)) project.write(path, content);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        known.put(path.toString(), then);
        return true;
    }

    /** Removes a file, unless a person changed it. */
    boolean delete(SafePath path) {
        var now = read(path).map(Digest::of);
        if (now.isPresent() && isPersonal(path, now.get())) return false;
        try {
            FileRemoval.of(project.root(), path);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        known.put(path.toString(), WrittenFiles.DELETED);
        return true;
    }

    private boolean isPersonal(SafePath path, String now) {
        if (now.equals(known.get(path.toString()))) return false;
        journal.append(new Event.Noted("", "kept your version of %s".formatted(path)));
        return true;
    }

    /** The content of a file; empty when nothing is there. */
    public Optional<byte[]> read(SafePath path) {
        try {
            return project.read(path);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
    }
}
