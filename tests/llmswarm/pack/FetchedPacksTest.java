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
import java.util.function.Function;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpServer;
import llmswarm.Workshop;
import llmswarm.guard.Stop;
import llmswarm.pack.fetch.Packed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs from elsewhere, by real git and a real server: seen before they are there, and never run before. */
class FetchedPacksTest {
    private static final Packs.Wish ANY = new Packs.Wish(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;
    private Workshop shop;
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.person = (question, assumed) -> {
            asked.add(question);
            return Optional.of("y");
        };
    }

    private static String stack(String name, String command) {
        return "name: %s\ndescription: Notes in files.\nagents: [backend]\nchecks: [{name: there, when: end, run: [%s]}]\n"
                .formatted(name, command);
    }

    private <T> T packs(Function<Packs, T> use) {
        try (var swarm = shop.swarm()) {
            return use.apply(swarm.packs());
        }
    }

    private Path add(String source, Packs.Wish wish) {
        return packs(packs -> packs.add(source, wish, Optional.empty(), false, List.of()));
    }

    private Optional<Path> update(String name) {
        return packs(packs -> packs.update(name, Optional.empty(), false));
    }

    private Optional<Path> updateHere() {
        return packs(packs -> packs.update("notes", Optional.empty(), true));
    }

    /** Where a pack of the folder one works in is from says its author: that is fetched once somebody agrees. */
    @Test
    void nothingIsFetchedFromWhereAFolderSaysUnlessSomebodyAgrees() throws Exception {
        repository(stack("notes", "true"));
        packs(packs -> packs.add(folder.resolve("origin").toString(), ANY, Optional.empty(), true, List.of()));
        asked.clear();
        assertEquals(Optional.empty(), updateHere());
        assertEquals(List.of(), asked, "the user has named that place");
        var requests = new ArrayList<String>();
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            var address = "http://127.0.0.1:%d/notes.git".formatted(server.getAddress().getPort());
            var origins = shop.folder.resolve(".swarm/stacks/origins.json");
            Files.writeString(origins, shop.read(origins).replace(folder.resolve("origin").toString(), address));
            shop.person = (question, assumed) -> {
                asked.add(question);
                return Optional.empty();
            };
            assertEquals("The pack notes stays as it is; look at where it is from and say --trust.",
                    assertThrows(Stop.class, this::updateHere).getMessage());
            assertEquals(List.of("The pack notes in %s is from %s, as origins.json says. Fetch it from there? [y/N]".formatted(
                    shop.folder.resolve(".swarm/stacks/notes"), address)), asked);
            assertEquals(List.of(), requests);
            shop.person = (question, assumed) -> Optional.of("y");
            assertTrue(assertThrows(Stop.class, this::updateHere).getMessage().startsWith(address + " at 'HEAD' cannot be fetched"));
            assertFalse(requests.isEmpty());
        } finally {
            server.stop(0);
        }
    }

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

    /** All that lies in the user's folder of configuration. */
    private List<String> left() {
        var own = folder.resolve("CONFIG");
        if (!Files.exists(own)) return List.of();
        try (var files = Files.walk(own)) {
            return files.filter(Files::isRegularFile).map(file -> own.relativize(file).toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private Path repository(String text) throws IOException {
        var place = Files.createDirectories(folder.resolve("origin"));
        Files.writeString(place.resolve("stack.yaml"), text);
        git(place, "init", "--quiet", "--initial-branch=main");
        commit(place, "v1");
        return place;
    }

    private static void commit(Path place, String tag) {
        git(place, "add", "--all");
        git(place, "-c", "user.name=A", "-c", "user.email=a@localhost", "commit", "--quiet", "--message", tag);
        git(place, "tag", tag);
    }

    private static String git(Path place, String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Workshop.output(place, command.toArray(String[]::new)).strip();
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
    void aPackOfARepositoryIsPinnedAndUpdatedWhenSomebodyAgreesToWhatChanges() throws Exception {
        var origin = repository(stack("notes", "cat, a.txt"));
        var place = add(origin.toString(), new Packs.Wish(Optional.of("mine"), Optional.empty(), Optional.empty()));
        assertTrue(shop.read(place.resolve("stack.yaml")).startsWith("name: mine\n"));
        var kept = shop.read(place.resolveSibling("origins.json"));
        assertTrue(kept.contains(git(origin, "rev-parse", "HEAD")), kept);
        assertEquals(Optional.empty(), update("mine"));

        Files.writeString(origin.resolve("stack.yaml"), stack("notes", "sh, run.sh"));
        Files.writeString(origin.resolve("README.md"), "Notes.");
        commit(origin, "v2");
        asked.clear();
        assertEquals(Optional.of(place), update("mine"));
        assertEquals("The pack mine has changed at %s at %s. Of what it would run, this goes (-) and comes (+):\n@@ -1,1 +1,1 @@\n-  cat a.txt\n+  sh run.sh\nOf its files:\n+ README.md\n~ stack.yaml\nTake it? [y/N]"
                .formatted(origin, git(origin, "rev-parse", "HEAD").substring(0, 12)), asked.getFirst());
        assertEquals(List.of(List.of("sh", "run.sh")), packs(packs -> packs.stack("mine").checks().stream()
                .map(check -> check.run()).toList()));

        var first = add(origin + "#v1", ANY);
        assertTrue(shop.read(first.resolve("stack.yaml")).contains("a.txt"));
        assertEquals(Optional.empty(), update("notes"));
        var commit = git(origin, "rev-parse", "v1");
        var third = add("file://" + origin + "#" + commit, new Packs.Wish(Optional.of("third"), Optional.empty(),
                Optional.empty()));
        assertTrue(shop.read(third.resolve("stack.yaml")).contains("a.txt"));
    }

    /** A tool has a name only in what would run; a command that moves is no other line. */
    @Test
    void anUpdateShowsChangedToolsAndScaffoldsLineByLineAndTheOrderOfCommands() throws Exception {
        var checks = "name: notes\ndescription: Notes.\nagents: [backend]\nchecks:\n"
                + "  - {name: %s, when: end, run: [sh, \"{{tools}}/judge\", %1$s]}\n".repeat(2);
        var origin = repository(checks.replaceFirst("%s", "one").replaceFirst("%1\\$s", "one").formatted("two"));
        Files.createDirectories(origin.resolve("tools"));
        Files.createDirectories(origin.resolve("scaffold"));
        Files.writeString(origin.resolve("tools/judge"), "if false; then\n  rm -r .\nfi\n");
        Files.writeString(origin.resolve("scaffold/deps.sh"), "true\n");
        commit(origin, "v2");
        add(origin.toString(), ANY);
        Files.writeString(origin.resolve("tools/judge"), "  rm -r .\n");
        Files.writeString(origin.resolve("scaffold/deps.sh"), "false\n");
        Files.writeString(origin.resolve("stack.yaml"), checks.replaceFirst("%s", "two").replaceFirst("%1\\$s", "two")
                .formatted("one"));
        commit(origin, "v3");
        asked.clear();
        update("notes");
        var question = asked.getFirst();
        assertTrue(question.contains("\n+  sh '{{tools}}/judge' two\n   sh '{{tools}}/judge' one\n-  sh '{{tools}}/judge' two\n"),
                question);
        assertTrue(question.contains("~ scaffold/deps.sh\n    @@ -1,1 +1,1 @@\n    -true\n    +false\n"), question);
        assertTrue(question.contains("~ tools/judge\n    @@ -1,3 +1,1 @@\n    -if false; then\n       rm -r .\n    -fi\n"),
                question);
    }

    @Test
    void whatSomebodyChangedHereIsNeitherUpdatedNorRemoved() throws Exception {
        var origin = repository(stack("notes", "cat, a.txt"));
        var place = add(origin.toString(), ANY);
        var edited = stack("notes", "cat, b.txt");
        Files.writeString(place.resolve("stack.yaml"), edited);
        assertEquals("The pack notes was changed here since it was added, and an update would lose that; keep yours with 'stacks new NAME --from notes', then remove this one and add it again.",
                assertThrows(Stop.class, () -> update("notes")).getMessage());
        assertEquals("The pack notes was changed here since it was added; delete %s yourself, if nobody needs it."
                .formatted(place), assertThrows(Stop.class, () -> packs(packs ->
                packs.remove("notes", Optional.empty(), false))).getMessage());
        assertEquals(edited, shop.read(place.resolve("stack.yaml")));
        Files.writeString(place.resolve("stack.yaml"), stack("notes", "cat, a.txt"));
        assertEquals(place, packs(packs -> packs.remove("notes", Optional.empty(), false)));
        assertEquals(List.of("llm-swarm/stacks/origins.json"), left());
        assertEquals("The pack notes was not added from elsewhere to %s; delete its folder yourself, if nobody needs it."
                .formatted(place.getParent()), assertThrows(Stop.class, () -> packs(packs ->
                packs.remove("notes", Optional.empty(), false))).getMessage());
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
