package llmswarm.plan;

import java.util.Locale;

/** Into how many tasks the work is cut. */
public enum Cut {
    /** One answer holds everything. */ ONE,
    /** Parts as large as one answer holds well. */ FEW,
    /** Small tasks, for small models. */ MANY;

    /** In lower case, as {@code --tasks} takes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
