package llmswarm.model.habits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.Effort;
import llmswarm.config.ModelSpec;
import llmswarm.guard.Digest;
import llmswarm.guard.UserFolders;

/**
 * What earlier runs learnt of servers, a small file for each entry of models.yaml in the user's state folder. It holds
 * for a week, since servers change, and for that entry alone: another key of it means another file.
 */
public final class KeptHabits {
    /** Keeps nothing. */
    public static final KeptHabits NONE = new KeptHabits(Optional.empty(), InstantSource.system());

    private static final Duration VALID = Duration.ofDays(7);
    private static final String AT = "learnt", HABITS = "habits", KIND = "habit";
    private static final JsonMapper JSON = JsonMapper.builder().disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();
    private static final Map<String, Class<?>> KINDS = kinds(Habit.class)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, kind -> kind));

    private final Optional<Path> folder;
    private final InstantSource clock;

    /** @param folder empty to keep nothing */
    public KeptHabits(Optional<Path> folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Those of the user with that environment. */
    public static KeptHabits of(Map<String, String> env) {
        return new KeptHabits(Optional.of(new UserFolders(env).state().resolve("habits")), InstantSource.system());
    }

    /** What was learnt within the last week, in that order; empty when nothing was, or it cannot be read. */
    public List<Habit> of(ModelSpec spec) {
        if (folder.isEmpty()) return List.of();
        try {
            var read = JSON.readTree(file(spec).toFile());
            var at = Instant.parse(read.path(AT).asText());
            if (at.plus(VALID).isBefore(clock.instant())) return List.of();
            var habits = new ArrayList<Habit>();
            for (var habit : read.path(HABITS)) habits.add(habit(habit));
            return List.copyOf(habits);
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    /** Keeps this instead of what was there. Where it cannot be written, it is learnt again. */
    public void put(ModelSpec spec, List<Habit> learnt) {
        if (folder.isEmpty()) return;
        var text = JSON.createObjectNode().put("model", spec.model()).put(AT, clock.instant().toString());
        var all = text.putArray(HABITS);
        for (var habit : learnt) {
            all.addObject().put(KIND, habit.getClass().getSimpleName()).setAll(JSON.<ObjectNode>valueToTree(habit));
        }
        try {
            Files.createDirectories(folder.get());
            var whole = Files.createTempFile(folder.get(), "habits", ".new");
            Files.writeString(whole, text.toPrettyString() + "\n");
            Files.move(whole, file(spec), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException disk) {
            // the next run pays for a refused call again
        }
    }

    /** From now on nothing is known of it. */
    public void forget(ModelSpec spec) {
        try {
            if (folder.isPresent()) Files.deleteIfExists(file(spec));
        } catch (IOException stays) {
            put(spec, List.of());
        }
    }

    private Path file(ModelSpec spec) {
        return folder.orElseThrow().resolve(Digest.of(List.of(spec.model(), spec.baseUrl().map(Object::toString).orElse(""),
                spec.apiKeyEnv().orElse(""), Integer.toString(spec.context()), Boolean.toString(spec.jsonSchema()),
                spec.effort().map(Effort::word).orElse(""))).substring(0, 32) + ".json");
    }

    private static Habit habit(JsonNode read) throws IOException {
        var fields = ((ObjectNode) read.deepCopy()).without(KIND);
        return (Habit) JSON.treeToValue((JsonNode) fields, KINDS.get(read.path(KIND).asText()));
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KeptHabits::kinds)
                : Stream.of(type);
    }
}
