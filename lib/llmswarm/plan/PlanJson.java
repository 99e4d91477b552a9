package llmswarm.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A plan as one line of JSON, in the form that {@link PlanReader} reads. */
public final class PlanJson {
    private static final JsonMapper JSON = new JsonMapper();

    private PlanJson() {
    }

    public static String of(Plan plan) {
        try {
            return JSON.writeValueAsString(plan);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plan is lists and texts", impossible);
        }
    }
}
