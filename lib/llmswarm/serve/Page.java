package llmswarm.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import llmswarm.serve.http.Problem;
import llmswarm.serve.http.HttpReply;

/** The files of the page, which lie beside the program's classes. */
final class Page {
    private static final String ROOT = "/web/", INDEX = "index.html";
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "js",
            "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml", "png", "image/png",
            "ico", "image/x-icon", "woff2", "font/woff2", "json", "application/json", "txt", "text/plain; charset=utf-8");

    private Page() {
    }

    /** The file of that path; every path without an ending is the page itself, which knows what to show. */
    static HttpReply reply(String path) throws IOException {
        var name = path.substring(1);
        if (!name.matches("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-]?[A-Za-z0-9._-]*")) {
            throw Problem.of(404, "there is no such path here");
        }
        var last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        var type = dot < 0 ? TYPES.get("html") : TYPES.get(last.substring(dot + 1));
        var bytes = type == null ? Optional.<byte[]>empty() : file(dot < 0 ? INDEX : name);
        return new HttpReply.Whole(200, type, bytes.orElseThrow(() -> Problem.of(404, "there is no such file")));
    }

    static Optional<byte[]> file(String name) throws IOException {
        try (var in = Page.class.getResourceAsStream(ROOT + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    static String index() throws IOException {
        return new String(file(INDEX).orElseThrow(() -> Problem.of(404, "this program came without its page")),
                StandardCharsets.UTF_8);
    }
}
