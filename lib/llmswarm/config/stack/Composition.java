package llmswarm.config.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.google.re2j.Pattern;
import llmswarm.config.stack.SharedSetup.Dependencies;
import llmswarm.guard.Digest;

/**
 * Makes of several packs, each with its root, one that all who work with a stack can use as it is. Each record is taken
 * apart by a pattern of all its components, so that nothing compiles while one of them is forgotten here.
 */
final class Composition {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}\\s]+?)(\\.json)?\\s*\\}\\}");
    private static final Pattern FILE = Pattern.compile("\\{\\{\\s*file\\s*\\}\\}");
    private static final String DEEP = "**";

    private final List<StackPart> parts;

    Composition(List<StackPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /** Its conventions are empty: they are put together when each part's variables are known. */
    Stack stack() {
        var below = parts.stream().map(this::below).toList();
        var variables = new LinkedHashMap<String, Variable>();
        below.forEach(stack -> variables.putAll(stack.variables()));
        return new Stack(PartName.label(parts.stream().map(StackPart::name).toList()),
                String.join(" ", below.stream().map(Stack::description).toList()), Optional.empty(), variables,
                all(below, Stack::agents), "", setup(below.stream().map(Stack::setup).toList()),
                all(below, Stack::checks), below.stream().anyMatch(Stack::checksFromPlan),
                output(below.stream().map(Stack::output).toList()), all(below, Stack::contracts),
                all(below, Stack::tests), below.stream().flatMap(stack -> stack.review().stream()).findFirst(),
                all(below, Stack::allow), programs(below), all(below, Stack::requires),
                all(below, Stack::show), all(below, Stack::recognisedBy), tools(below), Map.of(),
                all(below, Stack::folders),
                Digest.of(below.stream().map(Stack::digest).toList()), parts);
    }

    private static <T, R> List<R> all(List<T> below, Function<T, List<R>> of) {
        return below.stream().flatMap(one -> of.apply(one).stream()).distinct().toList();
    }

    /** A pack as it is below its root. */
    private Stack below(StackPart part) {
        return switch (part.stack()) {
            case Stack(var name, var description, var base, var variables, var agents, var conventions, var setup,
                    var checks, var fromPlan, var output, var contracts, var tests, var review, var allow,
                    var programs, var requires, var show, var recognised, var tools, var origins, var folders,
                    var digest,
                    var none) -> {
                var renamed = new LinkedHashMap<String, Variable>();
                variables.forEach((variable, of) -> renamed.put(part.variable(variable), renamed(part, of)));
                yield new Stack(name, "%s: %s".formatted(part.name(), description), base, renamed, agents, conventions,
                        setup(part, setup), checks(part, checks), fromPlan, output,
                        contracts.stream().map(pattern -> contract(part, pattern)).toList(),
                        tests.stream().map(part::path).toList(), review, allow.stream().map(part::path).toList(),
                        programs, requires.stream().map(one -> required(part, one)).toList(),
                        show.stream().map(part::path).toList(),
                        recognised.stream().map(part::path).toList(), tools(part, tools), origins, folders,
                        Digest.of(List.of(part.root(), digest)), none);
            }
        };
    }

    private static Variable renamed(StackPart part, Variable variable) {
        return switch (variable) {
            case Variable(var usual, var help, var type, var choices, var pattern, var chosen) -> new Variable(
                    usual.map(text -> renamed(part, text)), help, type, choices, pattern, chosen);
        };
    }

    private static RequiredProgram required(StackPart part, RequiredProgram program) {
        return switch (program) {
            case RequiredProgram(var name, var any, var least, var version, var path, var help, var chosen) ->
                    new RequiredProgram(program.isNamed() ? part.variable(name) : name, any,
                    least.map(text -> renamed(part, text)), renamed(part, version), path,
                    help.map(text -> renamed(part, text)), chosen);
        };
    }

    private static Map<String, String> tools(StackPart part, Map<String, String> tools) {
        var below = new LinkedHashMap<String, String>();
        tools.forEach((path, digest) -> below.put(part.path(path), digest));
        return below;
    }

    private static Map<String, String> tools(List<Stack> below) {
        var all = new LinkedHashMap<String, String>();
        below.forEach(stack -> all.putAll(stack.tools()));
        return all;
    }

    /** What a part's setup runs is its own; this tells what it needs and leaves. */
    private static SharedSetup setup(StackPart part, SharedSetup setup) {
        return switch (setup) {
            case SharedSetup(var commands, var shared, var files, var reads, var keep, var pass,
                    var dependencies) -> new SharedSetup(
                    commands.stream().map(words -> renamed(part, words)).toList(),
                    shared.stream().map(part::path).toList(), files, reads.stream().map(part::path).toList(),
                    keep.stream().map(part::path).toList(), pass,
                    dependencies.stream().map(one -> dependencies(part, one)).toList());
        };
    }

    private static Dependencies dependencies(StackPart part, Dependencies dependencies) {
        return switch (dependencies) {
            case Dependencies(var files, var list, var names, var look, var absent, var released, var least,
                    var resolve) -> new Dependencies(files.stream().map(part::path).toList(), renamed(part, list),
                    names, renamed(part, look), absent, released, least, resolve.map(of -> new Dependencies.Resolve(
                    renamed(part, of.run()), of.files().stream().map(part::path).toList(), of.names())));
        };
    }

    private static SharedSetup setup(List<SharedSetup> all) {
        return new SharedSetup(all(all, SharedSetup::commands), all(all, SharedSetup::shared),
                all.stream().flatMap(setup -> setup.files().stream()).max(Integer::compare),
                all(all, SharedSetup::reads), all(all, SharedSetup::keep), all(all, SharedSetup::pass),
                all(all, SharedSetup::dependencies));
    }

    private static List<Check> checks(StackPart part, List<Check> checks) {
        return checks.stream().map(check -> check(part, check)).toList();
    }

    private static Check check(StackPart part, Check check) {
        return switch (check) {
            case Check(var name, var when, var files, var run, var kind, var needs, var agents, var reads, var timeout,
                    var services, var environment, var folder, var of, var memory, var none) -> new Check(
                    part.path(name), when, files.map(part::path), renamed(part, run), kind,
                    needs.map(names -> names.stream().map(part::path).toList()), agents,
                    reads.stream().map(pattern -> read(part, pattern)).toList(), timeout,
                    services.stream().map(service -> service(part, service)).toList(),
                    renamed(environment, value -> renamed(part, value)),
                    folder.map(part::path).or(() -> Optional.of(part.root())),
                    of.stream().map(part::path).toList(), memory, Optional.of(part.root()));
        };
    }

    /** The file is told by its whole path; what stands before it in a pattern would not find it there. */
    private static String read(StackPart part, String pattern) {
        var file = FILE.matcher(pattern);
        if (file.lookingAt()) return pattern;
        return renamed(part, part.path(file.replaceAll(DEEP)));
    }

    private static Service service(StackPart part, Service service) {
        return switch (service) {
            case Service(var name, var path, var prepare, var run, var ready, var environment) -> new Service(
                    part.path(name).replace('/', '-'), path, prepare.stream().map(words -> around(part, words))
                    .toList(), around(part, run), around(part, ready),
                    renamed(environment, value -> renamed(part, value, Service.GIVEN)));
        };
    }

    /** In a service's words the names that it is given go before variables of the pack. */
    private static List<String> around(StackPart part, List<String> words) {
        return words.stream().map(word -> renamed(part, word, Service.GIVEN)).toList();
    }

    /**
     * Names of a kind that several packs have are compared in the form that all of them make of names, so that a part
     * may use what another provides.
     */
    private ContractPattern contract(StackPart part, ContractPattern pattern) {
        return switch (pattern) {
            case ContractPattern(var kind, var provided, var used, var promised, var files, var normalise, var form) ->
                    new ContractPattern(kind, provided, used, promised, Optional.of(part.path(files.orElse(DEEP))),
                    Stream.concat(normalise.stream(), others(part, pattern)).toList(),
                    form.map(text -> "%s (where %s/ provides it)".formatted(text.strip(), part.root())));
        };
    }

    private Stream<List<String>> others(StackPart part, ContractPattern pattern) {
        return parts.stream().filter(other -> other != part)
                .flatMap(other -> other.stack().contracts().stream())
                .filter(like -> like.plainKind().equals(pattern.plainKind())).map(ContractPattern::normalise)
                .filter(steps -> !steps.equals(pattern.normalise())).distinct()
                .flatMap(List::stream);
    }

    private static OutputPatterns output(List<OutputPatterns> all) {
        return new OutputPatterns(patterns(all, OutputPatterns::location), patterns(all, OutputPatterns::counts),
                patterns(all, OutputPatterns::failures));
    }

    private static List<Pattern> patterns(List<OutputPatterns> all, Function<OutputPatterns, List<Pattern>> of) {
        var patterns = new LinkedHashMap<String, Pattern>();
        all.forEach(output -> of.apply(output).forEach(pattern -> patterns.putIfAbsent(pattern.pattern(), pattern)));
        return List.copyOf(patterns.values());
    }

    /** Of a program that two packs name, the first says how it is asked for its version. */
    private static List<PackProgram> programs(List<Stack> below) {
        var programs = new LinkedHashMap<String, PackProgram>();
        all(below, Stack::programs).forEach(program -> programs.putIfAbsent(program.name(), program));
        return List.copyOf(programs.values());
    }

    private static Map<String, String> renamed(Map<String, String> values, UnaryOperator<String> each) {
        var all = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> all.put(name, each.apply(value)));
        return all;
    }

    private static List<String> renamed(StackPart part, List<String> words) {
        return words.stream().map(word -> renamed(part, word)).toList();
    }

    /** With the pack's variables called as those of all parts are. */
    private static String renamed(StackPart part, String text) {
        return renamed(part, text, List.of());
    }

    /** @param given names that are no variables of the pack there */
    private static String renamed(StackPart part, String text, List<String> given) {
        var found = VARIABLE.matcher(text);
        var renamed = new StringBuilder();
        int end = 0;
        while (found.find()) {
            var name = found.group(1);
            if (name.equals(Stack.TOOLS)) {
                renamed.append(text, end, found.start()).append(part.tools(found.group()));
                end = found.end();
            } else if (part.stack().names().contains(name) && !given.contains(name)) {
                renamed.append(text, end, found.start(1)).append(part.variable(name));
                end = found.end(1);
            }
        }
        return renamed.append(text.substring(end)).toString();
    }
}
