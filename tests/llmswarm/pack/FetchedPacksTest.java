package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpServer;
import llmswarm.guard.Stop;
import llmswarm.pack.fetch.Packed;
import org.junit.jupiter.api.Test;

/** Packs from elsewhere, by real git and a real server: seen before they are there, and never run before. */
class FetchedPacksTest extends PackShelf {
    /** A server of this machine that is asked by http could lead to any other one. */
    @Test
    void gitFollowsNoServerOfThisMachineElsewhere() throws Exception {
        var requests = new ArrayList<String>();
        var other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        other.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        var first = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        first.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:%d%s".formatted(other.getAddress().getPort(),
                    exchange.getRequestURI()));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        other.start();
        first.start();
        try {
            assertTrue(refused("http://127.0.0.1:%d/pack.git".formatted(first.getAddress().getPort()))
                    .contains("cannot be fetched"));
            assertEquals(List.of(), requests);
        } finally {
            first.stop(0);
            other.stop(0);
        }
    }

    private String refused(String source) {
        var stop = assertThrows(Stop.class, () -> add(source, ANY));
        assertEquals(List.of(), left());
        return stop.getMessage();
    }

    @Test
    void aPackIsShownWithWhatItWouldRunBeforeItIsThere() {
        shop.file("notes/stack.yaml", stack("notes", "cat, \"{{name}}\"")).file("notes/agents/backend.yaml",
                "{name: backend, description: Writes., model: coder}\n");
        var place = add("notes", ANY);
        assertEquals(List.of("The pack notes is from %1$s/notes with 2 files. It would run:\n  cat '{{name}}'\nPut it into %2$s and trust it? [y/N]"
                .formatted(shop.folder, place)), asked);
        assertEquals(asked, shop.notices);
        assertEquals(List.of("llm-swarm/stacks/notes/agents/backend.yaml", "llm-swarm/stacks/notes/stack.yaml",
                "llm-swarm/stacks/origins.json"), left());
        assertEquals("Notes in files.", packs(packs -> packs.stack("notes").description()));
        assertTrue(shop.read(folder.resolve("STATE/llm-swarm/trust.json")).contains("pack notes in " + place));
    }

    @Test
    void whereNobodyAgreesNothingIsLeftAndAllIsTold() {
        shop.file("notes/stack.yaml", stack("notes", "rm, -rf, x"));
        shop.person = (question, assumed) -> Optional.of("no");
        assertEquals("The pack notes was not added; look at it and say --trust.", refused("notes"));
        shop.person = (question, assumed) -> Optional.empty();
        refused("notes");
        assertTrue(shop.notices.stream().allMatch(line -> line.contains("It would run:\n  rm -rf x\nPut it into ")),
                shop.notices::toString);
        assertFalse(Files.exists(folder.resolve("STATE/llm-swarm/trust.json")));
    }

    @Test
    void whatCannotBeTakenIsToldAndLeavesNothing() throws Exception {
        shop.file("notes/stack.yaml", stack("notes", "cat")).file("taken/stack.yaml", stack("generic", "cat"))
                .file("broken/stack.yaml", "name: broken\ndescription: x\nagents: [nobody]\nconvention: x\n")
                .file("two/stacks/a/stack.yaml", stack("a", "cat")).file("two/stacks/b/stack.yaml", stack("b", "cat"))
                .file("none/readme", "x").file("linked/stack.yaml", stack("linked", "cat"));
        Files.createSymbolicLink(shop.folder.resolve("linked/key"), Path.of("/etc/passwd"));
        Files.write(shop.folder.resolve("evil.tar.gz"), Packed.tarGz(Map.of("stack.yaml", stack("evil", "cat"),
                "../../../evil", "x")));
        assertEquals("There is a pack 'generic' already; choose another name.", refused("taken"));
        assertEquals("broken/stack.yaml:3:10: unknown agent 'nobody'.",
                refused("broken").replaceFirst(" Known agents(?s:.*)", ""));
        assertEquals("%s/two holds several packs; name one with --pack: stacks/a, stacks/b.".formatted(shop.folder),
                refused("two"));
        assertEquals("%s/none holds no pack: there is no stack.yaml in it.".formatted(shop.folder), refused("none"));
        assertEquals("%s/linked/key: is a link; packs hold plain files only.".formatted(shop.folder),
                refused("linked"));
        assertEquals("%s/evil.tar.gz cannot be taken: '../../../evil' climbs out of the project; nothing was written."
                .formatted(shop.folder), refused("evil.tar.gz"));
        assertEquals("'./missing' is no folder, no archive and no address; name one such as https://example.org/pack.git#v1 or a .tar.gz.",
                refused("./missing"));
        for (var address : List.of("ext::sh -c touch% evil", "ssh://example.org/x.git", "http://example.org/x.git",
                "https://user:word@example.org/x.git", "git@example.org:x.git", "ftp://example.org/x.zip")) {
            assertTrue(refused(address).matches("'.*' is (no folder|not fetched|no address).*"), address);
        }
        assertEquals(List.of(), asked);
        var origin = repository(stack("notes", "cat"));
        assertEquals("'--upload-pack=touch evil' is no revision; name a tag, a branch or a commit.",
                refused(origin + "#--upload-pack=touch evil"));
        assertTrue(refused(origin + "#v9").startsWith(origin + " at 'v9' cannot be fetched: "));
        Files.createSymbolicLink(origin.resolve("key"), Path.of("/etc/passwd"));
        commit(origin, "linked");
        assertEquals(origin + " holds 'key', which is a link; packs hold plain files only; nothing was written.",
                refused(origin.toString()));
        var place = add("two", new Packs.Wish(Optional.empty(), Optional.of("b"), Optional.empty()));
        assertTrue(place.endsWith("b"));
    }

    @Test
    void aCatalogLeadsToAnArchiveWhoseDigestIsHeld() throws Exception {
        var archive = Packed.tarGz(Map.of("notes-1.0/stack.yaml", stack("notes", "cat")));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/notes.tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.createContext("/moved.tar.gz", exchange -> {
            exchange.getResponseHeaders().add("Location", "http://example.org/notes.tar.gz");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/endless.zip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var body = exchange.getResponseBody()) {
                for (int i = 0; i < 64; i++) body.write(new byte[1 << 20]);
            } catch (IOException enough) {
                exchange.close();
            }
        });
        server.start();
        try {
            assertEquals(address + "/moved.tar.gz redirects to http://example.org/notes.tar.gz, which is not asked; name an address of https.",
                    refused(address + "/moved.tar.gz"));
            assertEquals(address + "/endless.zip cannot be fetched: it is larger than 32 MB.",
                    refused(address + "/endless.zip"));
            assertEquals(address + "/none.zip cannot be fetched: the server answers with status 404.",
                    refused(address + "/none.zip"));
            shop.file("catalog.yaml", """
                    packs:
                      - {name: notes, description: Notes in files., source: "%1$s/notes.tar.gz", digest: abc}
                      - {name: maps, description: Maps., source: "%1$s/maps.tar.gz"}
                    """.formatted(address));
            shop.file("../CONFIG/llm-swarm/catalogs.yaml", "catalogs: [catalog.yaml, gone.yaml]\n");
            var found = packs(packs -> packs.search("FILES", List.of()));
            assertEquals(List.of("notes"), found.stream().map(listed -> listed.name()).toList());
            assertTrue(shop.notices.getFirst().contains("gone.yaml cannot be read"), shop.notices::toString);
            var refusal = assertThrows(Stop.class, () -> add("notes", ANY)).getMessage();
            assertTrue(refusal.matches(address + "/notes.tar.gz is not what the catalog lists: its digest is [0-9a-f]{64}, not abc; nothing was written."), refusal);
            var digest = refusal.replaceFirst(".*digest is ([0-9a-f]+),.*", "$1");
            shop.file("catalog.yaml", shop.read(shop.folder.resolve("catalog.yaml")).replace("abc", digest));
            assertTrue(add("notes", ANY).endsWith("llm-swarm/stacks/notes"));
            assertEquals("'tables' is in no catalog; name a folder, an archive or an address.",
                    assertThrows(Stop.class, () -> add("tables", ANY)).getMessage());
        } finally {
            server.stop(0);
        }
    }
}
