package llmswarm.run.change;

import java.util.Optional;

import llmswarm.plan.SpecLines;

/**
 * What a run is to make.
 *
 * @param spec   all that is asked for, by its lines
 * @param change of a project that is there; empty for a new project
 */
public record Goal(SpecLines spec, Optional<Change> change) {
    /** @param spec the specification of a new project */
    public static Goal of(String spec, Optional<Change> change) {
        return new Goal(change.map(Change::spec).orElseGet(() -> SpecLines.of(spec)), change);
    }
}
