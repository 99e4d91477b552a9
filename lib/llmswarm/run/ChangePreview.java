package llmswarm.run;

import java.nio.file.Path;
import java.util.List;

import llmswarm.files.GitHistory;
import llmswarm.guard.Stop;
import llmswarm.plan.SpecPiece;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.SourceText;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;

/**
 * What a change would start from, without asking anybody.
 *
 * @param folder of the project
 * @param stack  its kind
 * @param pieces what became of those of its specification; none for a request in words
 * @param files  how many the project has
 * @param shown  paths of those that are shown whole first, as far as the model has room
 */
public record ChangePreview(Path folder, String stack, List<SpecPiece> pieces, int files, List<String> shown) {
    /** A context in which no model of today is short of room. */
    private static final int CONTEXT = 128_000;

    /** Throws {@link Stop} where there is nothing to change. */
    public static ChangePreview of(Workplace around, Spec spec, RunOptions given) {
        GitHistory.require();
        var options = ChangeStart.recognised(around, spec, given);
        if (options.change().isEmpty()) throw Stop.usage(
                "--dry-run tells what a change would start from; what a new project would be made of is told by ./jbang swarm.java plan");
        ChangeStart.require(around, options);
        var change = ChangeStart.looked(around, options, spec);
        var stack = options.stack().orElseGet(() -> change.stack(around.catalog()).name());
        var shown = change.present().shown(change.question(), List.of(),
                FileRoom.bounded(CONTEXT)).files().stream().map(SourceText::path).toList();
        return new ChangePreview(options.output().orElseThrow(), stack, change.asked().pieces(),
                change.present().contents().size(), shown);
    }
}
