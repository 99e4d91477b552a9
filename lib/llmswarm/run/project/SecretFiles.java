package llmswarm.run.project;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import llmswarm.guard.Redactor;
import llmswarm.guard.SafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;

/** Files that would bring a secret into the project, or take out one that is there. */
final class SecretFiles {
    private final Redactor redactor;
    private final Journal journal;

    SecretFiles(Redactor redactor, Journal journal) {
        this.redactor = redactor;
        this.journal = journal;
    }

    /** The files but for those that hold more secrets than the project's files of their paths; they are told. */
    SequencedMap<SafePath, byte[]> leftOut(SequencedMap<SafePath, byte[]> files, Map<String, byte[]> project) {
        var clean = new LinkedHashMap<>(files);
        clean.entrySet().removeIf(file -> {
            var before = project.getOrDefault(file.getKey().toString(), new byte[0]);
            if (!redactor.isBrought(text(before), text(file.getValue()))) return false;
            journal.append(new Event.Noted("", "left out %s, as it holds a secret, which no commit gets"
                    .formatted(file.getKey())));
            return true;
        });
        return clean;
    }

    /** Whether a file would lose a secret that it holds, since no model was shown it; that is told. */
    boolean wouldBeLost(SafePath path, byte[] now, byte[] then) {
        if (!redactor.isLost(text(now), text(then))) return false;
        journal.append(new Event.Noted("", "kept %s as it was: it holds a secret, which no model is shown, and would have lost it"
                .formatted(path)));
        return true;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
