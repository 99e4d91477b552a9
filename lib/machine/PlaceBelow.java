package machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import text.Folding;

/** Finds the place of a relative name below a folder with no link on the way, so that it lies where it seems to. */
public final class PlaceBelow {
    private final Path root;

    private PlaceBelow(Path root) {
        this.root = root;
    }

    /** There is no such place; the message says what the name does, such as {@code goes through the link 'a'}. */
    public static final class Refused extends Exception {
        private Refused(String predicate) {
            super(predicate, null, false, false);
        }
    }

    /**
     * The place. What exists on the way is looked at without following links; nothing is created.
     *
     * @param root an existing folder; links on the way to it are followed
     * @param name with slashes; one that ends in a slash is a folder
     * @throws Refused when a link is on the way or at the end, a file is where a folder must be, or the name leads out
     */
    public static Path of(Path root, String name) throws Refused {
        try {
            if (name.startsWith("/")) throw new Refused("is an absolute path");
            return new PlaceBelow(root.toRealPath()).place(List.of(name.split("/")), name.endsWith("/"));
        } catch (IOException | InvalidPathException unreadable) {
            throw new Refused("cannot be looked up here: " + unreadable.getMessage());
        }
    }

    private Path place(List<String> names, boolean isFolder) throws IOException, Refused {
        if (names.contains("..")) throw new Refused("climbs out with '..'");
        var place = root;
        var deepest = root;
        for (var left = names.iterator(); left.hasNext(); ) {
            place = place.resolve(left.next());
            if (deepest.equals(place.getParent()) && exists(place, left.hasNext() || isFolder)) deepest = place;
        }
        var found = deepest.toRealPath();
        if (!found.startsWith(root) || !folded(found)
                .equals(folded(deepest))) throw new Refused("leads out of the project");
        return place;
    }

    private String folded(Path place) {
        return Folding.of(root.relativize(place).toString());
    }

    private boolean exists(Path place, boolean folderNeeded) throws IOException, Refused {
        try {
            var attributes = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            var shown = root.relativize(place);
            if (attributes.isSymbolicLink()) throw new Refused("goes through the link '%s'".formatted(shown));
            if (folderNeeded && !attributes.isDirectory()) throw new Refused("needs a folder where '%s' is a file".formatted(shown));
            return true;
        } catch (NoSuchFileException absent) {
            return false;
        }
    }
}
