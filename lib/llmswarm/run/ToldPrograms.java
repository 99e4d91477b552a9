package llmswarm.run;

import java.util.List;

import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;

/** What the planner is told of this machine's programs, kept in the journal: on a replay the tape's, so that it is the same everywhere. */
final class ToldPrograms {
    private final Journal journal;
    private final Recordings recordings;

    ToldPrograms(Journal journal, Recordings recordings) {
        this.journal = journal;
        this.recordings = recordings;
    }

    /** Looks for something on this machine. */
    interface Look {
        List<String> found() throws InterruptedException;
    }

    /** The programs of those stacks' lists that are here. */
    List<String> found(List<String> stacks, Look look) throws InterruptedException {
        var known = recordings.past().programs(stacks);
        if (known.isPresent()) return known.get();
        var found = recordings.replaying() ? recordings.tapedPrograms(stacks) : look.found();
        if (!found.isEmpty()) journal.append(new Planning.ProgramsFound(stacks, found));
        return found;
    }

    /** What an attempt at the plan is told to do without, a sentence each. */
    List<String> missing(int attempt, Look look) throws InterruptedException {
        var faults = recordings.replaying() ? recordings.tapedMissing(attempt) : look.found();
        if (!faults.isEmpty()) journal.append(new Planning.ProgramsMissing(attempt, faults));
        return faults;
    }
}
