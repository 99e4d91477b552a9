package sandbox.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

import machine.CurrentUser;

/**
 * Who commands are behind the walls. Root is an ordinary user there, since programs such as PostgreSQL refuse to run as
 * root; the kernel takes that user for the same one outside.
 *
 * @param id    the user's number inside
 * @param group the number of that user's group inside
 */
public record InnerUser(int id, int group) {
    private static final Path USERS = Path.of("/etc/passwd"), GROUPS = Path.of("/etc/group");
    private static final int FIRST = 1000;
    private static final String NAME = "sandboxed";

    /** Found once: the root folder names this user, and the machine may get users while checks run. */
    private static final class Found {
        private static final InnerUser USER = find();
    }

    /** For whoever runs this program. */
    public static InnerUser here() {
        return Found.USER;
    }

    private static InnerUser find() {
        if (CurrentUser.id() != 0) return new InnerUser(CurrentUser.id(), CurrentUser.group());
        var taken = numbers(USERS);
        taken.addAll(numbers(GROUPS));
        int free = FIRST;
        while (taken.contains(Integer.toString(free))) free++;
        return new InnerUser(free, free);
    }

    /** Whether the user is another one outside. */
    public boolean mapped() {
        return id != CurrentUser.id();
    }

    /** Gives the user a name in the root folder's own lists. */
    void name(RootFolder root, Path home) throws IOException {
        if (!mapped()) return;
        append(root.at(USERS), "%s:x:%d:%d::%s:/bin/sh%n".formatted(NAME, id, group, home));
        append(root.at(GROUPS), "%s:x:%d:%n".formatted(NAME, group));
    }

    /** A link that was copied as one is replaced by what it leads to: it may lead out of the root folder. */
    private static void append(Path file, String line) throws IOException {
        var before = Files.isReadable(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
        Files.deleteIfExists(file);
        Files.writeString(file, before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + line,
                StandardCharsets.ISO_8859_1, StandardOpenOption.CREATE_NEW);
    }

    private static Set<String> numbers(Path file) {
        var numbers = new HashSet<String>();
        if (!Files.isReadable(file)) return numbers;
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.split(":")).filter(fields -> fields.length > 2)
                    .forEach(fields -> numbers.add(fields[2]));
            return numbers;
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
