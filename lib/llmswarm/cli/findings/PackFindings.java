package llmswarm.cli.findings;

import static llmswarm.cli.findings.Finding.State.ABSENT;
import static llmswarm.cli.findings.Finding.State.NEEDED;
import static llmswarm.cli.findings.Finding.State.OK;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.Swarm;
import llmswarm.check.Programs.Installed;
import llmswarm.check.RequiredPrograms;
import llmswarm.config.Agent;
import llmswarm.config.ModelSpec;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import llmswarm.model.LocalServer;
import sandbox.Program;
import sandbox.Sandbox;
import sandbox.view.Surroundings;
import text.ShellWords;

/** What the configuration asks of a machine: the programs of each stack, and the models of the agents. */
public final class PackFindings {
    private final Swarm swarm;
    private final Sandbox sandbox;
    private final Map<String, ModelRow> models;
    private final List<LocalServer.Found> servers;

    /** @param sandbox whose PATH counts */
    public PackFindings(Swarm swarm, Sandbox sandbox, Map<String, ModelRow> models, List<LocalServer.Found> servers) {
        this.swarm = swarm;
        this.sandbox = sandbox;
        this.models = models;
        this.servers = servers;
    }

    public List<Finding> all() {
        var findings = new ArrayList<Finding>();
        swarm.stacks().forEach(stack -> findings.add(stack(stack)));
        var needed = swarm.agents().stream().map(Agent::model).collect(Collectors.toSet());
        models.values().forEach(row -> findings.add(model(row, needed.contains(row.spec().alias()))));
        findings.add(servers.isEmpty() ? new Finding(ABSENT, "servers",
                "no model server on this machine answers on its usual port")
                : new Finding(OK, "servers", servers.stream()
                .map(found -> "%s at %s with %s".formatted(found.server().name(), found.server().baseUrl(),
                found.model()))
                        .collect(Collectors.joining("; "))));
        return findings;
    }

    private Finding stack(Stack stack) {
        var name = "stack " + stack.name();
        var required = Stop.whenInterrupted(() ->
                new RequiredPrograms(swarm.programs(), sandbox).of(stack, asked(stack)));
        if (!required.missing().isEmpty()) return new Finding(ABSENT, name, String.join("; ", required.lacks()));
        var wanted = Stream.concat(required.there().stream().map(Installed::name), commands(stack))
                .collect(Collectors.toSet());
        var lacking = lacking(stack, wanted);
        var found = new LinkedHashMap<String, Installed>();
        Stream.of(required.there().stream(), commands(stack).map(PackFindings::unasked), programs(stack))
                .flatMap(all -> all).filter(program -> !lacking.containsKey(program.name()))
                .forEach(program -> found.merge(program.name(), program, (one, other) ->
                one.version().isEmpty() ? other : one));
        var others = found.values().stream().map(Installed::text).collect(Collectors.joining(", "));
        if (!lacking.isEmpty()) {
            return new Finding(ABSENT, name, String.join("; ", lacking.values())
                    + (others.isEmpty() ? "" : "; finds " + others));
        }
        return new Finding(OK, name, others.isEmpty() ? "needs no extra program" : "finds " + others);
    }

    /** What is on the PATH and does not start behind walls, as far as that is known without the pack's trust. */
    private Map<String, String> lacking(Stack stack, Set<String> wanted) {
        var lacking = new LinkedHashMap<String, String>();
        if (!asked(stack)) return lacking;
        var scripts = stack.checks().stream().flatMap(check -> Program.called(check.run()).stream());
        var named = stack.programs().stream().map(PackProgram::name);
        Stream.of(wanted.stream(), scripts, named).flatMap(words -> words).distinct()
                .filter(word -> sandbox.program(word).isPresent())
                .forEach(program -> sandbox.lack(program).or(() -> wanted.contains(program) ? idle(program)
                : Optional.empty()).ifPresent(why -> lacking.put(program, why)));
        return lacking;
    }

    /** Of a program whose version some pack knows how to ask; another pack may know it better, or none. */
    private Optional<String> idle(String program) {
        var known = swarm.stacks().stream().filter(this::asked).flatMap(stack -> stack.programs().stream())
                .filter(one -> one.name().equals(program)).toList();
        if (known.isEmpty()) return Optional.empty();
        var ways = Stream.concat(known.stream(), Program.VERSION_WORDS.stream()
                .map(word -> new PackProgram(program, List.of(program, word)))).distinct().toList();
        return found(ways).isEmpty() ? Optional.of("'%s' is on the PATH, and '%s' fails in the sandbox; repair it, or name in %s the folders that it needs"
                .formatted(program, ShellWords.line(known.getFirst().version()), Surroundings.EXTRA))
                : Optional.empty();
    }

    /** Whether its programs may be run, as those of a pack that needs no trust behind walls. */
    private boolean asked(Stack stack) {
        return !sandbox.name().equals("off") && stack.trusted();
    }

    /** What a plan may call; with versions where they can be asked for. */
    private Stream<Installed> programs(Stack stack) {
        if (!asked(stack)) return stack.programs().stream().map(PackProgram::name)
                .filter(program -> sandbox.program(program).isPresent()).map(PackFindings::unasked);
        return found(stack.programs()).stream();
    }

    private static Installed unasked(String name) {
        return new Installed(name, "");
    }

    private List<Installed> found(List<PackProgram> programs) {
        return Stop.whenInterrupted(() -> swarm.programs().found(programs, sandbox));
    }

    /** The programs that its own commands begin with. */
    private static Stream<String> commands(Stack stack) {
        return Stream.concat(stack.setup().allCommands().stream(), stack.checks().stream().map(Check::run))
                .map(List::getFirst).filter(word -> !word.contains("/") && !word.contains("{{")).distinct();
    }

    private Finding model(ModelRow row, boolean needed) {
        var spec = row.spec();
        var name = "model " + spec.alias();
        var obstacle = obstacle(row);
        if (obstacle.isEmpty()) return new Finding(OK, name, spec.model() + known(row));
        var other = standIn(spec);
        var text = "%s: %s".formatted(spec.model(), obstacle.get())
                + other.map(alias -> "; until then %s is used".formatted(alias)).orElse("");
        return new Finding(needed && other.isEmpty() ? NEEDED : ABSENT, name, text);
    }

    private static String known(ModelRow row) {
        if (row.spec().provider() == ModelSpec.Provider.JLAMA) return " is on disk";
        return row.spec().baseUrl().map(url -> " at " + url).orElse("") + row.spec().apiKeyEnv()
                .map(key -> ", the key in %s is set".formatted(key)).orElse(", wants no key");
    }

    /** Why it cannot be used, and what helps. */
    private Optional<String> obstacle(ModelRow row) {
        var spec = row.spec();
        if (row.fault().isPresent()) return row.fault().map(fault -> fault.replaceFirst("\\.$", ""));
        return switch (spec.provider()) {
            case OPENAI -> spec.apiKeyEnv().filter(key -> !row.keySet())
                    .map(key -> "%s is not set; export %s=...%s".formatted(key, key, alternative()))
                    .or(() -> spec.baseUrl().filter(LocalServer::isSilent)
                    .map("nothing answers at %s; start the server there"::formatted));
            case JLAMA -> row.model().isPresent() ? Optional.empty()
                    : Optional.of("not on disk; ./jbang swarm.java models pull " + spec.alias());
        };
    }

    private String alternative() {
        return servers.isEmpty() ? ", or start a model server on this machine"
                : ", or let it use %s in .swarm/models.yaml".formatted(servers.getFirst().server().name());
    }

    private Optional<String> standIn(ModelSpec spec) {
        var seen = new TreeSet<String>();
        for (var next = spec.absent(); next.isPresent() && seen.add(next.get()); next =
                models.get(next.get()).spec().absent()) {
            if (models.containsKey(next.get()) && obstacle(models.get(next.get())).isEmpty()) return next;
        }
        return Optional.empty();
    }
}
