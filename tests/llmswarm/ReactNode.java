package llmswarm;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.check.Setup;
import llmswarm.config.Catalog;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import machine.Removal;
import sandbox.Sandbox;
import sandbox.Walls;

/** The pack react-node with what its setup installs, once for all tests, and its checks in the sandbox. */
public final class ReactNode {
    public static final String PACK = "react-node";
    public static final Path EXAMPLE = Tape.checkout().resolve("stacks/react-node/example");
    public static final Map<String, String> VARIABLES = Map.of("name", "things", "module", "things", "summary",
            "Things of \"everybody\".", "node", "20.19", "port", "3000");
    /** What npm says when it cannot reach the registry. */
    private static final String OFFLINE = "(?s).*(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET).*";

    private static ReactNode installed;

    private final Sandbox sandbox;
    private final Stack stack;
    private final Sandbox.Access access;

    private ReactNode(Sandbox sandbox, Stack stack, Sandbox.Access access) {
        this.sandbox = sandbox;
        this.stack = stack;
        this.access = access;
    }

    /** Skips the test, with a sentence, where the machine lacks a program that the pack needs or npm's registry. */
    public static synchronized ReactNode here() throws InterruptedException {
        if (installed != null) return installed;
        var sandbox = Walls.here("bubblewrap");
        var stack = stack();
        var missing = new CheckRunner(sandbox).missing(stack.checks().stream().map(CheckRunner.Command::of).toList());
        assumeTrue(missing.isEmpty() && sandbox.program("npm").isPresent(), () -> "skipped: " + missing);
        try {
            var folder = Files.createTempDirectory("react-node").toRealPath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Removal.of(folder)));
            new Scaffold(folder, PACK, VARIABLES);
            var result = new Setup(sandbox).run(stack.setup(), folder, VARIABLES, Map.of());
            assumeTrue(!(result instanceof Setup.Result.Failed failed && failed.failure().evidence().matches(OFFLINE)),
                    "skipped: npm's registry cannot be reached");
            var ready = assertInstanceOf(Setup.Result.Ready.class, result, result::toString);
            installed = new ReactNode(sandbox, stack, Sandbox.Access.to(ready.shared()));
            return installed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pack as it comes with the program. */
    public static Stack stack() {
        return Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults())
                .stack(PACK);
    }

    /** What a check shows of a project; one for single files is shown that file. */
    public CheckRunner.Outcome check(Path project, String name, String file) throws InterruptedException {
        var end = DueChecks.atEnd(stack.checks(), List.of(), VARIABLES).stream();
        var task = DueChecks.afterTask(stack.checks(), "backend", List.of(file), VARIABLES).stream();
        var command = Stream.concat(end, task).filter(each -> each.check().equals(name)).findFirst()
                .orElseThrow();
        return new CheckRunner(sandbox, stack).run(command, project, access);
    }
}
