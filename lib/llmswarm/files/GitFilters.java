package llmswarm.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import llmswarm.guard.Stop;

/**
 * The programs through which a repository passes its files, such as git-lfs: its attributes name a filter, and the
 * user's own configuration says what that is.
 */
final class GitFilters {
    private static final String ATTRIBUTES = ".gitattributes";
    private static final Pattern FILTER = Pattern.compile("(?m)^[^#\\s].*\\sfilter=(\\S+)");
    private static final int LARGEST = 1 << 20;
    private static final String LFS = "lfs";

    /** What else stands there is for a shell to say, such as a variable or the home folder. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./+-]+");

    private GitFilters() {
    }

    /** Refuses a repository whose files pass through a program that is not here: no commit would come about. */
    static void require(Git git, Path folder, String elsewhere) {
        for (var name : named(git, folder)) {
            var missing = Stream.of("process", "clean", "smudge").flatMap(way -> setting(git, name, way).stream())
                    .map(GitFilters::program).filter(program -> PLAIN.matcher(program).matches()
                    && !git.finds(program)).findFirst();
            var required = setting(git, name, "required").filter(value -> value.matches("(?i)true|yes|on|1"));
            if (missing.isEmpty() || required.isEmpty()) continue;
            throw Stop.usage("the repository in '%s' passes files through '%s' (the filter '%s' of its .gitattributes), which is not on the PATH; install it, or %s"
                    .formatted(folder, missing.get(), name, elsewhere));
        }
    }

    /** What to know of them where they run, or do not. */
    static List<String> remarks(Git git, Path folder) {
        if (!named(git, folder).contains(LFS)) return List.of();
        return List.of(setting(git, LFS, "clean").or(() -> setting(git, LFS, "process")).isPresent()
                ? "files in '%s' are kept by git-lfs: agents and checks see a pointer in place of each".formatted(folder)
                : "files in '%s' are kept by git-lfs, which your git configuration does not set up: agents and checks see a pointer in place of each, and what is written of them is committed as it is; git lfs install sets it up"
                .formatted(folder));
    }

    /** The first word of a command line, as a shell would find it. */
    private static String program(String command) {
        return command.strip().replaceFirst("^(['\"])(.*?)\\1.*$", "$2").split("\\s+")[0];
    }

    private static Optional<String> setting(Git git, String name, String key) {
        var found = git.run("", "config", "--get", "filter.%s.%s".formatted(name, key));
        return Optional.of(found.out().strip()).filter(value -> found.ok() && !value.isEmpty());
    }

    private static TreeSet<String> named(Git git, Path folder) {
        var files = Stream.concat(Stream.of(".git/info/attributes"),
                Stream.of(git.must("read the files", "", "ls-files", "-z").split("\0"))
                .filter(file -> file.equals(ATTRIBUTES) || file.endsWith("/" + ATTRIBUTES)));
        var names = new TreeSet<String>();
        files.map(folder::resolve).filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .forEach(file -> FILTER.matcher(text(file)).results().forEach(found -> names.add(found.group(1))));
        return names;
    }

    private static String text(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw Failures.of("read", file.toString(), failed);
        }
    }
}
