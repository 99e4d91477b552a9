package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpServer;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;

/** What an update of a pack of others shows, and what it leaves alone. */
class PackUpdateTest extends PackShelf {
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
}
