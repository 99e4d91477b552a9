package llmswarm.files;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
            |core\\.(worktree|sshcommand|gitproxy|pager|editor|askpass|attributesfile|alternaterefscommand)\
            |diff\\.external|diff\\..*\\.(command|textconv)|merge\\..*\\.driver|gpg\\..*(program|command)|interactive\\.difffilter\
            |remote\\..*\\.(uploadpack|receivepack|vcs|promisor|partialclonefilter)|extensions\\.partialclone|protocol\\..*|hook\\..*""", Pattern.DOTALL);
    /** These name a program or say yes or no: git's own watcher, and whether there is a pager. */
    private static final Pattern PROGRAM_OR_NOT = Pattern.compile("(?i)core\\.fsmonitor|pager\\..*", Pattern.DOTALL);
    /**
     * Of git-lfs, which a user may have set up for all repositories, only what runs, reaches and moves nothing; it has
     * keys with programs.
     */
    private static final Pattern OF_LFS = Pattern.compile("(?i)lfs\\..*", Pattern.DOTALL);
    private static final Pattern HARMLESS_OF_LFS = Pattern.compile("""
            (?i)lfs\\.(repositoryformatversion|locksverify|setlockablereadonly|lockignoredfiles|allowincompletepush|skipdownloaderrors\
            |fetchinclude|fetchexclude|(fetchrecent|prune)[a-z]+|concurrenttransfers|basictransfersonly|tustransfers|batch|contenttype\
            |cachecredentials|largefilewarning|dialtimeout|tlstimeout|activitytimeout|keepalive|transfer\\.max[a-z]+)\
            |lfs\\.[a-z+]+://.*\\.(access|locksverify|contenttype|activitytimeout)""", Pattern.DOTALL);
    /** It reads what git lists line by line, and so takes a further line of any value for a setting. */
    private static final Pattern LFS_IN_A_FURTHER_LINE = Pattern.compile("(?i)lfs\\.");
    private static final Pattern YES_OR_NO = Pattern.compile("(?i)(true|yes|on|1|false|no|off|0)?");

    /** A setting as git lists it. */
    private record Setting(String key, String value) {
        static Setting of(String listed) {
            int end = listed.indexOf('\n');
            return end < 0 ? new Setting(listed, "") : new Setting(listed.substring(0, end), listed.substring(end + 1));
        }

        boolean dangerous(Path folder) {
            int further = value.indexOf('\n');
            if (further >= 0 && LFS_IN_A_FURTHER_LINE.matcher(value).find(further)) return true;
            if (PROGRAM_OR_NOT.matcher(key).matches()) return !YES_OR_NO.matcher(value).matches();
            if (key.equalsIgnoreCase("core.hooksPath")) return !inside(folder);
            if (OF_LFS.matcher(key).matches()) return !HARMLESS_OF_LFS.matcher(key).matches();
            return DANGEROUS.matcher(key).matches();
        }

        /**
         * Hooks that came with the project are its owner's business, as those below {@code .git/hooks} are: they never
         * run here.
         */
        private boolean inside(Path folder) {
            try {
                return !value.startsWith("~") && folder.resolve(value).normalize().startsWith(folder);
            } catch (InvalidPathException none) {
                return false;
            }
        }
    }

    private GitConfig() {
    }

    /** The first such setting; reading the configuration runs nothing. */
    static Optional<String> dangerous(Git git, Path folder) {
        var settings = new ArrayList<>(settings(git, "--local"));
        var more = folder.resolve(".git/config.worktree");
        if (Files.exists(more, LinkOption.NOFOLLOW_LINKS)) settings.addAll(settings(git, "--file=" + more));
        var real = folder.toAbsolutePath().normalize();
        return settings.stream().filter(setting -> setting.dangerous(real)).map(Setting::key).findFirst();
    }

    private static List<Setting> settings(Git git, String which) {
        var listed = git.must("read the configuration", "", "config", which, "--no-includes", "--null", "--list");
        return List.of(listed.split("\0")).stream().map(Setting::of).toList();
    }
}
