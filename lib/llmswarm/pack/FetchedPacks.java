package llmswarm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

import llmswarm.config.layer.Layer;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.pack.fetch.PackFiles;
import llmswarm.pack.fetch.PackOrigins;
import llmswarm.pack.fetch.PackSource;
import llmswarm.run.options.Workplace;
import llmswarm.run.trust.PackTrust;
import machine.Reason;
import text.Differences;
import text.Printable;

/**
 * Packs that come from elsewhere, in a folder of the user's: nothing of one runs before somebody has seen its commands.
 */
final class FetchedPacks {
    /** What commands can run without naming more than a path, and what setup starts from. */
    private static final List<String> STARTED = List.of("tools/", "scaffold/");

    private final Packs packs;
    private final Workplace around;
    private final OwnStacks own;
    private final PackOrigins origins;

    FetchedPacks(Packs packs, Workplace around, OwnStacks own) {
        this.packs = packs;
        this.around = around;
        this.own = own;
        this.origins = new PackOrigins(own.folder());
    }

    /**
     * A pack that was fetched and lies nowhere yet.
     *
     * @param files under the name that it gets here
     */
    private record Come(String name, PackFiles files, PackOrigins.Origin origin) {
    }

    /** What has to be agreed to, with the pack as it would be read. */
    private record Read(Stack stack, PackTrust.Terms terms) {
    }

    /** Fetches a pack and puts it into the folder once somebody has agreed; returns its place. */
    Path add(PackSource source, Packs.Wish wish) throws InterruptedException {
        var come = come(source, wish.pack(), wish.as(), wish.digest());
        OwnStacks.requireFree(come.name(), packs.names());
        var read = read(come);
        var place = own.place(come.name());
        agree("The pack %s is from %s%s with %s. It would run:\n%s\nPut it into %s and trust it? [y/N]".formatted(
                come.name(), Printable.escaped(come.origin().source()), revision(come.origin().revision()),
                files(come.files().files().size()), read.terms().text(), Printable.escaped(place.toString())),
                "The pack %s was not added; look at it and say --trust.".formatted(come.name()));
        come.files().write(place);
        keep(come, read, place);
        return place;
    }

    /** Fetches a pack anew; empty when it is as it was. */
    Optional<Path> update(String name) throws InterruptedException {
        var origin = origins.of(name).orElseThrow(() -> Stop.usage("The pack %s was not added from elsewhere; known in %s: %s.".formatted(name,
                own.folder(), origins.all().isEmpty() ? "none" : String.join(", ", origins.all().keySet()))));
        var place = own.place(name);
        var before = here(place);
        if (!before.digest().equals(origin.digest())) throw Stop.usage("The pack %s was changed here since it was added, and an update would lose that; keep yours with 'stacks new NAME --from %s', then remove this one and add it again."
                .formatted(name, name));
        require(name, place, origin);
        var come = come(PackSource.of(origin.source(), around.folder()), Optional.of(origin.folder()),
                Optional.of(name), Optional.empty());
        if (come.files().digest().equals(before.digest())) {
            origins.put(name, come.origin());
            return Optional.empty();
        }
        var read = read(come);
        var old = PackTrust.terms(packs.with(place).stack(name));
        agree("The pack %s has changed at %s%s. Of what it would run, this goes (-) and comes (+):\n%s\nOf its files:\n%s\nTake it? [y/N]".formatted(name,
                Printable.escaped(origin.source()), revision(come.origin().revision()),
                differences(old.text(), read.terms().text()),
                changed(before, come.files())),
                "The pack %s stays as it is; look at what comes and say --trust.".formatted(name));
        replace(come, place);
        keep(come, read, place);
        return Optional.of(place);
    }

    /** The author of the folder one works in may have written where a pack there is from. */
    private void require(String name, Path place, PackOrigins.Origin origin) throws InterruptedException {
        if (!place.startsWith(around.folder()) || around.trust().trusted(from(name, place), digest(origin))) return;
        agree("The pack %s in %s is from %s, as origins.json says. Fetch it from there? [y/N]".formatted(
                name, Printable.escaped(place.toString()), Printable.escaped(origin.source())),
                "The pack %s stays as it is; look at where it is from and say --trust.".formatted(name));
        around.trust().trust(from(name, place), digest(origin));
    }

    private static String from(String name, Path place) {
        return "where pack %s in %s is from".formatted(name, place);
    }

    private static String digest(PackOrigins.Origin origin) {
        return Digest.of(List.of(origin.source()));
    }

    /** The packs that were added. */
    List<String> added() {
        return List.copyOf(origins.all().keySet());
    }

    /** Removes a pack that can be added again. */
    Path remove(String name) {
        var place = own.place(name);
        var origin = origins.of(name);
        if (origin.isEmpty() || !Files.isDirectory(place)) throw Stop.usage("The pack %s was not added from elsewhere to %s; delete its folder yourself, if nobody needs it."
                .formatted(name, own.folder()));
        if (!here(place).digest().equals(origin.get().digest())) throw Stop.usage("The pack %s was changed here since it was added; delete %s yourself, if nobody needs it."
                .formatted(name, place));
        ProjectTree.remove(place).ifPresent(sentence -> {
            throw Stop.usage(sentence);
        });
        origins.remove(name);
        return place;
    }

    private Come come(PackSource source, Optional<String> folder, Optional<String> as, Optional<String> digest)
            throws InterruptedException {
        var fetched = source.fetch(around.env());
        var in = chosen(fetched.files().packs(), folder, source.text());
        var files = fetched.files().inside(in);
        digest.filter(expected -> !expected.equals(files.digest())).ifPresent(expected -> {
            throw Stop.usage("%s is not what the catalog lists: its digest is %s, not %s; nothing was written."
                    .formatted(source.text(), files.digest(), expected));
        });
        var own = files.name().orElseThrow(() -> Stop.usage("%s has no name in its %s; nothing was written.".formatted(source.text(),
                PackFiles.STACK)));
        var name = as.orElse(own);
        var named = files.renamed(own, name);
        return new Come(name, named, new PackOrigins.Origin(source.text(), in, own, fetched.revision(),
                named.digest()));
    }

    private static String chosen(List<String> folders, Optional<String> wanted, String source) {
        if (folders.isEmpty()) throw Stop.usage("%s holds no pack: there is no %s in it.".formatted(source, PackFiles.STACK));
        var fitting = folders.stream().filter(folder -> wanted.isEmpty() || folder.equals(wanted.get())
                || folder.endsWith("/" + wanted.get())).toList();
        if (fitting.size() == 1) return fitting.getFirst();
        throw Stop.usage("%s holds %s; name one with --pack: %s.".formatted(source, fitting.isEmpty() ? "no such pack"
                : "several packs", folders.stream().map(folder -> folder.isEmpty() ? "." : folder)
                .collect(Collectors.joining(", "))));
    }

    /** Reads it as it would be read, in a folder aside; {@link Stop} with its faults. */
    private Read read(Come come) {
        var folder = Packs.temporary();
        try {
            come.files().write(folder.resolve(come.name()));
            var stack = packs.with(folder.resolve(come.name())).stack(come.name());
            return new Read(stack, PackTrust.terms(stack));
        } catch (Stop faults) {
            throw Stop.usage(faults.lines().stream().map(line -> line.replace(folder + "/", "")).toList());
        } finally {
            ProjectTree.remove(folder).ifPresent(around.notice());
        }
    }

    private void agree(String question, String refusal) throws InterruptedException {
        if (around.trustAll()) return;
        around.notice().accept(question);
        var answer = around.person().answer(question, "n");
        if (answer.filter(said -> said.toLowerCase(Locale.ROOT).startsWith("y")).isEmpty()) throw Stop.untrusted(refusal);
    }

    private void keep(Come come, Read read, Path place) {
        around.trust().trust(PackTrust.key(come.name(), place.toString()), read.terms().digest());
        around.trust().trust(from(come.name(), place), digest(come.origin()));
        origins.put(come.name(), come.origin());
    }

    /** The pack of before stays beside it until the new one is there. */
    private void replace(Come come, Path place) {
        var before = place.resolveSibling(".%s~before".formatted(come.name()));
        ProjectTree.remove(before);
        try {
            Files.move(place, before, StandardCopyOption.ATOMIC_MOVE);
            try {
                come.files().write(place);
            } catch (Stop failed) {
                Files.move(before, place, StandardCopyOption.ATOMIC_MOVE);
                throw failed;
            }
            ProjectTree.remove(before).ifPresent(around.notice());
        } catch (IOException failed) {
            throw Stop.usage("The pack %s cannot be replaced: %s.".formatted(come.name(), Reason.of(failed)), failed);
        }
    }

    private static PackFiles here(Path place) {
        var faults = new Faults();
        var files = new LayerFiles(new Layer(Layer.Origin.USER, place, place.toString()), faults).tree(".");
        faults.stopIfAny();
        return new PackFiles(files);
    }

    private static String differences(String old, String now) {
        var lines = Differences.of(old + "\n", now + "\n").lines();
        return lines.isEmpty() ? "  (nothing)" : String.join("\n", lines);
    }

    /** The paths of files that differ, and of those that commands run or start from what differs in them. */
    private static String changed(PackFiles before, PackFiles now) {
        var paths = new TreeSet<>(before.files().keySet());
        paths.addAll(now.files().keySet());
        return paths.stream().filter(path -> !Arrays.equals(before.files().get(path), now.files().get(path)))
                .map(path -> (!before.files().containsKey(path) ? "+ " : !now.files().containsKey(path) ? "- " : "~ ")
                + Printable.escaped(path) + (STARTED.stream().anyMatch(path::startsWith)
                ? inside(before.files().get(path), now.files().get(path)) : "")).collect(Collectors.joining("\n"));
    }

    private static String inside(byte[] before, byte[] now) {
        return Differences.of(before == null ? new byte[0] : before, now == null ? new byte[0] : now).lines().stream()
                .map(line -> "\n    " + line).collect(Collectors.joining());
    }

    private static String files(int number) {
        return number == 1 ? "1 file" : number + " files";
    }

    private static String revision(String commit) {
        return commit.isEmpty() ? "" : " at " + commit.substring(0, 12);
    }
}
