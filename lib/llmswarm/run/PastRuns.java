package llmswarm.run;

import java.nio.file.Path;

import llmswarm.run.planning.Workplace;

/** What is done with runs that are there, beside going on with them. */
public record PastRuns(Workplace around) {
    /** What taking a task or a run of a project back would mean; see {@link Undo#of}. */
    public Undo undo(Path project, String what) {
        return Undo.of(around, project, what);
    }
}
