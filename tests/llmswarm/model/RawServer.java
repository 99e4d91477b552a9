package llmswarm.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Answers every request with raw bytes, leaves the connection open afterwards, and tells when a client closes one. */
final class RawServer implements AutoCloseable {
    /** For an answer that ends where the connection does. */
    static final String STREAM = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    static final String CHUNKED = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Writes one answer. */
    @FunctionalInterface
    interface Answer {
        void writeTo(OutputStream out) throws IOException;
    }

    final CountDownLatch asked = new CountDownLatch(1);
    final CompletableFuture<Boolean> clientLeft = new CompletableFuture<>();
    private final ServerSocket socket;

    RawServer(String answer) throws IOException {
        this(out -> out.write(bytes(answer)), false);
    }

    /** One that closes the connection after the answer. */
    static RawServer closing(Answer answer) throws IOException {
        return new RawServer(answer, true);
    }

    private RawServer(Answer answer, boolean closes) throws IOException {
        socket = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    var client = socket.accept();
                    Thread.ofVirtual().start(() -> serve(client, answer, closes));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket client, Answer answer, boolean closes) {
        try (client) {
            client.setTcpNoDelay(true);
            client.getInputStream().read();
            answer.writeTo(client.getOutputStream());
            asked.countDown();
            if (closes) client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException reset) {
            // the client left
        }
        clientLeft.complete(true);
    }

    URI baseUrl() {
        return URI.create("http://127.0.0.1:%d/v1".formatted(socket.getLocalPort()));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String chunk(String text) {
        return "%x\r\n%s\r\n".formatted(bytes(text).length, text);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
