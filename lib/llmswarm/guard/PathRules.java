package llmswarm.guard;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The lexical rules behind {@link SafePath}: what no path may hold, and which names may be written only when a pack lists them. */
final class PathRules {
    private static final int SEGMENT_BYTES = 255, PATH_BYTES = 4096;
    private static final Pattern DEVICE = Pattern.compile("(con|prn|aux|nul|(com|lpt)[0-9]|conin\\$|conout\\$)");
    /** NTFS answers to such names for any long one: git~1 is .git. */
    private static final Pattern SHORT_NAME = Pattern.compile("[^.]{1,6}~[0-9]{1,6}(\\.[^.]{0,3})?");

    /** Files that other tools obey when the project is opened, entered, cloned or pushed; a trailing slash is a folder. */
    private static final Set<String> OBEYED = Set.of("""
            .gitattributes .gitmodules .gitconfig .hg/ .svn/ .githooks/ .husky/ .pre-commit-config.yaml
            .mvn/ .npmrc .yarnrc .yarnrc.yml .pypirc .netrc .ssh/
            .vscode/ .idea/ .vs/ .fleet/ .zed/ .devcontainer/ .devcontainer.json .claude/ .cursor/ .gemini/ .codex/ .mcp.json
            .lfsconfig .cargo/ .yarn/ .pnpmfile.cjs .bazelrc .mise.toml .tool-versions .direnvrc .nvim.lua .clangd claude.md agents.md
            .envrc .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .login .logout .inputrc
            .zshrc .zshenv .zprofile .zlogin .zlogout .kshrc .cshrc .tcshrc .vimrc .exrc .nvimrc .gdbinit .lldbinit
            .gitlab-ci.yml .travis.yml .drone.yml .woodpecker.yml .woodpecker/ .circleci/ .buildkite/ .appveyor.yml appveyor.yml
            azure-pipelines.yml bitbucket-pipelines.yml jenkinsfile .cirrus.yml
            """.strip().split("\\s+"));
    /** The same for folders inside a folder. */
    private static final List<String> OBEYED_BELOW = List.of(".github/workflows/", ".github/actions/", ".gitea/workflows/",
            ".forgejo/workflows/");

    private PathRules() {
    }

    static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                 Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            case Character.SPACE_SEPARATOR -> c != ' ';
            default -> c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0
                    || c >= 0xFE00 && c <= 0xFE0F || c >= 0xE0100 && c <= 0xE01EF;
        };
    }

    /** What all names that some file system takes for the same have in common. */
    static String folded(String name, Normalizer.Form form) {
        var upper = Normalizer.normalize(name, form).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), form);
    }

    /** What is wrong with the whole name, before it is taken apart; null when nothing is. */
    static String whole(String name) {
        if (name.codePoints().anyMatch(PathRules::invisible)) return "holds a control or invisible character";
        if (name.indexOf('\\') >= 0) return "holds a backslash; folders are divided by '/'";
        if (name.startsWith("/")) return "is an absolute path; it must be relative to the project";
        if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) return "names a drive; it must be relative to the project";
        if (name.startsWith("~")) return "starts with '~', which stands for a home folder";
        if (name.startsWith("-")) return "starts with '-', which commands take for an option";
        if (bytes(name) > PATH_BYTES) return "is longer than %d bytes".formatted(PATH_BYTES);
        return null;
    }

    /** What is wrong with one part of a path; null when nothing is. */
    static String segment(String segment) {
        if (segment.isEmpty()) return "has an empty part between two '/'";
        if (segment.equals("..")) return "climbs out of the project";
        if (segment.equals(".")) return "has a part '.'";
        if (segment.endsWith(".") || segment.endsWith(" ")) return "has a part that ends in a dot or a space";
        if (bytes(segment) > SEGMENT_BYTES) return "has a part longer than %d bytes".formatted(SEGMENT_BYTES);
        if (segment.chars().anyMatch(c -> "<>:\"|?*".indexOf(c) >= 0)) return "holds one of < > : \" | ? *, which not every system can store";
        var folded = folded(segment, Normalizer.Form.NFKC);
        if (folded.equals(".git")) return "belongs to git";
        if (folded.equals(".swarm") || folded.startsWith(".swarm-")) return "belongs to this tool";
        if (SHORT_NAME.matcher(folded).matches()) return "looks like a short name, which may stand for another file";
        if (DEVICE.matcher(folded.split("\\.", 2)[0].strip()).matches()) return "uses a name that Windows keeps for a device";
        return null;
    }

    /** Whether other tools would obey what is written there, and nobody allowed it by its exact path or by a folder. */
    static boolean obeyed(List<String> segments, boolean folder, Collection<String> allow) {
        var name = String.join("/", segments) + (folder ? "/" : "");
        if (allow.stream().anyMatch(a -> a.equals(name) || a.endsWith("/") && name.startsWith(a))) return false;
        var folded = folded(name, Normalizer.Form.NFKC);
        if (OBEYED_BELOW.stream().anyMatch(below -> ("/" + folded + "/").contains("/" + below))) return true;
        for (var segment : folded.split("/")) {
            if (OBEYED.contains(segment) || OBEYED.contains(segment + "/") || segment.endsWith("-wrapper.jar")) return true;
        }
        return false;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
