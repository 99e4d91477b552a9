package llmswarm.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import llmswarm.guard.Stop;
import text.Bounds;

/** Fetches the files of one commit of a repository that lies elsewhere, without a work tree. */
public final class GitFetch {
    private static final Pattern REVISION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}");
    private static final long MOST = 256L << 20, ARCHIVE = 128L << 20;
    /** Where a user's proxies and certificates stand. */
    private static final List<String> NETWORK = List.of("http_proxy", "https_proxy", "all_proxy", "no_proxy",
            "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "GIT_SSL_CAINFO", "SSL_CERT_FILE", "SSL_CERT_DIR");

    private GitFetch() {
    }

    /**
     * What was fetched.
     *
     * @param commit its whole name
     * @param tar    an archive of its files
     */
    public record Fetched(String commit, byte[] tar) {
    }

    /**
     * Fetches it.
     *
     * @param address  of https or file, or of http on this machine
     * @param revision a tag, branch or commit; {@code HEAD} for the newest
     * @param folder   empty; git works there
     */
    public static Fetched of(String address, String revision, Map<String, String> env, Path folder) {
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) throw Stop.usage("'%s' is no revision; name a tag, a branch or a commit.".formatted(revision));
        // As the address says: a server could lead from https to http, or from this machine elsewhere.
        var git = new Git(folder, env).within(MOST).with("GIT_ALLOW_PROTOCOL", protocol(address));
        var follow = "http.followRedirects=" + address.startsWith("https:");
        for (var name : NETWORK) if (env.containsKey(name)) git = git.with(name, env.get(name));
        git.must("begin", "", "init", "--quiet", "--bare", ".");
        var one = git.run("", "-c", follow, "fetch", "--quiet", "--depth", "1", "--no-tags", "--no-recurse-submodules", "--", address,
                revision);
        var name = "FETCH_HEAD";
        if (!one.ok() && COMMIT.matcher(revision).matches()) {
            // Not every server gives a commit by its name alone.
            var all = git.run("", "-c", follow, "fetch", "--quiet", "--no-recurse-submodules", "--", address, "+refs/heads/*:refs/heads/*",
                    "+refs/tags/*:refs/tags/*");
            if (!all.ok()) throw unfetched(address, revision, all);
            name = revision;
        } else if (!one.ok()) {
            throw unfetched(address, revision, one);
        }
        var commit = git.run("", "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
        if (!commit.ok()) throw Stop.usage("%s has no revision '%s'.".formatted(address, revision));
        git.must("pack the files of " + address, "", "archive", "--format=tar", "--output=pack.tar", commit.out().strip());
        return new Fetched(commit.out().strip(), read(folder.resolve("pack.tar"), address));
    }

    /** The only one that git may use. */
    static String protocol(String address) {
        return List.of("https", "http").stream().filter(web -> address.startsWith(web + ":")).findFirst().orElse("file");
    }

    private static Stop unfetched(String address, String revision, Git.Result result) {
        return Stop.usage("%s at '%s' cannot be fetched: %s.".formatted(address, revision, result.said().isEmpty()
                ? "it may be larger than " + Bounds.size(MOST) : result.said()));
    }

    private static byte[] read(Path tar, String address) {
        try {
            if (Files.size(tar) > ARCHIVE) throw Stop.usage("%s is larger than %s, too large for packs.".formatted(address, Bounds.size(ARCHIVE)));
            return Files.readAllBytes(tar);
        } catch (IOException failed) {
            throw Failures.of("read", tar.toString(), failed);
        }
    }
}
