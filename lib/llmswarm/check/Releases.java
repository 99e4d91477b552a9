package llmswarm.check;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.re2j.Pattern;

/**
 * When a package was released.
 *
 * @param first    the first of all releases
 * @param versions by version, as far as these are told
 */
record Releases(Instant first, Map<String, Instant> versions) {
    private static final Pattern DATE = Pattern.compile("(?P<day>\\d{4}-\\d{2}-\\d{2})"
            + "(?:[T ](?P<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(?P<zone>Z|[+-]\\d{2}:\\d{2})?)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{9,10}"), MILLIS = Pattern.compile("\\d{12,13}");

    Releases {
        versions = Map.copyOf(versions);
    }

    /** Those that the pattern finds in what a look-up printed; empty where it finds no date. */
    static Optional<Releases> in(String output, Pattern released) {
        var versions = new HashMap<String, Instant>();
        var all = Stream.<Instant>builder();
        var named = released.namedGroups().containsKey("version");
        for (var found = released.matcher(output); found.find(); ) {
            var at = instant(found.group("date"));
            at.ifPresent(all);
            var version = named ? found.group("version") : null;
            if (version != null) at.ifPresent(instant -> versions.put(version, instant));
        }
        return all.build().min(Comparator.naturalOrder()).map(first -> new Releases(first, versions));
    }

    /** Of a day, a time with or without a zone, or the seconds or milliseconds since 1970. */
    static Optional<Instant> instant(String text) {
        if (SECONDS.matches(text)) return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
        if (MILLIS.matches(text)) return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        var date = DATE.matcher(text);
        if (!date.matches()) return Optional.empty();
        try {
            if (date.group("time") == null) {
                return Optional.of(LocalDate.parse(date.group("day")).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            var zone = date.group("zone") == null ? "Z" : date.group("zone");
            return Optional.of(OffsetDateTime.parse("%sT%s%s".formatted(date.group("day"), date.group("time"), zone))
                    .toInstant());
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** The one that decides on a package asked for in this version: that version where it is told, else the first. */
    Instant deciding(String version) {
        return versions.getOrDefault(version, first);
    }

    /** How old that was by then; never negative. */
    Duration age(String version, Instant now) {
        var age = Duration.between(deciding(version), now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
