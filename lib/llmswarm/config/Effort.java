package llmswarm.config;

import java.util.Locale;

/**
 * How long a model that thinks before it answers may think, in the words of OpenAI's {@code reasoning_effort}, which
 * most servers take over. Which of them a model knows is its server's affair.
 */
public enum Effort {
    NONE(0), MINIMAL(1_024), LOW(4_096), MEDIUM(10_240), HIGH(24_576), XHIGH(32_768), MAX(49_152);

    private final int room;

    Effort(int room) {
        this.room = room;
    }

    /** Tokens that are kept for it beside the answer: what models commonly take at most. */
    public int room() {
        return room;
    }

    /** As it is sent. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
