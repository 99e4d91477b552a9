package llmswarm.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.state.RunState;
import llmswarm.run.steps.Inbox;

/** What journals tell, each read again only when it has grown. */
final class Folds {
    private static final int MOST = 200;

    /**
     * One run.
     *
     * @param run       its folder
     * @param began     when its first line was written
     * @param seq       number of its newest line
     * @param planned   how often a plan was put, from the first one on
     * @param questions those of its newest part that nobody has answered
     * @param forecast  the newest
     */
    record Fold(Path run, RunState state, Instant began, long seq, int planned, List<Entry> questions,
            Optional<Entry> forecast) {
        /** Whether a process works on it. */
        boolean live() {
            return state.ended().isEmpty() && Inbox.of(run).live();
        }

        /** The questions that wait: those of a run on which nobody works wait for nothing. */
        List<Entry> open() {
            return questions.isEmpty() || !live() ? List.of() : questions;
        }
    }

    private record Version(long bytes, FileTime changed) {
        static Version of(Path file) throws IOException {
            return new Version(Files.size(file), Files.getLastModifiedTime(file));
        }
    }

    private record Kept(Version version, Fold fold) {
    }

    private final Map<Path, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Kept> eldest) {
            return size() > MOST;
        }
    };

    /** Empty for a journal that cannot be read. */
    Optional<Fold> of(Path run) {
        try {
            return Optional.of(read(run));
        } catch (Stop unreadable) {
            return Optional.empty();
        }
    }

    /** Throws {@link Stop} for a journal that cannot be read. */
    Fold read(Path run) {
        var file = run.resolve(Journal.FILE);
        try {
            var version = Version.of(file);
            synchronized (this) {
                var known = kept.get(run);
                if (known != null && known.version.equals(version)) return known.fold;
            }
            var fold = fold(run, Journal.read(file));
            synchronized (this) {
                kept.put(run, new Kept(version, fold));
            }
            return fold;
        } catch (IOException gone) {
            throw Stop.usage("%s: cannot be read: %s".formatted(file, gone.getMessage()), gone);
        }
    }

    private static Fold fold(Path run, List<Entry> entries) {
        var state = RunState.of(entries);
        var questions = new LinkedHashMap<String, Entry>();
        var forecast = Optional.<Entry>empty();
        int planned = 0;
        for (var entry : entries) {
            switch (entry.event()) {
                case Event.Resumed _ -> questions.clear();
                case Event.Asked asked -> questions.put(asked.id(), entry);
                case Event.Answered answered -> questions.remove(answered.id());
                case Event.Planned _ -> planned++;
                case Planning.Forecasted _ -> forecast = Optional.of(entry);
                default -> { }
            }
        }
        return new Fold(run, state, entries.isEmpty() ? Instant.EPOCH : entries.getFirst().at(),
                entries.isEmpty() ? 0 : entries.getLast().seq(), planned, new ArrayList<>(questions.values()),
                forecast);
    }
}
