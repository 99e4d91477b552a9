package llmswarm.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.ModelSpec;
import llmswarm.model.habits.Habit;
import llmswarm.model.habits.Messages;
import llmswarm.model.habits.RefusalReader;
import llmswarm.model.habits.ThinkingHabit;

/** What a failed request teaches about a server, so that the next one need not fail. */
final class Lesson {
    /** The key, the account, or the moment is wrong, and not the request. */
    private static final Set<Integer> NOT_THE_REQUEST = Set.of(401, 402, 403, 407, 408, 429, 502, 503, 504);
    private static final int LEAST_ROOM = 1024, USUAL_ROOM = 16_384, CHARACTERS_A_TOKEN = 4;

    private Lesson() {
    }

    /**
     * What to do otherwise; empty where nothing was learnt.
     *
     * @param sent   the request that failed
     * @param habits what was known when it was sent
     */
    static Optional<Habit> of(Fault fault, ObjectNode sent, ModelSpec spec, List<Habit> habits) {
        return switch (fault) {
            case Fault.Status s when !s.spent() && !NOT_THE_REQUEST.contains(s.code()) ->
                new RefusalReader(s.text(), sent).habit();
            case Fault.Thought _ when habits.stream().noneMatch(ThinkingHabit.RoomToThink.class::isInstance) ->
                    room(sent, spec);
            default -> Optional.empty();
        };
    }

    /** As much more as the context has beside the prompt, but no more than three times what was asked for. */
    private static Optional<Habit> room(ObjectNode sent, ModelSpec spec) {
        int asked = Habit.limit(sent);
        int prompt = Messages.length(sent) / CHARACTERS_A_TOKEN;
        int left = Math.min(spec.context() - prompt - asked, Math.max(USUAL_ROOM, 3 * asked));
        return asked > 0 && left >= LEAST_ROOM ? Optional.of(new ThinkingHabit.RoomToThink(left)) : Optional.empty();
    }
}
