package llmswarm.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds programs before they are started, without a shell, so that a missing one is told in a sentence. */
final class Program {
    private Program() {
    }

    /** The first executable file of that name in the folders. */
    static Optional<Path> find(String name, List<Path> path) {
        return path.stream().map(folder -> folder.resolve(name)).filter(Program::canRun).findFirst();
    }

    /** Why a command's first word cannot be started; a word with a slash is a file, relative to the folder. */
    static Optional<String> missing(String word, Path folder, List<Path> path) {
        if (!word.contains("/")) {
            return find(word, path).isPresent() ? Optional.empty() : Optional.of("'%s' was not found on the PATH".formatted(word));
        }
        var file = folder.resolve(word);
        if (!Files.isRegularFile(file)) {
            return Optional.of("the program '%s' does not exist".formatted(word));
        }
        return canRun(file) ? Optional.empty() : Optional.of("the file '%s' is not executable".formatted(word));
    }

    /**
     * Words to put before a command: a session of its own, so that Ctrl-C at the terminal reaches this program only, no core
     * dumps and a largest size of files; as far as the machine has the tools for it.
     */
    static List<String> detached(List<Path> path) {
        var words = new ArrayList<String>();
        find("setsid", path).ifPresent(setsid -> words.add(setsid.toString()));
        find("prlimit", path).ifPresent(prlimit -> words.addAll(List.of(prlimit.toString(), "--core=0", "--fsize=" + Bounds.FILE)));
        return words;
    }

    private static boolean canRun(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
