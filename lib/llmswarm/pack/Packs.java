package llmswarm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

import llmswarm.config.Parts;
import llmswarm.config.layer.Layers;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Values;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.guard.UserFolders;
import llmswarm.pack.fetch.PackCatalogs;
import llmswarm.pack.fetch.PackSource;
import llmswarm.plan.Plan;
import llmswarm.prompt.Templates;
import llmswarm.run.options.Workplace;
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

    /** The pack of that name, or several: {@code name:root,name:root}; {@link Stop} with what is wrong. */
    public Stack stack(String name) {
        return new Parts(around.catalog()).stack(name);
    }

    /** What a plan is for, likewise. */
    public Stack stack(Plan plan) {
        return new Parts(around.catalog()).stack(plan.stack(), plan.parts());
    }

    /** A pack, and the packs among which it was found. */
    public record Found(Packs among, String name) {
    }

    /** What a person means by a name, or by the path of a pack's folder: a word with a slash, or of dots. */
    public Found find(String nameOrPath) {
        var isName = nameOrPath.matches("[a-z][a-z0-9-]*:.*") || !nameOrPath.contains("/") && !nameOrPath.matches("\\.+");
        if (isName) return new Found(this, nameOrPath);
        var named = around.folder().resolve(nameOrPath).normalize();
        var folder = named.endsWith(StackPlaces.FILE) ? named.getParent() : named;
        return new Found(with(folder), folder.getFileName().toString());
    }

    /** The paths of the files in a pack's scaffold, as they stand there. */
    public List<String> scaffold(Stack stack) {
        return stack.asParts().stream().flatMap(part -> around.catalog().scaffold(part.stack()).keySet().stream()
                .map(part::path)).toList();
    }

    /** What a pack's commands need and this machine does not have, a sentence each. */
    public List<String> missing(Stack stack) {
        return Stop.whenInterrupted(() -> new PackCheck(around).missing(stack));
    }

    /** A pack as an object of JSON in one line. */
    public String json(Stack stack) {
        return StackJson.of(stack, scaffold(stack));
    }

    /**
     * Begins a pack of that name, from a small one with comments or as a copy; nothing is ever written over.
     *
     * @param from   the pack that it begins as
     * @param config the layer that gets it, instead of the user's own
     * @param here   whether {@code .swarm/} of the working folder gets it
     * @return its folder
     */
    public Path create(String name, Optional<String> from, Optional<Path> config, boolean here) {
        var place = OwnStacks.of(around, config, here).place(name);
        OwnStacks.requireFree(name, names());
        var files = from.map(other -> {
            var found = find(other);
            return NewPack.copy(found.among().stack(found.name()), name);
        }).orElseGet(() -> NewPack.skeleton(name));
        files.write(place);
        return place;
    }

    /**
     * What of a source is wanted.
     *
     * @param as     the name it gets here
     * @param pack   its folder there, where there are several
     * @param digest that its files must have
     */
    public record Wish(Optional<String> as, Optional<String> pack, Optional<String> digest) {
    }

    /**
     * Fetches a pack from a folder, an archive, a repository, or by its name in a catalog, and puts it into the user's
     * folder once somebody has agreed to what it would run.
     *
     * @param catalogs besides the user's own list
     * @return its place
     */
    public Path add(String source, Wish wish, Optional<Path> config, boolean here, List<String> catalogs) {
        return Stop.whenInterrupted(() -> {
            var listed = Values.isName(source) && !Files.exists(around.folder().resolve(source))
                    ? listed(source, catalogs) : Optional.<PackCatalogs.Listed>empty();
            var from = PackSource.of(listed.map(PackCatalogs.Listed::source).orElse(source), around.folder());
            return fetched(config, here).add(from, new Wish(wish.as(), wish.pack(),
                    listed.flatMap(PackCatalogs.Listed::digest).or(wish::digest)));
        });
    }

    private Optional<PackCatalogs.Listed> listed(String name, List<String> catalogs) throws InterruptedException {
        var found = catalogs().search(name, catalogs, around.notice()).stream()
                .filter(listed -> listed.name().equals(name)).toList();
        if (found.size() == 1) return Optional.of(found.getFirst());
        throw Stop.usage(found.isEmpty() ? "'%s' is in no catalog; name a folder, an archive or an address.".formatted(name)
                : "'%s' is in several catalogs; name the source: %s.".formatted(name, String.join(", ", found.stream()
                .map(PackCatalogs.Listed::source).toList())));
    }

    /** Fetches an added pack anew, once somebody has agreed to what changes; empty when it is as it was. */
    public Optional<Path> update(String name, Optional<Path> config, boolean here) {
        return Stop.whenInterrupted(() -> fetched(config, here).update(name));
    }

    /** The packs that were added from elsewhere. */
    public List<String> added(Optional<Path> config, boolean here) {
        return fetched(config, here).added();
    }

    /** Removes a pack that was added and is as it came; returns where it lay. */
    public Path remove(String name, Optional<Path> config, boolean here) {
        return fetched(config, here).remove(name);
    }

    /** The packs of the user's catalogs, and of these, whose name or description holds the word. */
    public List<PackCatalogs.Listed> search(String word, List<String> catalogs) {
        return Stop.whenInterrupted(() -> catalogs().search(word, catalogs, around.notice()));
    }

    private FetchedPacks fetched(Optional<Path> config, boolean here) {
        return new FetchedPacks(this, around, OwnStacks.of(around, config, here));
    }

    private PackCatalogs catalogs() {
        return new PackCatalogs(around.folder(), new UserFolders(around.env()).config(), around.env());
    }

    /** The names of all packs, broken ones too. */
    List<String> names() {
        var names = new TreeSet<>(around.catalog().brokenStacks().keySet());
        around.catalog().stacks().forEach(stack -> names.add(stack.name()));
        return List.copyOf(names);
    }

    /** What is wrong and what is odd about a pack; nothing of it is run. */
    public PackReport check(String name) {
        return checked(List.of(name)).getFirst();
    }

    /** The same of all packs, by name. */
    public List<PackReport> check() {
        return checked(names());
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

    /** Makes the example of a pack of a project; see {@link ExampleTape#make}. */
    public ExampleTape.Made tape(String name, Path project, Optional<Path> plan, Optional<Path> spec) {
        return new ExampleTape(around, around.catalog().stack(name), project).make(plan, spec);
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

    static Path temporary() {
        try {
            return Files.createTempDirectory("swarm-pack-").toRealPath();
        } catch (IOException full) {
            throw Stop.usage("No temporary folder can be made: %s.".formatted(Reason.of(full)), full);
        }
    }

    private List<PackReport> checked(List<String> names) {
        return Stop.whenInterrupted(() -> {
            var check = new PackCheck(around);
            var reports = new ArrayList<PackReport>();
            for (var name : names) reports.add(check.of(name));
            return List.copyOf(reports);
        });
    }
}
