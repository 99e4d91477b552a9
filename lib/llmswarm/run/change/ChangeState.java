package llmswarm.run.change;

import java.util.List;
import java.util.Optional;

import llmswarm.plan.SpecLines;
import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.state.RunState;

/**
 * What a run changes of a project that is there, as far as its events tell.
 *
 * @param asked from where the change starts; empty for a project that the run makes
 * @param tried whether tests show the change
 */
public record ChangeState(Optional<ChangeEvent.Changing> asked, Optional<ChangeEvent.TestsTried> tried) {
    /** That of a run. */
    public static ChangeState of(RunState run) {
        return new ChangeState(run.newest(ChangeEvent.Changing.class), run.newest(ChangeEvent.TestsTried.class));
    }

    /** The lines that are planned and built: of a specification that was edited those that are new. */
    public SpecLines spec(String text) {
        return SpecLines.of(text).edited(asked.map(ChangeEvent.Changing::pieces).orElse(List.of()));
    }
}
