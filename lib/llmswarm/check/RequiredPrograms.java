package llmswarm.check;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import llmswarm.check.Programs.Installed;
import llmswarm.config.stack.RequiredProgram;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import sandbox.Sandbox;

/** What a pack needs of a machine before anything of it can run, and what of that is there. */
public final class RequiredPrograms {
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}+(?:\\.\\d{1,9}+)*+");

    private final Programs programs;
    private final Sandbox sandbox;

    public RequiredPrograms(Programs programs, Sandbox sandbox) {
        this.programs = programs;
        this.sandbox = sandbox;
    }

    /**
     * What was found.
     *
     * @param there   those of the pack's required programs that are there, with versions where they were asked for
     * @param stack   with those of several that are there
     * @param missing what its commands need and is not there
     */
    public record Found(List<Installed> there, Stack stack, List<MissingProgram> missing) {
        public Found {
            there = List.copyOf(there);
            missing = List.copyOf(missing);
        }

        /** What is missing, for somebody who looks at the machine, a sentence each. */
        public List<String> lacks() {
            return missing.stream().map(MissingProgram::told).toList();
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
        var missing = new ArrayList<MissingProgram>();
        var told = new HashSet<String>();
        for (var required : stack.filled(stack.values(Map.of())).requires()) {
            told.addAll(required.programs());
            var words = words(required);
            var found = asking && (required.least().isPresent() || required.isNamed()
                    || !required.version().isEmpty())
                    ? running(required, words) : words.stream().map(word -> new Installed(word, "")).toList();
            var fit = found.stream().filter(one -> fits(required, one.version())).findFirst();
            fit.ifPresent(there::add);
            fit.ifPresent(one -> chosen.put(required.name(), one.name()));
            if (fit.isEmpty()) missing.add(missing(required, found));
        }
        missing.addAll(commands(stack, told));
        return new Found(there, stack.finding(chosen), missing);
    }

    private List<MissingProgram> commands(Stack stack, Set<String> told) {
        return Stream.concat(new Setup(sandbox).missing(stack.setup().allCommands()).stream(), new CheckRunner(sandbox)
                .missing(stack.checks().stream().map(CheckRunner.Command::of).toList()).stream())
                .filter(missing -> missing.remedy().isEmpty() || !told.containsAll(missing.programs())).toList();
    }

    /** How commands call those that are there: by name where the PATH has them. */
    private List<String> words(RequiredProgram required) {
        var folders = Conditions.folders(required.path());
        return required.programs().stream().flatMap(word -> {
            var elsewhere = folders.stream().map(folder -> folder.resolve(word)).filter(Files::isExecutable)
                    .map(Object::toString);
            if (sandbox.program(word).isEmpty()) return elsewhere;
            return required.version().isEmpty() ? Stream.of(word) : Stream.concat(Stream.of(word), elsewhere);
        }).toList();
    }

    /** Of those that run, else of all: some programs do not know the question. */
    private List<Installed> running(RequiredProgram required, List<String> words) throws InterruptedException {
        var found = programs.found(words.stream().map(required::asked).toList(), sandbox);
        return found.isEmpty() && (required.version().isEmpty() || !required.isNamed())
                ? words.stream().map(word -> new Installed(word, "")).toList() : found;
    }

    /** A version that cannot be read, or compared, is no reason. */
    private static boolean fits(RequiredProgram required, String version) {
        var least = required.least().filter(text -> !text.contains("{{"));
        least.filter(text -> !VERSION.matcher(text).matches()).ifPresent(text -> {
            throw Stop.usage("the least version of %s becomes '%s', which is no version; set another value"
                    .formatted(required.name(), text));
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

    private static MissingProgram missing(RequiredProgram required, List<Installed> found) {
        var programs = required.programs();
        if (!found.isEmpty()) return new MissingProgram(programs, "it needs %s, and here is %s".formatted(
                required.told(), String.join(", ", found.stream().map(Installed::text).toList())), MissingProgram.RENEW);
        if (required.help().isPresent()) return new MissingProgram(programs, "it needs " + required.told(),
                required.help().get());
        var absent = programs.size() == 1 ? "which is not on the PATH" : "none of which is on the PATH";
        return new MissingProgram(programs, "it needs %s, %s".formatted(required.told(), absent),
                MissingProgram.INSTALL);
    }
}
