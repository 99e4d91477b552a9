package llmswarm.model.habits;

/** A JSON schema as words of a prompt, for models that cannot be held to it. */
public final class SchemaText {
    private SchemaText() {
    }

    /** What is put behind the last message. */
    public static String of(String schema) {
        return "\n\nAnswer with one JSON object and nothing else, after this schema:\n" + schema;
    }
}
