package llmswarm.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds settings in a repository's own configuration that make git run other programs or work elsewhere. */
final class GitConfig {
    private static final Pattern DANGEROUS = Pattern.compile("""
            (?i)filter\\..*|include\\..*|includeif\\..*\
            |core\\.(hookspath|fsmonitor|worktree|sshcommand|gitproxy|pager|editor|askpass|attributesfile|alternaterefscommand)\
            |diff\\.external|diff\\..*\\.(command|textconv)|merge\\..*\\.driver|gpg\\..*program|interactive\\.difffilter\
            |remote\\..*\\.(uploadpack|receivepack|vcs|promisor|partialclonefilter)|extensions\\.partialclone|protocol\\..*|hook\\..*""", Pattern.DOTALL);

    private GitConfig() {
    }

    /** The first such setting; reading the configuration runs nothing. */
    static Optional<String> dangerous(Git git, Path folder) {
        var keys = new ArrayList<>(keys(git, "--local"));
        var more = folder.resolve(".git/config.worktree");
        if (Files.exists(more, LinkOption.NOFOLLOW_LINKS)) keys.addAll(keys(git, "--file=" + more));
        return keys.stream().filter(key -> DANGEROUS.matcher(key).matches()).findFirst();
    }

    private static List<String> keys(Git git, String which) {
        var listed = git.must("read the configuration", "", "config", which, "--no-includes", "--null", "--name-only", "--list");
        return List.of(listed.split("\0"));
    }
}
