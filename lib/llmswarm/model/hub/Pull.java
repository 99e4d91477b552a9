package llmswarm.model.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import machine.Reason;

/** Brings a model from a hub to its place on disk: all of it, checked, or nothing that could be taken for it. */
public final class Pull {
    private static final int LISTING_TRIES = 3, LISTING_BYTES = 16 << 20, MOST_PAGES = 100;

    private final Hub hub;
    private final ModelStore store;
    private final Watcher watcher;
    private final Space space;
    private final RequestLog log;

    /** What a pull tells while it is under way, both on the thread that pulls. */
    public interface Watcher {
        /** A few times a second at most, and at the end. */
        void progress(Progress progress);

        /** One line for a person, such as before another try. */
        void say(String line);
    }

    /** How many bytes can still be written below an existing folder. */
    @FunctionalInterface
    public interface Space {
        /** That of the folder's disk, for this user. */
        Space REAL = folder -> Files.getFileStore(folder).getUsableSpace();

        long left(Path folder) throws IOException;
    }

    /**
     * What was pulled.
     *
     * @param here whether it was on disk before, as the hub has it
     */
    public record Pulled(Path folder, int files, long bytes, boolean here) {
    }

    /** Pulls nothing yet. */
    public Pull(Hub hub, ModelStore store, Watcher watcher, Space space, RequestLog log) {
        this.hub = hub;
        this.store = store;
        this.watcher = watcher;
        this.space = space;
        this.log = log;
    }

    /**
     * Pulls {@code owner/name}; an interrupt of the thread ends it with a {@link Stop}, as does everything that goes
     * wrong. What has arrived is kept for the next pull, but for what is not as the hub lists it.
     */
    public Pulled run(String repository) {
        var place = store.place(repository);
        var partial = new Partial(store, repository);
        try (var client = new HubClient(hub, log)) {
            var files = listing(client, repository);
            if (Files.exists(place)) return here(place, repository, files);
            checkSpace(partial, files);
            return partial.locked(() -> {
                bring(client, repository, files, partial);
                partial.moveTo(place);
                return new Pulled(place, files.size(), total(files), false);
            });
        } catch (InterruptedException interrupted) {
            throw Stop.interrupted("Interrupted; %s kept. Go on with: ./jbang swarm.java models pull %s"
                    .formatted(partial.bytes() == 0 ? "nothing is" : HubText.bytes(partial.bytes()) + " are",
                    repository));
        } catch (IOException disk) {
            throw unwritable(disk);
        } catch (UncheckedIOException disk) {
            throw unwritable(disk.getCause());
        }
    }

    private Stop unwritable(IOException disk) {
        return Stop.usage("%s cannot be written: %s.".formatted(store.root(), HubText.line(Reason.of(disk))), disk);
    }

    private List<HubFile> listing(HubClient client, String repository) throws InterruptedException {
        var listing = new HubListing(hub, repository);
        var next = Optional.of(hub.listing(repository));
        for (int page = 0; page < MOST_PAGES && next.isPresent(); page++) next =
                page(client, repository, next.get(), listing);
        return listing.model();
    }

    private Optional<URI> page(HubClient client, String repository, URI address, HubListing listing)
            throws InterruptedException {
        var next = new AtomicReference<Optional<URI>>();
        new Tries(hub, repository, LISTING_TRIES, watcher::say).at(() -> {
            var answer = client.get(repository, address, Map.of("Accept", "application/json"));
            try (var body = answer.body(); var _ = new IdleGuard(body, hub.idle())) {
                listing.add(body.readNBytes(LISTING_BYTES));
            }
            next.set(answer.headers().firstValue("link").flatMap(link -> listing.next(address, link)));
        }, () -> 0);
        return next.get();
    }

    private Pulled here(Path place, String repository, List<HubFile> files) throws IOException, InterruptedException {
        watcher.say("%s is on disk already; comparing it with the hub".formatted(repository));
        for (var file : files) {
            if (file.isWhole(place.resolve(file.path().toString()))) continue;
            throw Stop.usage("%s lies in %s, but its %s is not the hub's; move that folder away to pull it anew."
                    .formatted(repository, place, file.path()));
        }
        return new Pulled(place, files.size(), total(files), true);
    }

    private void checkSpace(Partial partial, List<HubFile> files) throws IOException {
        var wanted = total(files) - partial.bytes();
        var left = space.left(existing(store.root()));
        if (wanted > left) {
            throw Stop.usage("%s more are needed in %s, where %s are left; make room, or name another folder in LLM_SWARM_MODELS."
                    .formatted(HubText.bytes(wanted), store.root(), HubText.bytes(left)));
        }
    }

    private void bring(HubClient client, String repository, List<HubFile> files, Partial partial) throws IOException,
            InterruptedException {
        partial.keepOnly(files);
        var meter = new Meter(files.size(), total(files), watcher::progress, System::nanoTime);
        for (var file : files) {
            var whole = partial.isWhole(file);
            meter.begin(file, whole ? file.size() : partial.begun(file));
            if (!whole) one(client, repository, file, partial, meter);
        }
        meter.end();
    }

    private void one(HubClient client, String repository, HubFile file, Partial partial, Meter meter)
            throws IOException, InterruptedException {
        for (var mended = false; ; mended = true) {
            var download = new ResumableDownload(hub, client, repository, file, partial.part(file), meter);
            download.run(watcher::say);
            if (partial.finish(file)) return;
            // pieces of two versions can make a wrong whole, so a file that was gone on with is brought once more in
            // one
            if (!download.assembled() || mended) break;
            watcher.say("%s is not whole; bringing it anew".formatted(file.path()));
        }
        partial.delete();
        throw Stop.unfinished(("%s of %s is not what %s lists by its size and digest; nothing of it is kept. Type the same again "
                + "later, or name another hub in HF_ENDPOINT.").formatted(file.path(), repository, hub.shown()));
    }

    private static long total(List<HubFile> files) {
        return files.stream().mapToLong(HubFile::size).reduce(0, Math::addExact);
    }

    private static Path existing(Path folder) {
        return Files.exists(folder) || folder.getParent() == null ? folder : existing(folder.getParent());
    }
}
