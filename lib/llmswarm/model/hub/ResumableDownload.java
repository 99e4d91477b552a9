package llmswarm.model.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings one file; goes on where an earlier try, or an earlier pull, ended. */
final class ResumableDownload {
    private static final int TRIES = 6, PIECE = 1 << 16;

    private final Hub hub;
    private final HubClient client;
    private final String repository;
    private final HubFile file;
    private final Path part;
    private final Meter meter;
    private Optional<String> etag = Optional.empty();
    private int answers;
    private long received;

    /** @param part where it grows; what is there already is taken for its beginning */
    ResumableDownload(Hub hub, HubClient client, String repository, HubFile file, Path part, Meter meter) {
        this.hub = hub;
        this.client = client;
        this.repository = repository;
        this.file = file;
        this.part = part;
        this.meter = meter;
    }

    /**
     * Returns when as many bytes as the hub lists are there, or more. Throws {@link llmswarm.guard.Stop} when the
     * network lets it fail for good, {@link UncheckedIOException} when the disk does.
     */
    void run(Consumer<String> notice) throws InterruptedException {
        if (here() > 0) answers = 1;
        new Tries(hub, repository, TRIES, notice).at(this::once, () -> received);
        onDisk(() -> {
            try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        });
    }

    /** Whether it was put together from several answers, which may have been those of two different files. */
    boolean assembled() {
        return answers > 1;
    }

    private void once() throws IOException, InterruptedException {
        var here = here();
        if (here >= file.size() && Files.exists(part)) return;
        var headers = new HashMap<String, String>();
        if (here > 0) headers.put("Range", "bytes=%d-".formatted(here));
        // without it the answer may belong to another version of the file; only a strong tag is allowed here (RFC 9110)
        if (here > 0) etag.ifPresent(tag -> headers.put("If-Range", tag));
        var answer = client.get(repository, hub.file(repository, file.path().toString()), headers);
        try (var body = answer.body()) {
            var goesOn = answer.statusCode() == 206 && goesOnAt(here, answer);
            if (answer.statusCode() != 200 && !goesOn) {
                onDisk(() -> Files.deleteIfExists(part));
                throw new IOException("another range than asked for");
            }
            answers = goesOn ? answers + 1 : 1;
            etag = answer.headers().firstValue("etag").filter(tag -> tag.startsWith("\""));
            save(body, goesOn ? here : 0);
        }
        if (here() < file.size()) throw new IOException("ended early");
    }

    private static boolean goesOnAt(long here, HttpResponse<?> answer) {
        return answer.headers().firstValue("content-range")
                .filter(range -> range.startsWith("bytes %d-".formatted(here))).isPresent();
    }

    private void save(InputStream body, long from) throws IOException, InterruptedException {
        var here = from;
        try (var guard = new IdleGuard(body, hub.idle()); var out = open(from > 0)) {
            var piece = new byte[PIECE];
            for (int n = body.read(piece); n >= 0 && here <= file.size(); n = body.read(piece)) {
                if (Thread.interrupted()) throw new InterruptedException();
                guard.received(n);
                var length = n;
                onDisk(() -> out.write(piece, 0, length));
                here += n;
                received += n;
                meter.at(here, n);
            }
        }
    }

    private OutputStream open(boolean goesOn) {
        try {
            return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private long here() {
        try {
            return Files.exists(part) ? Files.size(part) : 0;
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    @FunctionalInterface
    private interface DiskWork {
        void run() throws IOException;
    }

    /** A failing disk must not be taken for a failing network, which would be tried again. */
    private static void onDisk(DiskWork work) {
        try {
            work.run();
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }
}
