package llmswarm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecDifference;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import llmswarm.run.change.Change;
import llmswarm.run.change.ChangeState;
import llmswarm.run.change.PresentFiles;
import llmswarm.run.change.PriorRuns;
import llmswarm.run.journal.BegunRuns;
import llmswarm.run.journal.ChangeEvent;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.options.RunOptions;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.state.RunState;
import machine.EmptyFolder;

/** Finds out whether a run changes a project that is there, and what that project is. */
final class ChangeStart {
    /** Of the pieces of a specification, one in so many stays as it is where it is an edited form of another. */
    private static final int KEPT = 4;

    private ChangeStart() {
    }

    /**
     * The options of a run, which is one of a change where its folder holds a project that was made from an earlier
     * form of the specification. A replay is what its tape was.
     */
    static RunOptions recognised(Workplace around, Spec spec, RunOptions options) {
        if (options.change().isPresent() || options.output().isEmpty()) return options;
        var folder = folder(around, options);
        if (options.replay().isPresent()) return Change.Kind.of(RunState.of(Journal.read(options.replay().get()))
                .started().map(Event.RunStarted::options).orElse(Map.of()))
                .map(kind -> options.changing(folder, kind)).orElse(options);
        var before = prior(around, folder, "").spec();
        if (before.isEmpty() || options.plan().isPresent()) return options;
        var pieces = pieces(around, before.get(), spec.text());
        long kept = pieces.stream().filter(piece -> piece.fate() == Fate.KEPT).count();
        if (kept == pieces.size()) {
            throw Stop.usage(("%s: the project in '%s' was made from just this; edit it, or say in words what is to change: "
                    + "./jbang swarm.java change \"...\" --output DIR").formatted(spec.file(), folder));
        }
        return kept * KEPT < pieces.size() ? options : options.changing(folder, Change.Kind.SPECIFICATION);
    }

    /** Refuses a folder in which there is nothing to change, before git makes a repository of it. */
    static void require(Workplace around, RunOptions options) {
        if (options.change().isEmpty()) {
            if (options.branch().isPresent()) throw RunOptions.branchOfNothing();
            return;
        }
        var folder = folder(around, options);
        if (GitHistory.isNew(folder) && isEmpty(folder)) throw nothing(folder);
        var git = GitHistory.open(folder);
        if (git.head().isEmpty()) throw nothing(folder);
        options.branch().ifPresent(git::requireFree);
    }

    private static Stop nothing(Path folder) {
        return Stop.usage("there is nothing in '%s' to change; build it first: ./jbang swarm.java spec.md --output DIR"
                .formatted(folder));
    }

    private static boolean isEmpty(Path folder) {
        try {
            return !Files.exists(folder) || EmptyFolder.is(folder);
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** What the run changes; empty where it makes a project. */
    static Optional<Change> of(Workplace around, RunOptions options, Journal journal, RunState past,
            Event.RunStarted started) {
        if (options.change().isEmpty()) return Optional.empty();
        var folder = folder(around, options);
        var prior = prior(around, folder, started.run());
        var git = ChangeState.of(past).asked().isPresent() ? GitHistory.resume(folder) : GitHistory.open(folder);
        var asked = ChangeState.of(past).asked().orElseGet(() -> journal.append(new ChangeEvent.Changing(git.head(),
                edited(around, options, prior, started.spec()))));
        return Optional.of(change(folder, git, asked, prior, started.spec(), journal.folder().resolve("before"),
                told -> journal.append(new Event.Noted("", told))));
    }

    /** What a run would change, looked at in a folder of its own that is gone afterwards. */
    static Change looked(Workplace around, RunOptions options, Spec spec) {
        var folder = folder(around, options);
        var prior = prior(around, folder, "");
        var git = GitHistory.open(folder);
        var text = around.redactor().redact(spec.text()).text();
        var asked = new ChangeEvent.Changing(git.head(), edited(around, options, prior, text));
        return change(folder, git, asked, prior, text, around.state().resolve("looks").resolve(RunFolder.newId()),
                around.notice());
    }

    private static List<SpecPiece> edited(Workplace around, RunOptions options, PriorRuns prior, String spec) {
        if (options.change().get() == Change.Kind.REQUEST) return List.of();
        return prior.spec().map(before -> pieces(around, before, spec)).orElseThrow(() -> Stop.usage(
                "the project has no run that tells from which specification it was made; say in words what is to change"));
    }

    private static List<SpecPiece> pieces(Workplace around, String before, String now) {
        return SpecDifference.of(SpecLines.of(before), SpecLines.of(around.redactor().redact(now).text()));
    }

    private static Change change(Path folder, GitHistory git, ChangeEvent.Changing asked, PriorRuns prior, String spec,
            Path place, Consumer<String> told) {
        var checkout = ProjectTree.fresh(place, told);
        try {
            git.checkout(asked.base(), checkout.root());
            var name = prior.plan().map(Plan::name).orElseGet(() -> SoloPlan.name(folder.getFileName().toString()));
            return new Change(asked, SpecLines.of(spec).edited(asked.pieces()), name,
                    new PresentFiles(checkout.contents(), prior.scaffold()), prior);
        } finally {
            checkout.remove().ifPresent(told);
        }
    }

    private static PriorRuns prior(Workplace around, Path folder, String without) {
        return PriorRuns.of(folder, without, new BegunRuns(around.state()));
    }

    private static Path folder(Workplace around, RunOptions options) {
        return around.folder().resolve(options.output().orElseThrow()).normalize();
    }
}
