package llmswarm.model.hub;

import java.util.Locale;

import text.Printable;

/** How sizes, counts and words of others appear in sentences. */
public final class HubText {
    private static final int LONGEST = 200;

    private HubText() {
    }

    /** As disks are sold, in powers of ten: {@code 512 B}, {@code 7.0 MB}, {@code 3.1 GB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) return bytes + " B";
        if (bytes < 999_500) return number("%.0f KB", bytes / 1e3);
        return bytes < 999_950_000 ? number("%.1f MB", bytes / 1e6) : number("%.1f GB", bytes / 1e9);
    }

    /** Such as {@code 494M} or {@code 1.5B}. */
    public static String parameters(long count) {
        if (count < 999_500_000) return number("%.0fM", Math.max(1, count / 1e6));
        return number("%.1fB", count / 1e9);
    }

    /** Such as {@code 1 min} or {@code 2 h 05 min}; rounded up, so never none. */
    public static String minutes(double seconds) {
        var minutes = Math.max(1, (long) Math.ceil(seconds / 60));
        return minutes < 120 ? minutes + " min" : "%d h %02d min".formatted(minutes / 60, minutes % 60);
    }

    /** A rate of tokens: {@code 6.2}, {@code 148}. */
    public static String rate(double perSecond) {
        return number(perSecond < 99.95 ? "%.1f" : "%.0f", perSecond);
    }

    /** Somebody else's text in one line without control characters. */
    static String line(String text) {
        var line = Printable.shown(text).replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static String number(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
