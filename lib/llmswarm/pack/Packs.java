package llmswarm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

import llmswarm.config.layer.Layers;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.prompt.Templates;
import llmswarm.run.planning.Workplace;
import machine.Reason;

/** What is done with packs, for the commands and for JShell. Every fault a user can mend is a {@link Stop}. */
public final class Packs {
    private final Workplace around;

    public Packs(Workplace around) {
        this.around = around;
    }

    /** The same packs, and before all of its name the one in that folder, which need not lie in any layer. */
    public Packs with(Path pack) {
        var faults = new Faults();
        var catalog = around.catalog().with(Layers.pack(around.folder(), around.env(), pack), faults);
        Templates.lint(catalog, faults);
        return new Packs(around.with(catalog));
    }

    /** The pack of that name; {@link Stop} when there is none, or with its faults. */
    public Stack stack(String name) {
        return around.catalog().stack(name);
    }

    /** A pack, and the packs among which it was found. */
    public record Found(Packs among, String name) {
    }

    /** What a person means by a name, or by the path of a pack's folder: a word with a slash, or of dots. */
    public Found find(String nameOrPath) {
        if (!nameOrPath.contains("/") && !nameOrPath.matches("\\.+")) return new Found(this, nameOrPath);
        var named = around.folder().resolve(nameOrPath).normalize();
        var folder = named.endsWith(StackPlaces.FILE) ? named.getParent() : named;
        return new Found(with(folder), folder.getFileName().toString());
    }

    /** The paths of the files in a pack's scaffold, as they stand there. */
    public List<String> scaffold(Stack stack) {
        return List.copyOf(around.catalog().scaffold(stack).keySet());
    }

    /** A pack as an object of JSON in one line. */
    public String json(Stack stack) {
        return StackJson.of(stack, scaffold(stack));
    }

    /** What is wrong and what is odd about a pack; nothing of it is run. */
    public PackReport check(String name) {
        return checked(List.of(name)).getFirst();
    }

    /** The same of all packs, by name. */
    public List<PackReport> check() {
        var names = new TreeSet<>(around.catalog().brokenStacks().keySet());
        around.catalog().stacks().forEach(stack -> names.add(stack.name()));
        return checked(List.copyOf(names));
    }

    /**
     * Replays the example of a pack with all its checks, and plants a fault in each kind of file that it makes.
     *
     * @param told takes each kind as soon as it is tried
     */
    public TestReport test(String name, Trial trial, Consumer<TestReport.Kind> told) {
        var test = new PackTest(around, around.catalog().stack(name), told);
        var folder = temporary();
        try {
            var report = test.run(folder, trial);
            return trial.keep() ? report : report.gone();
        } finally {
            if (!trial.keep()) ProjectTree.remove(folder).ifPresent(around.notice());
        }
    }

    /**
     * How a pack is tried.
     *
     * @param sandbox       as in a run
     * @param approveChecks whether checks that the example's plan proposes are approved
     * @param faults        whether faults are planted
     * @param keep          whether the result is left
     */
    public record Trial(Optional<String> sandbox, boolean approveChecks, boolean faults, boolean keep) {
        public static final Trial DEFAULT = new Trial(Optional.empty(), false, true, false);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("swarm-pack-").toRealPath();
        } catch (IOException full) {
            throw Stop.usage("No temporary folder can be made: %s.".formatted(Reason.of(full)), full);
        }
    }

    private List<PackReport> checked(List<String> names) {
        return interruptibly(() -> {
            var check = new PackCheck(around);
            return names.stream().map(check::of).toList();
        });
    }

    private interface Work<T> {
        T get() throws InterruptedException;
    }

    private static <T> T interruptibly(Work<T> work) {
        try {
            return work.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Stop.interrupted("Interrupted.");
        }
    }
}
