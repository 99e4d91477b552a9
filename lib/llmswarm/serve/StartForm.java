package llmswarm.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import llmswarm.config.stack.PartName;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.guard.UnsafePath;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.planning.StackVariables;
import llmswarm.serve.http.Problem;
import machine.OwnerOnly;
import text.ShellWords;

/**
 * What somebody wants to start, as words of the command line. What weakens a wall, trusts something or names another
 * configuration is nothing that can be said here.
 */
final class StartForm {
    static final List<String> KEYS = List.of("spec", "specName", "specFile", "change", "output", "stack", "set", "models",
            "tasks", "budget", "maxTokens", "maxCalls", "where", "sandbox", "approveChecks", "allow", "unchecked", "replay",
            "strict", "askPlan");
    private static final String NAME = "[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,127}", ATTENDED = "--attended";
    private static final int LARGEST = 256 << 10;

    private final Around around;
    private final JsonNode body;
    private final List<Problem.Fault> faults = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private Optional<Path> file = Optional.empty();

    /** Reads it; {@link #faults} tells what is wrong with it, as far as that is seen without a run. */
    StartForm(Around around, JsonNode body) {
        this.around = around;
        this.body = body;
        spec();
        option("output", "--output");
        path("output").ifPresent(this::place);
        kind();
        pairs("models").forEach((alias, other) -> flags.add("--model=%s=%s".formatted(alias, other)));
        tasks();
        budget(body, flags);
        oneOf("where", List.of("anywhere", "local-only", "local")).filter(where -> !where.equals("anywhere"))
                .ifPresent(where -> flags.add("--" + where));
        oneOf("sandbox", List.of("bubblewrap", "unshare")).ifPresent(kind -> flags.add("--sandbox=" + kind));
        list("allow").forEach(path -> flags.add("--allow=" + path));
        if (is("approveChecks", false)) flags.add("--approve-checks");
        if (is("unchecked", false)) flags.add("--unchecked");
        path("replay").flatMap(name -> existing("replay", name)).ifPresent(tape -> flags.add("--replay=" + tape));
        if (is("strict", false)) flags.add("--strict");
        if (is("askPlan", true)) flags.add("--ask-plan");
    }

    List<Problem.Fault> faults() {
        return faults;
    }

    private void fault(String key, String sentence) {
        faults.add(new Problem.Fault("/" + key, sentence));
    }

    private boolean isChange() {
        return is("change", false);
    }

    private void spec() {
        var text = text("spec");
        var named = text("specFile");
        if (!named.isEmpty()) file = path("specFile").flatMap(name -> existing("specFile", name));
        if (!named.isEmpty() && (!text.isEmpty() || isChange())) fault("specFile", "specFile stands instead of spec, and goes with no change");
        if (named.isEmpty() && text.isBlank()) fault("spec", "the specification is empty; say in a few sentences what is to be built");
        if (text.length() > LARGEST) fault("spec", "the specification has more than %d KB".formatted(LARGEST >> 10));
        if (!name().matches(NAME)) fault("specName", "'%s' is no name for a file".formatted(name()));
    }

    private String name() {
        return text("specName").isEmpty() ? "spec.md" : text("specName");
    }

    /** The stacks and the values of their variables, which are looked at where it is one stack. */
    private void kind() {
        var stacks = list("stack");
        stacks.forEach(name -> flags.add("--stack=" + name));
        var values = pairs("set");
        values.forEach((name, value) -> flags.add("--set=%s=%s".formatted(name, value)));
        if (stacks.isEmpty()) return;
        try (var swarm = around.open()) {
            var stack = swarm.stack(String.join(PartName.NEXT, stacks));
            if (stacks.size() == 1) values.forEach((name, value) -> StackVariables.misfit(stack, name, value)
                    .ifPresent(sentence -> fault("set/" + name, sentence)));
        } catch (Stop unknown) {
            fault("stack", String.join("\n", unknown.lines()));
        }
    }

    private void tasks() {
        oneOf("tasks", List.of("one", "few", "many")).ifPresent(cut ->
                flags.add(cut.equals("one") ? "--solo" : "--tasks=" + cut));
    }

    /** What may be spent, which a resume takes, too. */
    static void budget(JsonNode body, List<String> flags) {
        Map.of("budget", "--budget", "maxTokens", "--max-tokens", "maxCalls", "--max-calls").forEach((key, flag) -> {
            if (body.path(key).isTextual() && !body.path(key).asText().isBlank()) flags.add(flag + "=" + body.path(key).asText().strip());
        });
    }

    private void option(String key, String flag) {
        if (!text(key).isEmpty()) flags.add(flag + "=" + text(key));
    }

    private String text(String key) {
        var value = body.path(key);
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) fault(key, "%s has to be a text".formatted(key));
        return value.asText("");
    }

    private boolean is(String key, boolean usual) {
        var value = body.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) fault(key, "%s has to be true or false".formatted(key));
        return value.asBoolean(usual);
    }

    private Optional<String> oneOf(String key, List<String> words) {
        var word = text(key);
        if (word.isEmpty()) return Optional.empty();
        if (words.contains(word)) return Optional.of(word);
        fault(key, "%s is one of %s, not '%s'".formatted(key, String.join(", ", words), word));
        return Optional.empty();
    }

    private List<String> list(String key) {
        var all = new ArrayList<String>();
        for (var one : body.path(key)) {
            if (one.isTextual()) all.add(one.asText());
            else fault(key, "%s has to be a list of texts".formatted(key));
        }
        return all;
    }

    private Map<String, String> pairs(String key) {
        var all = new TreeMap<String, String>();
        body.path(key).properties().forEach(pair -> {
            if (pair.getValue().isTextual()) all.put(pair.getKey(), pair.getValue().asText());
            else fault(key + "/" + pair.getKey(), "a value has to be a text");
        });
        return all;
    }

    /** A path that stays below the working folder. */
    private Optional<String> path(String key) {
        var name = text(key);
        if (name.isEmpty() || name.equals(".")) return Optional.empty();
        try {
            return Optional.of(SafePath.of(name, List.of(name)).toString());
        } catch (UnsafePath refused) {
            fault(key, refused.getMessage());
            return Optional.empty();
        }
    }

    private void place(String name) {
        try {
            place(around, name);
        } catch (Problem refused) {
            fault("output", refused.getMessage());
        }
    }

    /** A folder below the working folder, with no link on the way. */
    static String place(Around around, String name) {
        try {
            return SafePath.of(name, List.of(name)).in(around.folder()).toString();
        } catch (UnsafePath refused) {
            throw Problem.of(400, refused.getMessage());
        }
    }

    /** A file of the working folder, or of a pack's example. */
    private Optional<Path> existing(String key, String name) {
        try (var swarm = around.open()) {
            var place = SafePath.of(name, List.of(name)).in(around.folder());
            var found = Files.isRegularFile(place) ? Optional.of(place)
                    : Optional.ofNullable(Examples.of(swarm.stacks()).get(name));
            if (found.isEmpty()) fault(key, "%s: there is no such file".formatted(name));
            return found;
        } catch (UnsafePath refused) {
            fault(key, refused.getMessage());
            return Optional.empty();
        }
    }

    /** As somebody would type it, who sits at the terminal. */
    String line() {
        return line(around, typed());
    }

    List<String> typed() {
        var words = words(isChange() ? text("spec") : text("specFile").isEmpty() ? name() : text("specFile"));
        return words.stream().filter(word -> !word.equals(ATTENDED)).toList();
    }

    static String line(Around around, List<String> words) {
        var program = RunFolder.goOn(around.env(), "x").replaceFirst(" resume x$", "");
        var typed = words.stream().filter(word -> !word.equals(ATTENDED)).flatMap(StartForm::apart).toList();
        return program + " " + ShellWords.line(typed);
    }

    /** A value stands for itself where it cannot be read as another flag. */
    private static Stream<String> apart(String word) {
        int at = word.indexOf('=');
        return !word.startsWith("--") || at < 0 || word.startsWith("-", at + 1) ? Stream.of(word)
                : Stream.of(word.substring(0, at), word.substring(at + 1));
    }

    private List<String> words(String spec) {
        var words = new ArrayList<String>();
        if (isChange()) words.add("change");
        words.add(spec);
        words.addAll(flags);
        words.add(ATTENDED);
        return words;
    }

    /** What is started, with the specification in a file. */
    List<String> words() throws IOException {
        if (isChange()) return words("-");
        return words(file.isPresent() ? file.get().toString() : written().toString());
    }

    /** What the program reads from its standard input. */
    Optional<Path> input() throws IOException {
        return isChange() ? Optional.of(written()) : Optional.empty();
    }

    private Path written() throws IOException {
        var folder = around.own().resolve("specs").resolve(RunFolder.newId());
        OwnerOnly.make(folder);
        return Files.writeString(folder.resolve(name()), text("spec"));
    }
}
