package llmswarm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The program as a user starts it: {@code ./jbang swarm.java}, in a workshop's folder. */
public final class Command {
    /** The JVM prints it at every start with the vector module, which local models need; nothing silences it. */
    private static final String JVM_WARNING = "WARNING: Using incubator modules: jdk.incubator.vector\n";

    /**
     * More than half of a short run's work would be the second compiler's, which a local model needs and no other
     * command.
     */
    private static final String QUICK = "-XX:TieredStopAtLevel=1", OPTIONS = "JDK_JAVA_OPTIONS",
            NOTE = "NOTE: Picked up %s: %s\n".formatted(OPTIONS, QUICK);

    /** A shell without job control has what it starts in the background ignore Ctrl-C, and so these tests. */
    private static final List<String> HEARING = List.of("python3", "-c",
            "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])");

    /** The first start builds the program, which on a busy machine takes longer than any test means to wait. */
    static {
        Workshop.output(Tape.checkout(), "./jbang", "swarm.java", "--version");
    }

    private Command() {
    }

    /** What a finished command left. */
    public record Result(int exit, String out, String err) {
    }

    /** A command under way. */
    public record Running(Process process, CompletableFuture<String> out, CompletableFuture<String> err) {
        /** Sends it a signal, such as INT or KILL. */
        public void signal(String name) {
            Workshop.output(Path.of("/"), "kill", "-" + name, Long.toString(process.pid()));
        }

        /** Sends it and everything it started a signal, as Ctrl-C at a terminal does, unless it ends before that. */
        public void signalAll(String name) {
            Workshop.until(() -> !process.isAlive() || signalled("-" + name, "-" + process.pid()));
        }

        /** Whether there was such a process group: a process just started is not its leader yet. */
        private static boolean signalled(String signal, String group) {
            try {
                return new ProcessBuilder("kill", signal, "--", group).redirectErrorStream(true).start().waitFor() == 0;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        public Result end() {
            try {
                return new Result(process.waitFor(), out.get(), err.get().replace(JVM_WARNING, "").replace(NOTE, ""));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Starts {@code ./jbang swarm.java} with these words. */
    public static Running start(Workshop shop, String input, String... words) {
        return start(shop, input, List.of(), Map.of(), words);
    }

    /** Starts it as the leader of a process group of its own, as a shell does. */
    public static Running startAtATerminal(Workshop shop, String... words) {
        return start(shop, "", List.of("setsid"), Map.of(), words);
    }

    private static Running start(Workshop shop, String input, List<String> through, Map<String, String> environment,
            String... words) {
        var command = new ArrayList<>(HEARING);
        command.addAll(through);
        command.addAll(List.of(Tape.checkout().resolve("jbang").toString(),
                Tape.checkout().resolve("swarm.java").toString()));
        command.addAll(Arrays.asList(words));
        var builder = new ProcessBuilder(command).directory(shop.folder.toFile());
        for (var name : List.of("XDG_CONFIG_HOME", "XDG_STATE_HOME", "PATH")) builder.environment()
                .put(name, shop.env.get(name));
        builder.environment().remove("OPENAI_API_KEY");
        builder.environment().put(OPTIONS, QUICK);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            var running = new Running(process, reading(process.getInputStream()), reading(process.getErrorStream()));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            return running;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    public static Result run(Workshop shop, String... words) {
        return start(shop, "", words).end();
    }

    /** Runs it to its end with more in its environment. */
    public static Result run(Workshop shop, Map<String, String> environment, String... words) {
        return start(shop, "", List.of(), environment, words).end();
    }

    /** Runs it to its end by another program, which is given its words behind those. */
    public static Result through(Workshop shop, List<String> through, Map<String, String> environment,
            String... words) {
        return start(shop, "", through, environment, words).end();
    }

    private static CompletableFuture<String> reading(InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Thread::startVirtualThread);
    }
}
