package llmswarm.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import llmswarm.run.options.Workplace;

/** What is done with runs that are there, beside going on with them. */
public record PastRuns(Workplace around) {
    /** What taking a task or a run of a project back would mean; see {@link Undo#of}. */
    public Undo undo(Path project, String what) {
        return Undo.of(around, project, what);
    }

    /** Begins a run that shares another's past, and gives its folder, for a resume; see {@link Fork#begin}. */
    public Path fork(Path place, String from, Map<String, String> models, Optional<Path> output) {
        around.catalog().requireModels();
        return Fork.begin(around, place, from, models, output);
    }
}
