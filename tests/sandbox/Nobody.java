package sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.re2j.Pattern;
import machine.CurrentUser;

/** A user without powers, as whom root can run a program of the tests. */
final class Nobody {
    private static final String ID = "65534";
    /** Sees the JDK through a mount of its own, since root may keep it where others cannot look. */
    private static final String SCRIPT = """
            mount --bind "$1" "$2" && shift 2 && exec setpriv --reuid=%1$s --regid=%1$s --clear-groups -- "$@"
            """.formatted(ID);

    private Nobody() {
    }

    /**
     * What the main class prints; it gets the words and a folder of this user's own. Skips the test where that cannot
     * be.
     */
    static String run(Path temp, Class<?> main, String... words) throws Exception {
        assumeTrue(CurrentUser.id() == 0, "skipped: the tests run as a user without powers already");
        open(temp);
        var classes = open(Files.createDirectory(temp.resolve("classes")));
        copy(place(main), classes);
        var library = open(Files.copy(place(Pattern.class), temp.resolve("re2j.jar")));
        var jdk = Files.createDirectory(temp.resolve("jdk"));
        var own = Files.createDirectory(temp.resolve("own"));
        Files.setAttribute(own, "unix:uid", Integer.parseInt(ID));
        var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", SCRIPT, "sh",
                System.getProperty("java.home"), jdk.toString()));
        assumeTrue(exit(command, "true") == 0, "skipped: root may not mount or change to another user here");
        command.addAll(List.of(jdk.resolve("bin/java").toString(), "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED", "-cp",
                (Files.exists(classes.resolve("jar")) ? classes.resolve("jar") : classes) + File.pathSeparator
                + library, main.getName()));
        command.addAll(List.of(words));
        command.add(own.toString());
        var said = temp.resolve("said");
        var process = new ProcessBuilder(command).directory(own.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        assertEquals(0, process.waitFor(), Files.readString(said));
        return Files.readString(said);
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static int exit(List<String> command, String last) throws Exception {
        var words = new ArrayList<>(command);
        words.add(last);
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start().waitFor();
    }

    /** A folder of classes, or a jar as it is. */
    private static void copy(Path source, Path target) throws IOException {
        if (Files.isRegularFile(source)) {
            open(Files.copy(source, target.resolve("jar")));
            return;
        }
        try (var all = Files.walk(source)) {
            for (var one : all.filter(path -> !path.equals(source)).toList()) {
                open(Files.copy(one, target.resolve(source.relativize(one))));
            }
        }
    }

    private static Path open(Path path) {
        path.toFile().setReadable(true, false);
        path.toFile().setExecutable(true, false);
        return path;
    }
}
