package llmswarm.run.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import llmswarm.check.Failure;
import llmswarm.check.Setup;
import llmswarm.config.stack.Stack;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import sandbox.Sandbox;
import sandbox.process.Limits;

/**
 * What the stack's setup makes once, over the scaffold, and every attempt sees read-only. Gone when the run is over.
 */
public final class SharedFolders implements AutoCloseable {
    private final Stack stack;
    private final Optional<Sandbox> sandbox;
    private final Journal journal;
    private final Path folder;
    private Optional<ProjectTree> made = Optional.empty();

    /** @param folder where setup works */
    public SharedFolders(Stack stack, Optional<Sandbox> sandbox, Journal journal, Path folder) {
        this.stack = stack;
        this.sandbox = sandbox;
        this.journal = journal;
        this.folder = folder;
    }

    /**
     * Runs the setup.
     *
     * @param tree what it finds in its folder
     * @throws Stop when a command of it fails, as then no check would tell anything; what it said is told by then
     */
    public Sandbox.Access make(SortedMap<String, byte[]> tree, Map<String, String> variables)
            throws InterruptedException {
        if (stack.setup().commands().isEmpty() || sandbox.isEmpty()) return Sandbox.Access.NONE;
        var place = ProjectTree.fresh(folder, this::note);
        made = Optional.of(place);
        try {
            place.materialise(tree);
        } catch (UnsafePath refused) {
            throw Stop.unfinished(refused.getMessage());
        }
        journal.show(new Momentary.CheckStarted("", "setup", List.of()));
        var start = System.nanoTime();
        var result = new Setup(sandbox.get(), limits()).run(stack.setup().commands(), stack.setup().shared(),
                place.root(), variables);
        var seconds = (System.nanoTime() - start) / 1e9;
        return switch (result) {
            case Setup.Result.Ready(var shared) -> {
                tell(seconds, Optional.empty());
                yield Sandbox.Access.to(shared);
            }
            case Setup.Result.Failed(var failure) -> {
                tell(seconds, Optional.of(failure));
                throw Stop.unfinished("%s Mend 'setup' of the stack '%s', or what it needs, and resume the run.".formatted(failure.headline(), stack.name()));
            }
        };
    }

    private Limits limits() {
        return stack.setup().files().map(Setup.LIMITS::making).orElse(Setup.LIMITS);
    }

    private void tell(double seconds, Optional<Failure> failure) {
        journal.append(new Event.Checked("", "", 1, "setup", List.of(), failure.isPresent() ? 1 : 0, seconds,
                failure.map(Failure::evidence).orElse(""), failure.map(Failure::kind).orElse("")));
    }

    @Override
    public void close() {
        made.flatMap(ProjectTree::remove).ifPresent(this::note);
    }

    private void note(String sentence) {
        journal.append(new Event.Noted("", sentence));
    }
}
