package llmswarm.config.stack;

import java.util.List;
import java.util.Optional;

/**
 * A program without which a pack can do nothing. Where any of several does, commands name the one that is there as
 * {@code {{name}}}.
 *
 * @param name    the program's, or where any of several does, what stands for it in commands
 * @param any     programs of which one is enough, the best first; none for a single one
 * @param least   the lowest version that does, in which variables may stand
 * @param version the command that shows its version, in which {@code {{program}}} stands for one of several
 * @param path    globs of folders in which it may lie, where the PATH does not name them; with a version of its own
 *                also where it does, since another one there may be the one that fits
 * @param help    what to do where none does, as a clause
 * @param chosen  how commands call the one that is there
 */
public record RequiredProgram(String name, List<String> any, Optional<String> least, List<String> version,
                          List<String> path, Optional<String> help, Optional<String> chosen) {
    /** In a command that shows a version, what stands for each of several programs. */
    public static final String PROGRAM = "{{program}}";

    public RequiredProgram {
        any = List.copyOf(any);
        version = List.copyOf(version);
        path = List.copyOf(path);
    }

    /** Whether commands name it by a word of the pack. */
    public boolean isNamed() {
        return !any.isEmpty();
    }

    /** What may be there, the best first. */
    public List<String> programs() {
        return isNamed() ? any : List.of(name);
    }

    /** How commands call it; the best while nobody has looked. */
    String word() {
        return chosen.orElse(programs().getFirst());
    }

    /** How a program of these is asked for its version. */
    public PackProgram asked(String word) {
        return version.isEmpty() ? new PackProgram(word) : new PackProgram(word, version.stream()
                .map(each -> each.equals(PROGRAM) ? word : each).toList());
    }

    RequiredProgram choosing(String word) {
        return new RequiredProgram(name, any, least, version, path, help, Optional.of(word));
    }

    RequiredProgram filled(Filling values) {
        return new RequiredProgram(name, any, least.map(values::text), version.stream().map(values::text).toList(),
                path, help.map(values::text), chosen);
    }

    /** For sentences: {@code 'node' 20.19 or newer}, {@code one of 'chromium' and 'chrome'}. */
    public String told() {
        var quoted = programs().stream().map("'%s'"::formatted).toList();
        var names = quoted.size() == 1 ? quoted.getFirst() : "one of %s and %s".formatted(
                String.join(", ", quoted.subList(0, quoted.size() - 1)), quoted.getLast());
        return names + least.map(" %s or newer"::formatted).orElse("");
    }
}
