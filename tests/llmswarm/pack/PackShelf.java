package llmswarm.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of packs into which packs of others are fetched. */
abstract class PackShelf {
    static final Packs.Wish ANY = new Packs.Wish(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;
    Workshop shop;
    final List<String> asked = new ArrayList<>();

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
        shop.person = (question, assumed) -> {
            asked.add(question);
            return Optional.of("y");
        };
    }

    static String stack(String name, String command) {
        return "name: %s\ndescription: Notes in files.\nagents: [backend]\nchecks: [{name: there, when: end, run: [%s]}]\n"
                .formatted(name, command);
    }

    <T> T packs(Function<Packs, T> use) {
        try (var swarm = shop.swarm()) {
            return use.apply(swarm.packs());
        }
    }

    Path add(String source, Packs.Wish wish) {
        return packs(packs -> packs.add(source, wish, Optional.empty(), false, List.of()));
    }

    /** All that lies in the user's folder of configuration. */
    List<String> left() {
        var own = folder.resolve("CONFIG");
        if (!Files.exists(own)) return List.of();
        try (var files = Files.walk(own)) {
            return files.filter(Files::isRegularFile).map(file -> own.relativize(file).toString()).sorted().toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    Path repository(String text) throws IOException {
        var place = Files.createDirectories(folder.resolve("origin"));
        Files.writeString(place.resolve("stack.yaml"), text);
        git(place, "init", "--quiet", "--initial-branch=main");
        commit(place, "v1");
        return place;
    }

    static void commit(Path place, String tag) {
        git(place, "add", "--all");
        git(place, "-c", "user.name=A", "-c", "user.email=a@localhost", "commit", "--quiet", "--message", tag);
        git(place, "tag", tag);
    }

    static String git(Path place, String... words) {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(words));
        return Workshop.output(place, command.toArray(String[]::new)).strip();
    }
}
