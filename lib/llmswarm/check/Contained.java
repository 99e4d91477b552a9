package llmswarm.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What both ways to contain a command have in common: what is refused before it, and what is put right after it. */
final class Contained {
    /** Folders of the project that a command may neither change nor make: git and this program act on what lies there. */
    static final List<String> KEPT = List.of(".git", ".swarm");

    private final Surroundings seen;
    private final Pattern complaint;
    private final List<String> prefix;

    /** @param complaint matches a tail that the wall itself printed, with the reason as its group */
    Contained(Surroundings seen, Pattern complaint) {
        this.seen = seen;
        this.complaint = complaint;
        prefix = Program.detached(seen.path());
    }

    /** Builds the words that raise the wall around a command whose folder is a real path. */
    interface Wall {
        List<String> words(Path folder, List<String> command);
    }

    Sandbox.Result run(List<String> command, Path folder, Sandbox.Limits limits, Wall wall) throws InterruptedException {
        Path real;
        try {
            real = folder.toRealPath();
        } catch (IOException absent) {
            return refused("the folder %s does not exist".formatted(folder));
        }
        var trouble = objection(real).or(() -> Program.missing(command.getFirst(), real, seen.path()));
        if (trouble.isPresent()) {
            return refused(trouble.get());
        }
        var absent = KEPT.stream().map(real::resolve).filter(p -> !Files.exists(p, LinkOption.NOFOLLOW_LINKS)).toList();
        var words = new ArrayList<>(prefix);
        words.addAll(wall.words(real, command));
        try {
            return understood(new Attended(command.getFirst(), words, Path.of("/"), real, seen.environment(), Optional.empty(), limits).run());
        } finally {
            absent.forEach(Contained::remove);
        }
    }

    static Sandbox.Result refused(String trouble) {
        return new Sandbox.Result(-1, 0, "", Optional.of(trouble));
    }

    /** Those of {@link #KEPT} that the folder has. */
    static List<Path> kept(Path folder) {
        return KEPT.stream().map(folder::resolve).filter(p -> Files.exists(p, LinkOption.NOFOLLOW_LINKS)).toList();
    }

    private Optional<String> objection(Path folder) {
        if (folder.getNameCount() == 0 || seen.hidden().stream().anyMatch(h -> h.startsWith(folder))) {
            return Optional.of("the folder %s cannot be made writable alone, since it holds folders that are kept from checks".formatted(folder));
        }
        return kept(folder).stream().filter(Files::isSymbolicLink).findFirst()
                .map(link -> "'%s' in the folder %s is a link, which is refused".formatted(link.getFileName(), folder));
    }

    private Sandbox.Result understood(Sandbox.Result result) {
        var matcher = complaint.matcher(result.tail());
        if (result.exit() <= 0 || !matcher.matches()) {
            return result;
        }
        var trouble = "the sandbox could not start it: " + matcher.group(1);
        return new Sandbox.Result(-1, result.seconds(), result.tail(), Optional.of(trouble));
    }

    /** Removes what the command planted; links are removed, not followed. */
    private static void remove(Path planted) {
        if (!Files.exists(planted, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var all = Files.walk(planted)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException cause) {
            throw new UncheckedIOException("a check left %s behind, and it cannot be removed".formatted(planted), cause);
        }
    }
}
