package llmswarm.model;

/** Text from a server, made fit for one line of a message. */
final class Excerpt {
    private Excerpt() {
    }

    /** At most that many characters; control and formatting characters, which could fake the console, become spaces. */
    static String of(String text, int most) {
        var head = text.substring(0, Math.min(text.length(), 20 * most));
        var line = head.replaceAll("[\\p{C}\\s]+", " ").strip();
        return line.length() <= most ? line : line.substring(0, most - 1).stripTrailing() + "…";
    }
}
