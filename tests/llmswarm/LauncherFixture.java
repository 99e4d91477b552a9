package llmswarm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A clone in a folder with a space and an umlaut, on a machine that has a PATH, home and cache of its own. */
final class LauncherFixture {
    private static final List<String> BASIC =
            List.of("sh", "bash", "cat", "cksum", "dirname", "env", "find", "flock", "grep", "ls", "mkdir",
        "mktemp", "mv", "pwd", "readlink", "rm", "sed", "sha256sum", "shasum", "stat", "tr", "uname");

    /** How a launch ended. */
    record Run(int exit, String out, String err) {
    }

    private final Path temp;
    private final Map<String, String> environment = new HashMap<>();

    LauncherFixture(Path temp) throws IOException {
        this.temp = temp;
        Files.createDirectories(home());
        Files.createDirectories(tools());
        Files.createDirectories(work());
        Files.createFile(home().resolve("swarm.java"));
        Files.copy(checkout().resolve("jbang"), home().resolve("jbang"));
        executable(home().resolve("jbang"));
        for (var name : BASIC) {
            var found = onThePath(name);
            if (found.isPresent()) {
                Files.createSymbolicLink(tools().resolve(name), found.get());
            }
        }
        set("PATH", tools().toString());
        set("HOME", temp.resolve("home").toString());
        set("XDG_CACHE_HOME", temp.resolve("cache").toString());
        set("JBANG_DIR", temp.resolve("jbang").toString());
        set("JAVA_HOME", System.getProperty("java.home"));
        set("LC_ALL", "C");
    }

    Path home() {
        return temp.resolve("my clone ü");
    }

    Path tools() {
        return temp.resolve("tools");
    }

    /** The folder one works in, anybody's. */
    Path work() {
        return temp.resolve("anybody's work");
    }

    /** Where JBang, Maven and Java are started. */
    Path empty() {
        return temp.resolve("cache/llm-swarm/empty");
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    void tool(String name, String script) throws IOException {
        executable(Files.writeString(tools().resolve(name), script));
    }

    /** A file in the folder one works in. */
    void atWork(String name, String text) throws IOException {
        var file = work().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A program in the folder one works in that leaves a mark when it runs. */
    void trap(String name) throws IOException {
        var file = work().resolve(name);
        Files.createDirectories(file.getParent());
        executable(Files.writeString(file, "#!/bin/sh\ntouch '" + temp.resolve("ran") + "'\n"));
    }

    boolean trapRan() {
        return Files.exists(temp.resolve("ran"));
    }

    /** A folder that looks like a JDK of this version. */
    Path jdk(String name, String version) throws IOException {
        var jdk = temp.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        for (var tool : List.of("java", "javac")) {
            executable(Files.writeString(jdk.resolve("bin").resolve(tool), "#!/bin/sh\nexit 1\n"));
        }
        return jdk;
    }

    void script(String word) throws IOException {
        Files.writeString(home().resolve("swarm.java"), """
            class swarm {
                public static void main(String[] args) throws Exception {
                    if (java.util.List.of(args).contains("exit")) {
                        System.exit(5);
                    }
                    if (java.util.List.of(args).contains("where")) {
                        System.out.println(java.nio.file.Path.of("").toAbsolutePath().getFileName() + ": "
                            + java.nio.file.Files.readString(java.nio.file.Path.of("spec.md")) + " " + java.util.List.of(args));
                        return;
                    }
                    if (java.util.List.of(args).contains("wait")) {
                        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
                        System.out.println("ready");
                        new java.util.concurrent.CountDownLatch(1).await();
                    }
                    System.out.println("%s " + java.util.List.of(args) + " " + new String(System.in.readAllBytes()));
                }
            }
            """.formatted(word));
    }

    /** Puts the JBang that runs these tests where the launcher looks first; returns where. */
    Path realJbang() throws IOException {
        var caches = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        var fetched = Path.of(caches, "llm-swarm", "jbang-cli-0.132.1-all.jar");
        var place = Files.exists(fetched) ? temp.resolve("cache/llm-swarm").resolve(fetched.getFileName()) : tools()
                .resolve("jbang");
        Files.createDirectories(place.getParent());
        return Files.createSymbolicLink(place, Files.exists(fetched) ? fetched : onThePath("jbang").orElseThrow());
    }

    void withoutJbang(Path place) throws IOException {
        Files.delete(place);
    }

    /** What the launcher keeps in its cache besides an empty folder. */
    List<Path> cached() throws IOException {
        try (var files = Files.list(empty().getParent())) {
            return files.filter(file -> !file.equals(empty())).toList();
        }
    }

    /** Starts the launcher in the clone. */
    Run launch(String input, String... words) throws Exception {
        return ended(input, start(home(), own(words)));
    }

    /** Starts the launcher in the folder one works in. */
    Run launchAtWork(String input, String... words) throws Exception {
        return ended(input, start(work(), own(words)));
    }

    /** Starts a command in a folder. */
    Run launchFrom(Path folder, String... command) throws Exception {
        return ended("", start(folder, List.of(command)));
    }

    private List<String> own(String... words) {
        return Stream.concat(Stream.of(home().resolve("jbang").toString()), Stream.of(words)).toList();
    }

    private Run ended(String input, Process process) throws Exception {
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        return end(process, "");
    }

    /** Waits for the first line of output, then sends the signal to the launcher's process. */
    Run launchAndSignal(String signal, String... words) throws Exception {
        var process = start(home(), own(words));
        var first = new StringBuilder();
        for (int read; (read = process.getInputStream().read()) >= 0 && read != '\n'; ) {
            first.append((char) read);
        }
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
        return end(process, first + "\n");
    }

    private Process start(Path folder, List<String> words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        // A test run in the background is started with SIGINT ignored, and its children inherit that.
        var reset = List.of("env", "--default-signal=INT");
        if (new ProcessBuilder(Stream.concat(reset.stream(), Stream.of("true")).toList()).start().waitFor() == 0) {
            command.addAll(reset);
        }
        command.addAll(words);
        var builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectError(temp.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Run end(Process process, String before) throws Exception {
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), before + out, Files.readString(temp.resolve("err")));
    }

    private static Path checkout() {
        return Path.of(System.getenv().getOrDefault("SWARM_HOME", "")).toAbsolutePath();
    }

    static Optional<Path> onThePath(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
            .filter(file -> !file.equals(checkout().resolve("jbang"))).findFirst();
    }

    private static void executable(Path file) {
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + file + " executable");
        }
    }
}
