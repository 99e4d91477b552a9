package llmswarm.run.project;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import llmswarm.check.CheckRunner;
import llmswarm.check.DependencyLook;
import llmswarm.check.DependencyLook.Asked;
import llmswarm.check.DependencyLook.LookedUp;
import llmswarm.check.Failure;
import llmswarm.check.Setup;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.SharedSetup.Dependencies;
import llmswarm.config.stack.StackPart;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import sandbox.Sandbox;
import text.Bounds;

/**
 * Looks up the packages that a task newly asks for, before setup installs any of them: one that is not there goes back
 * to the task, and one released only days ago is a person's to decide.
 */
final class NewDependencies {
    private static final int AT_ONCE = 4;

    private final StackPart part;
    private final Sandbox sandbox;
    private final SharedFolders.SetupContext around;
    private final Map<String, String> variables;
    private final Map<String, String> passed;

    /**
     * @param variables of the part
     * @param passed    what setup is given of this program's environment
     */
    NewDependencies(StackPart part, Sandbox sandbox, SharedFolders.SetupContext around, Map<String, String> variables,
            Map<String, String> passed) {
        this.part = part;
        this.sandbox = sandbox;
        this.around = around;
        this.variables = variables;
        this.passed = passed;
    }

    /** Whose attempt asks, and from what it starts. */
    record Attempted(String task, int number, SortedMap<String, byte[]> given, SortedMap<String, byte[]> before) {
    }

    /**
     * Why setup must not run over what an attempt has; empty where it may.
     *
     * @param place holds what setup will find; what resolves packages leaves its files there
     */
    Optional<Failure> refusal(ProjectTree place, Attempted attempt) throws InterruptedException {
        for (var pack : part.stack().setup().dependencies()) {
            var refusal = refusal(pack, place, attempt);
            if (refusal.isPresent()) return refusal;
        }
        return Optional.empty();
    }

    private Optional<Failure> refusal(Dependencies pack, ProjectTree place, Attempted attempt)
            throws InterruptedException {
        var given = of(attempt.given(), pack.files());
        var before = of(attempt.before(), pack.files());
        if (SetupFiles.digest(given).equals(SetupFiles.digest(before))) return Optional.empty();
        var look = new DependencyLook(sandbox, pack, variables, passed);
        var asked = look.asked(place.root(), given);
        if (asked.failure().isPresent()) return asked.failure();
        var all = asked.places();
        all.keySet().removeAll(known(look, place, before));
        if (all.isEmpty()) return Optional.empty();
        var agreed = new HashSet<String>();
        var refusal = judged(new Round(pack, look, place.root(), all, false, agreed), attempt);
        if (refusal.isPresent() || pack.resolve().isEmpty()) return refusal;
        if (look.resolve(place.root()) instanceof Setup.Result.Failed(var failure, var broken)) {
            return broken.<Failure>map(b -> new Failure.Broken(DependencyLook.CHECK, b.command(), b.exit(), b.tail(),
                    b.says())).or(() -> Optional.of(failure));
        }
        var files = pack.resolve().get().files();
        var resolved = look.resolved(of(place.contents(), files));
        resolved.keySet().removeAll(look.resolved(of(attempt.before(), files)).keySet());
        return resolved.isEmpty() ? Optional.empty()
                : judged(new Round(pack, look, place.root(), resolved, true, agreed), attempt);
    }

    private static SortedMap<String, byte[]> of(SortedMap<String, byte[]> tree, List<String> globs) {
        var matching = new TreeMap<>(tree);
        matching.keySet().removeIf(CheckRunner.matching(globs).negate());
        return matching;
    }

    /** What was asked for before; files that cannot be read asked for nothing. */
    private Set<Asked> known(DependencyLook look, ProjectTree place, SortedMap<String, byte[]> before)
            throws InterruptedException {
        if (before.isEmpty()) return Set.of();
        var own = ProjectTree.fresh(place.root().resolveSibling(place.root().getFileName() + "-before"), this::note);
        try {
            own.materialise(before);
            return new HashSet<>(look.asked(own.root(), before).places().keySet());
        } catch (UnsafePath refused) {
            return Set.of();
        } finally {
            own.remove().ifPresent(this::note);
        }
    }

    /**
     * Packages that are looked up together.
     *
     * @param places   of each, as file and line
     * @param resolved whether they come along with what was asked for, so that they are there
     * @param agreed   names of packages whose youth a person said yes to, of this attempt; grows
     */
    private record Round(Dependencies pack, DependencyLook look, Path folder, SequencedMap<Asked, String> places,
            boolean resolved, Set<String> agreed) {
    }

    private Optional<Failure> judged(Round round, Attempted attempt) throws InterruptedException {
        around.journal().show(new Momentary.CheckStarted("", part.path(DependencyLook.CHECK), List.of()));
        var start = System.nanoTime();
        var wrong = round.places().entrySet().stream().filter(one -> !DependencyLook.isName(one.getKey().name()))
                .map(one -> "%s: '%s' is no name of a package; ask for one that exists, or do without".formatted(
                one.getValue(), one.getKey().name())).toList();
        var found = wrong.isEmpty() ? found(round) : new LinkedHashMap<Asked, LookedUp>();
        var failure = wrong.isEmpty() ? failure(round, found) : Optional.of(broken(round.pack().look(), 1, wrong));
        around.journal().append(new Event.Checked("", attempt.task(), attempt.number(), part.path(DependencyLook.CHECK),
                round.pack().look(), failure.isPresent() ? 1 : 0, (System.nanoTime() - start) / 1e9,
                failure.map(why -> why instanceof Failure.Broken broken ? broken.tail() : why.evidence())
                .orElseGet(() -> told(found)), failure.map(Failure::kind).orElse("")));
        return failure;
    }

    private Optional<Failure> failure(Round round, SequencedMap<Asked, LookedUp> found) throws InterruptedException {
        var absent = new ArrayList<String>();
        Optional<Failure> broken = Optional.empty();
        for (var one : found.entrySet()) {
            if (one.getValue() instanceof LookedUp.Unknown(var why)) return Optional.of(why);
            if (one.getValue() instanceof LookedUp.Absent(var command, var exit) && !round.resolved()) {
                absent.add("%s: there is no package '%s'; ask for one that exists, or do without".formatted(
                        round.places().get(one.getKey()), one.getKey().name()));
                broken = Optional.of(broken(command, exit, absent));
            }
        }
        return broken.isPresent() ? broken : young(round, found);
    }

    private static Failure broken(List<String> command, int exit, List<String> sentences) {
        return new Failure.Broken(DependencyLook.CHECK, command, exit, String.join("\n", sentences), Check.Side.CODE);
    }

    /** Those that are too young and that nobody said yes to, in this project. */
    private Optional<Failure> young(Round round, SequencedMap<Asked, LookedUp> found) throws InterruptedException {
        var least = Bounds.age(round.pack().least().orElse(Duration.ZERO));
        var young = new LinkedHashMap<Asked, LookedUp.Young>();
        found.forEach((asked, verdict) -> {
            if (!(verdict instanceof LookedUp.Young one) || round.agreed().contains(asked.name())) return;
            if (around.approval().remembered(what(asked), digest(asked))) round.agreed().add(asked.name());
            else young.put(asked, one);
        });
        if (young.isEmpty()) return Optional.empty();
        var told = young.entrySet().stream().map(one -> "the package %s, %s %s, %s".formatted(one.getKey(),
                round.resolved() ? "chosen in" : "asked for in", part.path(round.places().get(one.getKey())),
                one.getValue().told())).toList();
        var it = young.size() == 1 ? "it" : "them";
        var question = "A task asks for packages that are younger than the %s that the stack '%s' wants:\n%s\nInstall %s anyway? [y/N]"
                .formatted(least, part.stack().name(), told.stream().map(line -> "  " + line.substring(4))
                .collect(Collectors.joining("\n")), it);
        if (around.approval().byPerson("young-dependency", question)) {
            young.keySet().forEach(asked -> {
                around.approval().remember(what(asked), digest(asked));
                round.agreed().add(asked.name());
            });
            return Optional.empty();
        }
        var ripe = young.values().stream().map(LookedUp.Young::ripe).max(Instant::compareTo).orElseThrow()
                .plus(Duration.ofDays(1)).atOffset(ZoneOffset.UTC).toLocalDate();
        return Optional.of(new Failure.Environment(
                "setup was not run again, as %s, and the stack '%s' wants %s; resume at a terminal and say yes, or from %s on, when %s old enough"
                        .formatted(String.join(", and ", told), part.stack().name(), least, ripe,
                        young.size() == 1 ? "it is" : "they are")));
    }

    private String what(Asked asked) {
        return "package %s of %s for %s".formatted(asked, part.stack().name(), project());
    }

    private String digest(Asked asked) {
        return Digest.of(List.of(project(), part.stack().name(), asked.name(), asked.version()));
    }

    private String project() {
        return around.project().toAbsolutePath().normalize().toString();
    }

    private static String told(SequencedMap<Asked, LookedUp> found) {
        return found.entrySet().stream().map(one -> "%s %s".formatted(one.getKey(), switch (one.getValue()) {
            case LookedUp.Old(var told) -> told;
            case LookedUp.Young(var told, var ripe) -> told + ", which a person said yes to";
            case LookedUp.Absent absent -> "is not told of by the registry";
            case LookedUp.Unknown unknown -> "has no result";
        })).collect(Collectors.joining("\n"));
    }

    /** Some at a time, in the order of the places. */
    private static SequencedMap<Asked, LookedUp> found(Round round) throws InterruptedException {
        var now = Instant.now();
        var found = new LinkedHashMap<Asked, LookedUp>();
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var under = new LinkedHashMap<Asked, Future<LookedUp>>();
            round.places().keySet().forEach(asked ->
                    under.put(asked, threads.submit(() -> round.look().look(asked, round.folder(), now))));
            for (var one : under.entrySet()) found.put(one.getKey(), one.getValue().get());
            return found;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException thrown) throw thrown;
            throw new IllegalStateException(failed.getCause());
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private void note(String sentence) {
        around.journal().append(new Event.Noted("", sentence));
    }
}
