package llmswarm.cli.screen;

import java.util.Locale;

/** Seconds and tokens as people read them. */
public final class Amounts {
    private Amounts() {
    }

    /** Such as {@code 12.3 s}, {@code 2 min 05 s}, {@code 1 h 02 min}. */
    public static String seconds(double seconds) {
        var whole = Math.round(seconds);
        if (seconds < 59.95) return String.format(Locale.ROOT, "%.1f s", seconds);
        if (whole < 3600) return "%d min %02d s".formatted(whole / 60, whole % 60);
        return "%d h %02d min".formatted(whole / 3600, whole / 60 % 60);
    }

    /** The same in at most six characters below a hundred hours. */
    static String shortSeconds(double seconds) {
        return seconds(seconds).replace(" min", "m").replace(" ", "");
    }

    /** A clock of whole seconds that is still running, such as {@code 12s}, {@code 2m05s}, {@code 1h02m}. */
    public static String clock(double seconds) {
        return seconds < 60 ? (long) seconds + "s" : shortSeconds(Math.floor(seconds));
    }

    /** Whole seconds, such as {@code 10 s}, {@code 2 min}, {@code 2 min 05 s}. */
    static String whole(long seconds) {
        if (seconds < 60) return seconds + " s";
        return seconds < 3600 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds(seconds);
    }

    public static String tokens(long tokens) {
        return String.format(Locale.ROOT, "%,d", tokens);
    }

    /** The same in at most six characters below a billion. */
    static String shortTokens(long tokens) {
        if (tokens < 10_000) return tokens(tokens);
        var thousands = tokens < 999_950;
        return String.format(Locale.ROOT, thousands ? "%.1fk" : "%.1fM", tokens / (thousands ? 1e3 : 1e6));
    }

    /** Such as {@code 1 task}, {@code 6 tasks}. */
    public static String count(long number, String noun) {
        return tokens(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
