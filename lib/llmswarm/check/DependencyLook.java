package llmswarm.check;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.SharedSetup;
import llmswarm.config.stack.SharedSetup.Dependencies;
import sandbox.Sandbox;
import sandbox.process.CommandResult;
import sandbox.process.Limits;
import text.Bounds;

/**
 * Reads which packages files ask for, and asks a registry for them, by the commands of a pack. They run like those of
 * setup; the one that lists names has no network.
 */
public final class DependencyLook {
    /** The name under which its failures are told. */
    public static final String CHECK = "dependencies";

    /** Of a package with many releases a registry tells some hundred kilobytes. */
    private static final Limits LIMITS = new Limits(Duration.ofMinutes(2), 4 << 20, Limits.DEFAULT.printedBytes(),
            Limits.DEFAULT.memoryBytes(), Limits.DEFAULT.processes(), Limits.DEFAULT.diskBytes(),
            Limits.DEFAULT.files());
    private static final Sandbox.Access ONLINE = new Sandbox.Access(true, Map.of());
    /** No option, no path out of a folder and no address, whatever a pack's pattern lets pass. */
    private static final Pattern NAME =
            Pattern.compile("@?[A-Za-z0-9_~][A-Za-z0-9@._~+-]*(?:(?:/|::?)[A-Za-z0-9_~][A-Za-z0-9@._~+-]*)*");
    private static final int LONGEST = 214;

    private final Sandbox sandbox;
    private final Dependencies pack;
    private final Map<String, String> variables;
    private final Conditions around;

    /**
     * @param variables   values for {@code {{name}}} in the commands
     * @param environment what the commands are given of this program's environment
     */
    public DependencyLook(Sandbox sandbox, Dependencies pack, Map<String, String> variables,
            Map<String, String> environment) {
        this.sandbox = sandbox;
        this.pack = pack;
        this.variables = variables;
        this.around = new Conditions(List.of(), environment, Optional.empty());
    }

    /** A package in the version that is asked for, which is empty where none is told. */
    public record Asked(String name, String version) {
        @Override
        public String toString() {
            return version.isEmpty() ? name : "%s %s".formatted(name, version);
        }
    }

    /**
     * What files ask for.
     *
     * @param places  of each package, as file and line
     * @param failure why nothing is known
     */
    public record Listing(SequencedMap<Asked, String> places, Optional<Failure> failure) {
    }

    /** What a registry says of a package. */
    public sealed interface LookedUp {
        /**
         * It is there, and old enough or of unknown age.
         *
         * @param told when it was released, for the journal
         */
        record Old(String told) implements LookedUp {
        }

        /**
         * It is there, and younger than the pack wants.
         *
         * @param told as a clause that goes on from the package's name
         * @param ripe when it is old enough
         */
        record Young(String told, Instant ripe) implements LookedUp {
        }

        /** @param command that found nothing */
        record Absent(List<String> command, int exit) implements LookedUp {
        }

        /** The registry did not answer so that it can be understood. */
        record Unknown(Failure.Environment why) implements LookedUp {
        }
    }

    /** The packages that the files of a folder ask for, by the patterns of {@link Dependencies#names}. */
    public Listing asked(Path folder, SortedMap<String, byte[]> files) throws InterruptedException {
        var places = new LinkedHashMap<Asked, String>();
        for (var file : files.entrySet()) {
            var content = new String(file.getValue(), StandardCharsets.UTF_8);
            if (pack.list().isEmpty()) {
                add(places, pack.names(), content, file.getKey(), content);
                continue;
            }
            var known = new HashMap<>(variables);
            known.put("file", file.getKey());
            var words = VariableWords.filled("Setup", pack.list(), known);
            var result = sandbox.run(around.around(words), folder, LIMITS, Sandbox.Access.NONE);
            if (result.exit() != 0) return new Listing(new LinkedHashMap<>(), Optional.of(failure(words, result)));
            add(places, pack.names(), result.output(), file.getKey(), content);
        }
        return new Listing(places, Optional.empty());
    }

    private static Failure failure(List<String> words, CommandResult result) {
        return result.trouble().<Failure>map(trouble -> new Failure.Environment("'%s' has no result: %s.".formatted(
                String.join(" ", words), trouble))).orElseGet(() -> new Failure.Broken(CHECK, words, result.exit(),
                result.tail(), Check.Side.CODE));
    }

    /** The packages that {@link Dependencies.Resolve} found, in the files that it left. */
    public SequencedMap<Asked, String> resolved(SortedMap<String, byte[]> files) {
        var places = new LinkedHashMap<Asked, String>();
        pack.resolve().ifPresent(resolve -> files.forEach((file, bytes) -> {
            var content = new String(bytes, StandardCharsets.UTF_8);
            add(places, resolve.names(), content, file, "");
        }));
        return places;
    }

    private static void add(Map<Asked, String> places, List<Pattern> names, String listed, String file,
            String content) {
        for (var pattern : names) {
            boolean versions = pattern.namedGroups().containsKey("version");
            for (var found = pattern.matcher(listed); found.find(); ) {
                var version = versions ? found.group("version") : null;
                places.putIfAbsent(new Asked(found.group("name"), version == null ? "" : version.strip()),
                        place(file, content, found.group("name")));
            }
        }
    }

    private static String place(String file, String content, String name) {
        int at = content.indexOf('"' + name + '"') < 0 ? content.indexOf(name) : content.indexOf('"' + name + '"');
        return at < 0 ? file : "%s:%d".formatted(file, content.substring(0, at).lines().count() + (
                at == 0 || content.charAt(at - 1) == '\n' ? 1 : 0));
    }

    /** Runs the command that writes down what would be installed. */
    public Setup.Result resolve(Path folder) throws InterruptedException {
        var run = pack.resolve().stream().map(Dependencies.Resolve::run).toList();
        return new Setup(sandbox).run(SharedSetup.of(run), folder, variables, around.environment());
    }

    /** Whether that can be the name of a package, and be a word of a command. */
    public static boolean isName(String name) {
        return name.length() <= LONGEST && NAME.matches(name);
    }

    /** Asks for a package, whose name has to be one by {@link #isName}. */
    public LookedUp look(Asked asked, Path folder, Instant now) throws InterruptedException {
        var known = new HashMap<>(variables);
        known.put(Dependencies.DEPENDENCY, asked.name());
        var words = VariableWords.filled("Setup", pack.look(), known);
        var result = sandbox.run(around.around(words), folder, LIMITS, ONLINE);
        if (result.trouble().isPresent()) return unknown(asked, words, result.trouble().get());
        if (result.exit() != 0) {
            return pack.absent().matcher(result.output()).find() ? new LookedUp.Absent(words, result.exit())
                    : unknown(asked, words, "exit code %d\n%s".formatted(result.exit(), result.tail()));
        }
        return pack.released().flatMap(pattern -> Releases.in(result.output(), pattern))
                .map(releases -> aged(asked, releases, now))
                .orElseGet(() -> new LookedUp.Old("is there; when it was released is not told"));
    }

    private LookedUp aged(Asked asked, Releases releases, Instant now) {
        boolean version = releases.versions().containsKey(asked.version());
        var at = releases.deciding(asked.version());
        var told = version ? "was released" : "was first released";
        return pack.least().filter(least -> releases.age(asked.version(), now).compareTo(least) < 0)
                .<LookedUp>map(least -> new LookedUp.Young("%s %s ago".formatted(told, Bounds.age(releases.age(
                asked.version(), now))), at.plus(least)))
                .orElseGet(() -> new LookedUp.Old("%s on %s".formatted(told, at.toString().substring(0, 10))));
    }

    private static LookedUp unknown(Asked asked, List<String> words, String why) {
        return new LookedUp.Unknown(new Failure.Environment(
                "whether there is a package '%s' cannot be told, as '%s' has no result; see that the registry can be reached, and resume the run: %s"
                        .formatted(asked.name(), String.join(" ", words), why)));
    }
}
