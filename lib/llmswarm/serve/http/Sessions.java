package llmswarm.serve.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import machine.OwnerOnly;

/**
 * The cookies of a working folder's server, by their digests, so that a page goes on when the server was killed and
 * started again. The newest 32 are good.
 *
 * @param folder of the user's state, nobody else's to read
 */
public record Sessions(Path folder) {
    private static final int MOST = 32;

    public synchronized String begin() {
        var cookie = PageAccess.random();
        var all = new ArrayList<>(known());
        all.add(digest(cookie));
        write("sessions", String.join("\n", all.subList(Math.max(0, all.size() - MOST), all.size())));
        return cookie;
    }

    public boolean knows(String cookie) {
        var digest = digest(cookie);
        return known().stream().anyMatch(one -> PageAccess.same(one, digest));
    }

    private List<String> known() {
        return read("sessions").lines().filter(line -> !line.isBlank()).toList();
    }

    private static String digest(String cookie) {
        return Digest.of(List.of("cookie", cookie));
    }

    /** The port that pages know from before; 0 where there is none. */
    public int port() {
        var text = read("port").strip();
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    public void port(int port) {
        write("port", Integer.toString(port));
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException cause) {
            throw Stop.usage("%s: cannot be read: %s".formatted(folder.resolve(name), cause.getMessage()), cause);
        }
    }

    private void write(String name, String text) {
        try {
            OwnerOnly.make(folder);
            var part = Files.createTempFile(folder, name, ".part");
            Files.writeString(part, text);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException cause) {
            throw Stop.usage("%s: cannot be written: %s".formatted(folder.resolve(name), cause.getMessage()), cause);
        }
    }
}
