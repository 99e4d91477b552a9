package llmswarm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;

/** A registry on loopback that speaks npm's protocol; each package exports its own name. */
public final class NpmRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BLOCK = 512;

    private final HttpServer server;
    private final Map<String, ObjectNode> packages = new ConcurrentHashMap<>();
    private final Map<String, byte[]> archives = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Listens on a free port of 127.0.0.1. */
    public NpmRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var path = exchange.getRequestURI().getPath();
            asked.add(path);
            var found = archives.containsKey(path) ? archives.get(path) : packages.containsKey(path.substring(1))
                    ? JSON.writeValueAsBytes(packages.get(path.substring(1))) : null;
            var body = found == null ? "{\"error\":\"Not found\"}".getBytes(StandardCharsets.UTF_8) : found;
            exchange.getResponseHeaders().add("Content-Type", archives.containsKey(path) ? "application/octet-stream"
                    : "application/json");
            exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
    }

    /** What was asked for, by path of the address, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Whether any archive of the package was asked for. */
    public boolean downloaded(String name) {
        return asked.stream().anyMatch(path -> path.startsWith("/%s/-/".formatted(name)));
    }

    /**
     * Adds a release, which is that many days old.
     *
     * @param dependencies pairs of a name and a version
     */
    public NpmRegistry release(String name, String version, int days, String... dependencies) {
        var at = Instant.now().minus(Duration.ofDays(days)).toString();
        var all = packages.computeIfAbsent(name, none -> JSON.createObjectNode().put("name", name));
        all.withObjectProperty("dist-tags").put("latest", version);
        var times = all.withObjectProperty("time");
        if (!times.has("created")) times.put("created", at);
        times.put("modified", at).put(version, at);
        var own = JSON.createObjectNode().put("name", name).put("version", version).put("main", "index.js");
        for (int i = 0; i < dependencies.length; i += 2) own.withObjectProperty("dependencies").put(dependencies[i],
                dependencies[i + 1]);
        var archive = archive(Map.of("package/package.json", own.toString(), "package/index.js",
                "module.exports = '%s';\n".formatted(name)));
        var place = "/%s/-/%s-%s.tgz".formatted(name, name.substring(name.indexOf('/') + 1), version);
        archives.put(place, archive);
        var release = own.deepCopy();
        release.putObject("dist").put("tarball", address() + place.substring(1)).put("integrity", integrity(archive));
        all.withObjectProperty("versions").set(version, release);
        return this;
    }

    private static String integrity(byte[] archive) {
        try {
            return "sha512-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(archive));
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Files as a gzipped tar archive. */
    private static byte[] archive(Map<String, String> files) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                var content = file.getValue().getBytes(StandardCharsets.UTF_8);
                out.write(header(file.getKey(), content.length));
                out.write(content);
                out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return bytes.toByteArray();
    }

    private static byte[] header(String name, int size) {
        var header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, "%011o".formatted(size));
        put(header, 136, "%011o".formatted(0));
        put(header, 148, "        ");
        put(header, 156, "0");
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (var one : header) sum += one & 0xff;
        put(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
