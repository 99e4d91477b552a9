package text;

import java.time.Duration;
import java.util.Locale;

/** Limits as people write them. */
public final class Bounds {
    private static final int MEGA = 20, GIGA = 30;

    private Bounds() {
    }

    /** Such as {@code 5 min} or {@code 1.5 s}. */
    public static String text(Duration time) {
        return time.toSecondsPart() == 0 && time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toMillis() / 1000.0
                + " s";
    }

    /** Such as {@code 2 days}, {@code 1 hour} or {@code less than an hour}. */
    public static String age(Duration age) {
        if (age.toHours() < 1) return "less than an hour";
        return age.toDays() > 0 ? many(age.toDays(), "day") : many(age.toHours(), "hour");
    }

    private static String many(long number, String unit) {
        return "%d %s%s".formatted(number, unit, number == 1 ? "" : "s");
    }

    /** Such as {@code 100,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** In MB, from two GB on in GB with one digit where it is not round. */
    public static String size(long bytes) {
        if (bytes < 2L << GIGA) return (bytes >> MEGA) + " MB";
        var gigas = String.format(Locale.ROOT, "%.1f", (double) bytes / (1L << GIGA));
        return gigas.replace(".0", "") + " GB";
    }
}
