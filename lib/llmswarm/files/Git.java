package llmswarm.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import llmswarm.guard.Stop;
import machine.ProcessStart;
import machine.SearchPath;
import sandbox.process.MachineMemory;
import text.Printable;

/**
 * Calls git in one folder so that nothing but git runs: no hooks, no watchers, no signing, no pager, no system
 * configuration, and an environment by allow-list, so that no key reaches it. What the
 * user has told git of all files (line ends, attributes) holds for none of a project's: only the project's own do.
 */
final class Git {
    static final String ABSENT = "git was not found; install it and put it on the PATH";

    private static final int MOST = 64 << 20;
    /** Git waits for ever for whoever writes to a pipe that lies where it looks for a file. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final List<String> SETTINGS =
            List.of("core.hooksPath=/dev/null", "core.fsmonitor=false", "core.untrackedCache=false",
            "commit.gpgSign=false", "tag.gpgSign=false", "core.quotePath=false", "core.autocrlf=false",
            "core.safecrlf=false", "core.eol=lf", "core.attributesFile=/dev/null",
            "core.abbrev=no", "core.protectNTFS=true", "core.protectHFS=true", "core.pager=cat", "core.editor=true",
            "gc.auto=0", "maintenance.auto=false", "submodule.recurse=false", "i18n.commitEncoding=UTF-8",
            "i18n.logOutputEncoding=UTF-8", "advice.detachedHead=false", "init.templateDir=",
            "user.useConfigOnly=true");
    /** Folders and files of the user; a relative one would be looked for in the project. */
    private static final List<String> PLACES =
            List.of("HOME", "XDG_CONFIG_HOME", "USERPROFILE", "APPDATA", "SystemRoot", "TMPDIR", "TEMP", "TMP",
            "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM");
    private static final List<String> PASSED =
            List.of("HOMEDRIVE", "HOMEPATH", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE",
            "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE");
    private static final int SIGINT = 128 + 2;

    /** How a call ended; {@code said} is one sentence made of what git wrote to its standard error. */
    record Result(int exit, String out, String said) {
        boolean ok() {
            return exit == 0;
        }
    }

    /** A repository of a few hundred bytes can name more files than any memory holds. */
    private static final long MEMORY = Math.max(2L << 30, MachineMemory.total() / 4);

    private final Path folder;
    private final Optional<Path> program;
    /** What starts git so that it takes no more memory; what it only maps of the repository is not counted. */
    private final List<String> bounded;
    private final Map<String, String> environment = new HashMap<>();
    /** Bytes that its folder may take while it works. */
    private long most = Long.MAX_VALUE;

    Git(Path folder, Map<String, String> outside) {
        this(folder, outside, MEMORY);
    }

    /** @param memory bytes that a call may take, where the machine has the tool for that */
    Git(Path folder, Map<String, String> outside, long memory) {
        this.folder = folder.toAbsolutePath();
        var search = SearchPath.of(outside);
        program = search.find("git");
        bounded = search.find("prlimit").map(tool -> List.of(tool.toString(), "--data=" + memory)).orElse(List.of());
        environment.put("PATH", search.toString());
        for (var name : PASSED) if (outside.containsKey(name)) environment.put(name, outside.get(name));
        for (var name : PLACES) if (outside.containsKey(name)
                && Path.of(outside.get(name)).isAbsolute()) environment.put(name, outside.get(name));
        environment.putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_TERMINAL_PROMPT", "0", "GIT_LITERAL_PATHSPECS", "1",
                "GIT_OPTIONAL_LOCKS", "0", "GIT_ATTR_NOSYSTEM", "1", "LC_ALL", "C"));
        // Nothing we ask of git needs another repository; one with missing objects would fetch them with a program it
        // names.
        environment.putAll(Map.of("GIT_ALLOW_PROTOCOL", "none", "GIT_NO_LAZY_FETCH", "1"));
        // A file of the project names the address from which git-lfs would fetch; its pointers stay text instead.
        environment.put("GIT_LFS_SKIP_SMUDGE", "1");
        // What a commit holds is what its hash says, not what a reference of the repository puts in its place.
        environment.put("GIT_NO_REPLACE_OBJECTS", "1");
        // Never a repository further up.
        environment.put("GIT_CEILING_DIRECTORIES",
                Optional.ofNullable(this.folder.getParent()).map(Path::toString).orElse("/"));
    }

    /** Whether git would find that program, named by its path or not. */
    boolean finds(String name) {
        return name.contains("/") ? Files.isExecutable(folder.resolve(name))
                : SearchPath.of(environment).find(name).isPresent();
    }

    /** The same with another variable in the environment. */
    Git with(String name, String value) {
        var other = new Git(folder, environment);
        other.environment.putAll(environment);
        other.environment.put(name, value);
        other.most = most;
        return other;
    }

    /** The same in another folder. */
    Git in(Path other) {
        return new Git(other, environment);
    }

    /** The same, ended as soon as its folder takes more than that. */
    Git within(long bytes) {
        var other = new Git(folder, environment);
        other.environment.putAll(environment);
        other.most = bytes;
        return other;
    }

    /** Runs it to its end, also when this thread is interrupted meanwhile: a commit is whole or not there. */
    Result run(String input, String... arguments) {
        var command = new ArrayList<>(bounded);
        command.addAll(List.of(program.orElseThrow(() -> Stop.usage(ABSENT)).toString(), "-C", folder.toString(),
                "--no-pager"));
        for (var setting : SETTINGS) command.addAll(List.of("-c", setting));
        command.addAll(List.of(arguments));
        if (!Files.isDirectory(folder)) throw Stop.usage("'%s' is no longer there".formatted(folder));
        // A git that is chosen by a version manager would be chosen by files of the folder that it is started in.
        var builder = new ProcessBuilder(command).directory(folder.getRoot().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = ProcessStart.of(builder);
            var end = endedInTime(process);
            if (most < Long.MAX_VALUE) Thread.startVirtualThread(() -> hold(process));
            var errors = CompletableFuture.supplyAsync(() -> printed(process.getErrorStream()),
                    Thread::startVirtualThread);
            send(process, input);
            var out = printed(process.getInputStream());
            if (out.length > MOST) throw Stop.usage("git printed more than %d MB about '%s', which is too large to work in".formatted(MOST >> 20, folder));
            var result = new Result(exit(process), text(out), sentence(text(errors.join())));
            if (end.isCompletedExceptionally()) {
                throw Stop.usage("git did not end within %d minutes in '%s'; look for a pipe in place of a file of git's there"
                        .formatted(PATIENCE.toMinutes(), folder));
            }
            return result;
        } catch (IOException absent) {
            throw Stop.usage(ABSENT, absent);
        }
    }

    /** As {@link #run}. Ctrl-C at a terminal reaches git as well as us: what was begun is ended all the same. */
    Result end(String input, String... arguments) {
        var result = run(input, arguments);
        return result.exit == SIGINT ? run(input, arguments) : result;
    }

    /** As {@link #end}; when git refuses, the sentence "git could not ACT in 'folder': reason". */
    String must(String act, String input, String... arguments) {
        var result = end(input, arguments);
        if (!result.ok()) throw refused(act, result);
        return result.out;
    }

    Stop refused(String act, Result result) {
        var reason = result.said.isEmpty() ? "it ended with exit code " + result.exit : result.said;
        return Stop.usage("git could not %s in '%s': %s".formatted(act, folder, reason));
    }

    /** Ends the process when its folder takes too much. */
    private void hold(Process process) {
        try {
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                if (size() > most) end(process);
            }
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
    }

    private long size() {
        try (var files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Fails once the patience is over, and ends the process then. */
    private static CompletableFuture<Process> endedInTime(Process process) {
        return process.onExit().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).whenComplete((_, late) -> {
            if (late != null) end(process);
        });
    }

    private static void send(Process process, String input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedEarly) {
            // Its exit code and its standard error say why.
        }
    }

    private static String text(byte[] printed) {
        return new String(printed, StandardCharsets.UTF_8);
    }

    /** One byte more than may be kept at most; git goes on to its end all the same. */
    private static byte[] printed(InputStream stream) {
        try (stream) {
            var kept = stream.readNBytes(MOST + 1);
            stream.transferTo(OutputStream.nullOutputStream());
            return kept;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static int exit(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                int exit = process.waitFor();
                if (interrupted) Thread.currentThread().interrupt();
                return exit;
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
    }

    private static String sentence(String errors) {
        var lines = Printable.shown(errors).lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        var telling = lines.stream().filter(l -> l.startsWith("fatal: ") || l.startsWith("error: ")).findFirst();
        var line = telling.or(() -> lines.stream().findFirst()).orElse("").replaceFirst("^(fatal|error): ", "");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
