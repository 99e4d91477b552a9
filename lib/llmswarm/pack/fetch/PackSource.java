package llmswarm.pack.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import llmswarm.config.layer.Layer;
import llmswarm.config.layer.LayerFiles;
import llmswarm.config.yaml.Faults;
import llmswarm.files.GitFetch;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import machine.Reason;
import text.Bounds;

/** Where a pack comes from. */
public sealed interface PackSource {
    long MOST = 32L << 20;
    Pattern ARCHIVE = Pattern.compile("(?i).*\\.(zip|tar|tar\\.gz|tgz)"), SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");

    /**
     * What was fetched: the files of a folder that holds a pack or several.
     *
     * @param revision the commit; empty where there is none
     */
    record Fetched(PackFiles files, String revision) {
    }

    /** As it is written down, and read again. */
    String text();

    /** Fetches it, with bounds, into memory; {@link Stop} where it cannot be had or holds what no pack may. */
    Fetched fetch(Map<String, String> env) throws InterruptedException;

    /** A folder of this machine. */
    record Folder(Path place) implements PackSource {
        @Override
        public String text() {
            return place.toString();
        }

        @Override
        public Fetched fetch(Map<String, String> env) {
            var faults = new Faults();
            var files = new LayerFiles(new Layer(Layer.Origin.OPTION, place, place.toString()), faults).tree(".");
            faults.stopIfAny();
            var entries = new Entries(place.toString(), Long.MAX_VALUE / 1_000);
            files.forEach(entries::file);
            return new Fetched(entries.done(), "");
        }
    }

    /** An archive of this machine. */
    record LocalArchive(Path place) implements PackSource {
        @Override
        public String text() {
            return place.toString();
        }

        @Override
        public Fetched fetch(Map<String, String> env) {
            return new Fetched(PackArchive.read(bytes(place, MOST), place.toString()), "");
        }
    }

    /** An archive behind an address. */
    record WebArchive(URI address) implements PackSource {
        @Override
        public String text() {
            return address.toString();
        }

        @Override
        public Fetched fetch(Map<String, String> env) throws InterruptedException {
            return new Fetched(PackArchive.read(new Download(env).of(address, MOST), address.toString()), "");
        }
    }

    /**
     * A git repository.
     *
     * @param revision a tag, branch or commit, or {@code HEAD}
     */
    record Git(String address, String revision) implements PackSource {
        @Override
        public String text() {
            return revision.equals("HEAD") ? address : address + "#" + revision;
        }

        @Override
        public Fetched fetch(Map<String, String> env) {
            Path folder = temporary();
            try {
                var fetched = GitFetch.of(address, revision, env, folder);
                return new Fetched(PackArchive.read(fetched.tar(), address), fetched.commit());
            } finally {
                ProjectTree.remove(folder);
            }
        }
    }

    /** The source that a person names; {@link Stop} when it is none. */
    static PackSource of(String named, Path folder) {
        int mark = named.lastIndexOf('#');
        var place = mark > 0 ? named.substring(0, mark) : named;
        var revision = mark > 0 ? named.substring(mark + 1) : "HEAD";
        if (SCHEME.matcher(named).matches()) return remote(place, revision, mark > 0);
        var local = folder.resolve(place).normalize();
        var whole = folder.resolve(named).normalize();
        if (mark > 0 && !Files.exists(whole) && Files.isDirectory(local)) return new Git(local.toString(), revision);
        if (Files.isDirectory(whole)) return isRepository(whole) ? new Git(whole.toString(), "HEAD") : new Folder(whole);
        if (Files.isRegularFile(whole)) return new LocalArchive(whole);
        throw Stop.usage("'%s' is no folder, no archive and no address; name one such as https://example.org/pack.git#v1 or a .tar.gz."
                .formatted(named));
    }

    private static boolean isRepository(Path folder) {
        return Files.exists(folder.resolve(".git"))
                || Files.exists(folder.resolve("HEAD")) && Files.isDirectory(folder.resolve("objects"));
    }

    private static PackSource remote(String place, String revision, boolean pinned) {
        try {
            var address = URI.create(place);
            if ("file".equals(address.getScheme())) return of(Path.of(address) + (pinned ? "#" + revision : ""), Path.of("/"));
            if (!Download.isAllowed(address)) throw Stop.usage("'%s' is not fetched: an address begins with https:// and holds no user or password.".formatted(place));
            return ARCHIVE.matcher(address.getPath()).matches() ? new WebArchive(address) : new Git(place, revision);
        } catch (IllegalArgumentException noAddress) {
            throw Stop.usage("'%s' is no address.".formatted(place), noAddress);
        }
    }

    /** The bytes of a local file, no more than that. */
    static byte[] bytes(Path file, long most) {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) throw Stop.usage("%s is larger than %s.".formatted(file, Bounds.size(most)));
            return bytes;
        } catch (IOException failed) {
            throw Stop.usage("%s cannot be read: %s.".formatted(file, Reason.of(failed)), failed);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("swarm-fetch-").toRealPath();
        } catch (IOException failed) {
            throw Stop.usage("No temporary folder can be made: %s.".formatted(Reason.of(failed)), failed);
        }
    }
}
