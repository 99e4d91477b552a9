package llmswarm.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What both ways to contain a command have in common: what is refused before it, and what is put right after it. */
final class Contained {
    private final Surroundings seen;
    private final Pattern complaint;
    private final Places places = new Places(true);

    /** @param complaint matches a tail that the wall itself printed, with the reason as its group */
    Contained(Surroundings seen, Pattern complaint) {
        this.seen = seen;
        this.complaint = complaint;
    }

    /** Builds the words that raise the wall around a command. */
    interface Wall {
        List<String> words(Work work);
    }

    Sandbox.Result run(List<String> command, Path folder, Sandbox.Limits limits, Sandbox.Access access, Wall wall) throws InterruptedException {
        Path real;
        try {
            real = folder.toRealPath();
        } catch (IOException absent) {
            return refused("the folder %s does not exist".formatted(folder));
        }
        if (real.getNameCount() == 0 || seen.hidden().stream().anyMatch(h -> h.startsWith(real))) {
            return refused("the folder %s cannot be made writable alone, since it holds folders that are kept from checks".formatted(real));
        }
        var left = Optional.<String>empty();
        Sandbox.Result result;
        try {
            var found = places.enter(real, access.shared());
            try {
                result = run(new Work(command, real, limits, access.network() ? seen.online() : seen, found.kept(), found.shared(), access.network()), wall);
            } finally {
                left = places.leave(real);
            }
        } catch (Places.Refused refused) {
            return refused(refused.getMessage());
        }
        return left.isEmpty() || result.trouble().isPresent() ? result : new Sandbox.Result(-1, result.seconds(), result.tail(), left);
    }

    private Sandbox.Result run(Work work, Wall wall) throws InterruptedException {
        var program = work.command().getFirst();
        var missing = Program.missing(work, seen.path());
        if (missing.isPresent()) return refused(missing.get());
        var words = new ArrayList<>(Program.detached(seen.path(), work.limits()));
        words.addAll(wall.words(work));
        return understood(new Attended(program, words, Path.of("/"), work.folder(), work.seen().environment(), Optional.empty(),
                new Scratch(work.seen().scratch()), work.limits()).run());
    }

    static Sandbox.Result refused(String trouble) {
        return new Sandbox.Result(-1, 0, "", Optional.of(trouble));
    }

    private Sandbox.Result understood(Sandbox.Result result) {
        var matcher = complaint.matcher(result.tail());
        if (result.exit() <= 0 || !matcher.matches()) {
            return result;
        }
        var trouble = "the sandbox could not start it: " + matcher.group(1);
        return new Sandbox.Result(-1, result.seconds(), result.tail(), Optional.of(trouble));
    }
}
