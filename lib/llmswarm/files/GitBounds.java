package llmswarm.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import llmswarm.guard.Stop;
import text.Printable;

/**
 * Holds a repository to its own folder: what git writes must lie in the project's {@code .git}, and what git reads must
 * not come from another repository. Looking does not start git where files can tell.
 */
final class GitBounds {
    private static final List<String> PLACES =
            List.of("objects", "refs", "logs", "info", "index", "config", "HEAD", "packed-refs");
    /**
     * As git of 2005, and today with core.preferSymlinkRefs, writes that a reference means another one: by name, not by
     * place.
     */
    private static final Pattern REFERENCE = Pattern.compile("refs(?:/[^/.][^/]*+)++");
    private static final int LONGEST_NAME = 4096;

    private final Path folder, own;
    private final String elsewhere;

    /** @param elsewhere what a person can do where the folder cannot be used */
    GitBounds(Path folder, String elsewhere) {
        this.folder = folder;
        this.own = folder.resolve(".git");
        this.elsewhere = elsewhere;
    }

    /** Refuses, before git is called, what would lead it elsewhere. */
    void look() {
        try {
            if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
                throw refused("'%s' is part of a repository that lies elsewhere%s, where commits would be written".formatted(folder, place()));
            }
            if (there("commondir")) {
                throw refused("the repository in '%s' keeps its branches in another one (.git/commondir), where commits would be written".formatted(folder));
            }
            for (var list : List.of("objects/info/alternates", "objects/info/http-alternates")) {
                if (there(list)) throw refused("the repository in '%s' borrows objects from another one; copy them with git repack -a -d and remove .git/%s, or"
                        .formatted(folder, list));
            }
            Files.walkFileTree(own, new Visitor());
        } catch (IOException failed) {
            throw Failures.of("read", own.toString(), failed);
        }
    }

    /** Where a work tree's or a submodule's file {@code .git} leads. */
    private String place() throws IOException {
        if (!Files.isRegularFile(own, LinkOption.NOFOLLOW_LINKS) || Files.size(own) > LONGEST_NAME) return "";
        return " (%s)".formatted(Printable.of(Files.readString(own).replaceFirst("^gitdir: ", "").strip()));
    }

    private boolean there(String name) {
        return Files.exists(own.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** Refuses a repository of which git itself says that it works elsewhere, or without files. */
    void ask(Git git) {
        var words = new ArrayList<>(List.of("rev-parse", "--git-dir", "--git-common-dir", "--show-cdup",
                "--is-inside-work-tree"));
        var expected = new ArrayList<>(List.of(".git", ".git", "", "true"));
        for (var name : PLACES) {
            words.addAll(List.of("--git-path", name));
            expected.add(".git/" + name);
        }
        var said = git.must("say where it works", "", words.toArray(String[]::new)).lines().toList();
        if (said.contains("false")) throw refused("the repository in '%s' is a bare one, without files".formatted(folder));
        if (!said.equals(expected)) throw refused("the repository in '%s' lies elsewhere, as git says, where commits would be written".formatted(folder));
    }

    private Stop refused(String sentence) {
        return Stop.usage("%s %s".formatted(sentence.endsWith(", or") ? sentence : sentence + ";", elsewhere));
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path hooks = own.resolve("hooks"), logs = own.resolve("logs"), ignored =
                own.resolve("info/exclude"), refs = own.resolve("refs"), head = own.resolve("HEAD");

        /** git is kept from its hooks, which people like to link. */
        @Override
        public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) {
            return entered.equals(hooks) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (file.equals(hooks)) return FileVisitResult.CONTINUE;
            if (attributes.isSymbolicLink() && !isReference(file)) {
                throw refused("'%s' is a link, through which git would write elsewhere".formatted(file));
            }
            if (attributes.isOther()) throw refused("'%s' is neither a file nor a folder, which git would wait for".formatted(file));
            // All else is replaced as a whole; to these git and this program append.
            if ((file.startsWith(logs) || file.equals(ignored)) && names(file) > 1) {
                throw refused("'%s' has another name elsewhere (a hard link), where git would write too".formatted(file));
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean isReference(Path link) throws IOException {
            return (link.equals(head) || link.startsWith(refs))
                    && REFERENCE.matcher(Files.readSymbolicLink(link).toString()).matches();
        }

        private int names(Path file) throws IOException {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) : 1;
        }
    }
}
