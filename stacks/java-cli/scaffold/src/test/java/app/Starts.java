package app;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts what {@code mvn package} made as its users do, and sees whether it comes up:
 * {@code java src/test/java/app/Starts.java}
 */
public final class Starts {
    /** Seconds; a program that runs longer has started. */
    private static final int PATIENCE = 20;
    /** What Java says of a program that does not begin, or ends by an exception. */
    private static final Pattern CRASH = Pattern.compile("^(?:Exception in thread \"|Exception: |Error: (?:Could not find"
            + " or load main class|Main method |LinkageError occurred|Unable to initialize main class|A JNI error|An"
            + " unexpected error occurred|Invalid or corrupt jarfile|UnsupportedClassVersionError))", Pattern.MULTILINE);
    private static final int UNWRITTEN = 70;

    private Starts() {
    }

    /** Ends with exit code 0 when a jar in target/ starts; says why none does otherwise. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Path> programs = programs(Path.of("target").toAbsolutePath());
        List<String> faults = new ArrayList<>();
        for (Path program : programs) {
            String fault = fault(program);
            if (fault.isEmpty()) {
                System.out.println(program.getFileName() + " starts.");
                return;
            }
            faults.add(fault);
        }
        System.out.println(programs.isEmpty() ? "pom.xml:1: no jar in target/ names a Main-Class."
                : String.join("\n", faults));
        System.exit(1);
    }

    /** The jars that name a class to start. */
    private static List<Path> programs(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) return found;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().collect(Collectors.toList())) {
                if (file.toString().endsWith(".jar") && mainClass(file) != null) found.add(file);
            }
        }
        return found;
    }

    private static String mainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest() == null ? null
                    : file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        }
    }

    /** How it crashed, started with --help from an empty folder; any exit code of the program's own is right. */
    private static String fault(Path program) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("starts");
        File said = folder.resolve("said").toFile();
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
                program.toString(), "--help").directory(empty.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said).start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return "";
        }
        String text = new String(Files.readAllBytes(said.toPath()), StandardCharsets.UTF_8);
        int code = process.exitValue();
        boolean crashed = code > 128 || code == 1 && CRASH.matcher(text).find()
                || code == UNWRITTEN && text.endsWith("is not written yet." + System.lineSeparator());
        return crashed ? "src/main/java/" + mainClass(program).replace('.', '/') + ".java:1: " + program.getFileName()
                + " does not start (exit code " + code + ").\n" + text : "";
    }
}
