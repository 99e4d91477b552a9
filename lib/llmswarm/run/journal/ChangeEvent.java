package llmswarm.run.journal;

import java.util.List;

import llmswarm.plan.SpecPiece;

/** What happens in a run that changes a project, and in no other. */
public sealed interface ChangeEvent extends Event.Kept {
    /**
     * The run changes a project that is there.
     *
     * @param base   the commit that it starts from
     * @param pieces what became of those of the specification that the project was made from; none where the change is
     *               asked for in words of its own
     */
    record Changing(String base, List<SpecPiece> pieces) implements ChangeEvent {
        public Changing {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * Whether tests show the change.
     *
     * @param tests   that it adds or changes
     * @param failing what fails when they run without the rest of the change, a line each; none when they pass then, or
     *                when there are none
     */
    record TestsTried(List<String> tests, List<String> failing) implements ChangeEvent {
        public TestsTried {
            tests = List.copyOf(tests);
            failing = List.copyOf(failing);
        }
    }
}
