package llmswarm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A real HTTP proxy on loopback: what is asked of it goes to one server, whatever host was meant; a request that opens
 * a tunnel is refused.
 */
public final class StubProxy implements AutoCloseable {
    private final ServerSocket socket;
    private final URI server;
    private final String refusal;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** @param server where everything goes */
    public StubProxy(URI server) {
        this(server, "");
    }

    /** One that refuses everything with that status line, such as {@code 407 Proxy Authentication Required}. */
    public static StubProxy refusing(String status) {
        return new StubProxy(URI.create("http://127.0.0.1:1"), status);
    }

    private StubProxy(URI server, String refusal) {
        this.server = server;
        this.refusal = refusal;
        try {
            socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    var client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    /** Where it listens. */
    public String place() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** The heads of all requests so far: the request's line and its headers. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    /** An environment in which all is asked through it, with that user and password. */
    public Map<String, String> environment(String user) {
        var value = "http://%s%s".formatted(user.isEmpty() ? "" : user + "@", place());
        return Map.of("HTTP_PROXY", value, "HTTPS_PROXY", value);
    }

    private void serve(Socket client) {
        try (client; var asked = new Socket()) {
            var head = head(client.getInputStream());
            heads.add(head);
            var status = head.startsWith("CONNECT ") && refusal.isEmpty() ? "403 Forbidden" : refusal;
            if (!status.isEmpty()) {
                client.getOutputStream().write(bytes("HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(status)));
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            asked.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            asked.getOutputStream().write(bytes(head.replaceFirst("http://[^/ ]+", "")
                    .replaceFirst("(?i)\r\nproxy-authorization:[^\r]*", "")));
            Thread.ofVirtual().start(() -> copy(client, asked));
            asked.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException left) {
            // one of the two is gone
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException left) {
            // the other thread ends, too
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) throw new IOException("the client left");
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
