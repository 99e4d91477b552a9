package llmswarm.check;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import llmswarm.check.Programs.Installed;
import llmswarm.config.stack.Requirement;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import sandbox.Sandbox;

/** What a pack needs of a machine before anything of it can run, and what of that is there. */
public final class Requirements {
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}+(?:\\.\\d{1,9}+)*+");

    private final Programs programs;
    private final Sandbox sandbox;

    public Requirements(Programs programs, Sandbox sandbox) {
        this.programs = programs;
        this.sandbox = sandbox;
    }

    /**
     * What was found.
     *
     * @param there   those programs of the pack's requirements that are there, with versions where they were asked for
     * @param stack   with those of several that are there
     * @param missing what its commands need and is not there, a sentence each, with its remedy
     */
    public record Found(List<Installed> there, Stack stack, List<String> missing) {
        public Found {
            there = List.copyOf(there);
            missing = List.copyOf(missing);
        }

        /** What is missing, for somebody who looks at the machine. */
        public List<String> lacks() {
            return missing.stream().map(sentence -> sentence.replace(CheckRunner.THEN, "")).toList();
        }
    }

    /**
     * Looks for what a pack requires, and for the other programs that its commands begin with.
     *
     * @param asking whether programs may be run to see whether they do and in which version; else it counts that they
     *               are there
     * @throws InterruptedException when the calling thread was interrupted; no process is left then
     */
    public Found of(Stack stack, boolean asking) throws InterruptedException {
        var there = new ArrayList<Installed>();
        var chosen = new LinkedHashMap<String, String>();
        var missing = new ArrayList<String>();
        var told = new LinkedHashSet<String>();
        for (var requirement : stack.filled(stack.values(Map.of())).requires()) {
            told.addAll(requirement.programs());
            var words = words(requirement);
            var found = asking && (requirement.least().isPresent() || requirement.isNamed()
                    || !requirement.version().isEmpty())
                    ? running(requirement, words) : words.stream().map(word -> new Installed(word, "")).toList();
            var fit = found.stream().filter(one -> fits(requirement, one.version())).findFirst();
            fit.ifPresent(there::add);
            fit.ifPresent(one -> chosen.put(requirement.name(), one.name()));
            if (fit.isEmpty()) missing.add(sentence(requirement, found));
        }
        missing.addAll(commands(stack, told));
        return new Found(there, stack.finding(chosen), missing);
    }

    private List<String> commands(Stack stack, Iterable<String> told) {
        var quoted = new ArrayList<String>();
        told.forEach(program -> quoted.add(" '%s', which is".formatted(program)));
        return Stream.concat(new Setup(sandbox).missing(stack.setup().allCommands()).stream(), new CheckRunner(sandbox)
                .missing(stack.checks().stream().map(CheckRunner.Command::of).toList()).stream())
                .filter(sentence -> quoted.stream().noneMatch(sentence::contains)).toList();
    }

    /** How commands call those that are there: by name where the PATH has them. */
    private List<String> words(Requirement requirement) {
        var folders = Conditions.folders(requirement.path());
        return requirement.programs().stream().flatMap(word -> {
            var elsewhere = folders.stream().map(folder -> folder.resolve(word)).filter(Files::isExecutable)
                    .map(Object::toString);
            if (sandbox.program(word).isEmpty()) return elsewhere;
            return requirement.version().isEmpty() ? Stream.of(word) : Stream.concat(Stream.of(word), elsewhere);
        }).toList();
    }

    /** Of those that run, else of all: some programs do not know the question. */
    private List<Installed> running(Requirement requirement, List<String> words) throws InterruptedException {
        var found = programs.found(words.stream().map(requirement::asked).toList(), sandbox);
        return found.isEmpty() && (requirement.version().isEmpty() || !requirement.isNamed())
                ? words.stream().map(word -> new Installed(word, "")).toList() : found;
    }

    /** A version that cannot be read, or compared, is no reason. */
    private static boolean fits(Requirement requirement, String version) {
        var least = requirement.least().filter(text -> !text.contains("{{"));
        least.filter(text -> !VERSION.matcher(text).matches()).ifPresent(text -> {
            throw Stop.usage("the least version of %s becomes '%s', which is no version; set another value"
                    .formatted(requirement.name(), text));
        });
        return least.isEmpty() || version.isEmpty() || compared(version, least.get()) >= 0;
    }

    private static int compared(String version, String least) {
        var one = version.split("\\.");
        var two = least.split("\\.");
        for (int i = 0; i < Math.max(one.length, two.length); i++) {
            int order = Integer.compare(number(one, i), number(two, i));
            if (order != 0) return order;
        }
        return 0;
    }

    private static int number(String[] parts, int at) {
        return at < parts.length ? Integer.parseInt(parts[at]) : 0;
    }

    private static String sentence(Requirement requirement, List<Installed> found) {
        if (requirement.help().isPresent() && found.isEmpty()) {
            return "it needs %s; %s%s".formatted(requirement.told(), requirement.help().get(), CheckRunner.THEN);
        }
        if (found.isEmpty()) return "it needs %s, %s; %s".formatted(requirement.told(), requirement.programs().size() == 1
                ? "which is not on the PATH" : "none of which is on the PATH", CheckRunner.REMEDY);
        return "it needs %s, and here is %s; install a newer one%s".formatted(requirement.told(),
                String.join(", ", found.stream().map(Installed::text).toList()), CheckRunner.THEN);
    }
}
