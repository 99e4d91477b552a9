package llmswarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.check.Locations;
import llmswarm.check.Programs;
import llmswarm.check.RequiredPrograms;
import llmswarm.check.Setup;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.files.ProjectTree;
import machine.Removal;
import sandbox.Sandbox;
import sandbox.Walls;

/** A bundled pack with what its setup installs, once for all tests, and its checks in the sandbox. */
public final class InstalledPack {
    /** What package managers say when they cannot reach their registry. */
    private static final String OFFLINE = "(?s).*(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET"
            + "|Unknown host|Connect timed out|Connection refused|Network is unreachable).*";

    private static final Map<String, InstalledPack> INSTALLED = new ConcurrentHashMap<>();

    private final Sandbox sandbox;
    private final Stack stack;
    private final Map<String, String> variables;
    private final Sandbox.Access access;

    private InstalledPack(Sandbox sandbox, Stack stack, Map<String, String> variables, Sandbox.Access access) {
        this.sandbox = sandbox;
        this.stack = stack;
        this.variables = variables;
        this.access = access;
    }

    /**
     * Skips the test, with a sentence, where the machine lacks a program that the pack needs or its registry.
     *
     * @param variables by name; the same for all tests of a pack
     */
    public static synchronized InstalledPack here(String pack, Map<String, String> variables)
            throws InterruptedException {
        if (INSTALLED.containsKey(pack)) return INSTALLED.get(pack);
        var sandbox = Walls.here("bubblewrap");
        var found = new RequiredPrograms(new Programs(), sandbox).of(stack(pack), true);
        assumeTrue(found.missing().isEmpty(), () -> "skipped: " + found.lacks());
        var stack = found.stack();
        var values = stack.values(variables);
        try {
            var folder = Files.createTempDirectory(pack).toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Removal.of(folder)));
            new Scaffold(folder, pack, values);
            var result = new Setup(sandbox).run(stack.setup(), folder, values, Map.of());
            assumeTrue(!(result instanceof Setup.Result.Failed failed && failed.failure().evidence().matches(OFFLINE)),
                    "skipped: the registry cannot be reached");
            var ready = assertInstanceOf(Setup.Result.Ready.class, result, result::toString);
            var installed = new InstalledPack(sandbox, stack, values, Sandbox.Access.to(ready.shared()));
            INSTALLED.put(pack, installed);
            return installed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A pack as it comes with the program. */
    public static Stack stack(String pack) {
        return Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults())
                .stack(pack);
    }

    /** What a check shows of a project; one for single files is shown that file. */
    public CheckRunner.Outcome check(Path project, String name, String file) throws InterruptedException {
        var end = DueChecks.atEnd(stack.checks(), List.of(), variables).stream();
        var task = DueChecks.afterTask(stack.checks(), "backend", List.of(file), variables).stream();
        var command = Stream.concat(end, task).filter(each -> each.check().equals(name)).findFirst()
                .orElseThrow();
        return new CheckRunner(sandbox, stack).run(command, project, access);
    }

    /** What a check prints of a project that it has to find right. */
    public String passed(Path project, String name, String file) throws InterruptedException {
        var outcome = check(project, name, file);
        assertEquals(Optional.empty(), outcome.failure(), () -> name + ": " + outcome.result().tail());
        return outcome.result().tail();
    }

    /** The places in the project that a check's output names. */
    public List<String> places(Path project, String output) {
        return Locations.in(output, stack.output().location(), new ProjectTree(project).contents().keySet()).stream()
                .map(Locations.FileLine::toString).distinct().toList();
    }
}
