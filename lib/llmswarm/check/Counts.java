package llmswarm.check;

import java.util.List;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import sandbox.process.Output;

/** Finds in a check's output how many tests ran. */
public final class Counts {
    private Counts() {
    }

    /**
     * The number of tests; 0 where the output tells none. The first pattern that matches at all decides. Its matches
     * are added up; a match without digits in its group stands for one test, and counts only in an output that is
     * whole.
     *
     * @param patterns with the group tests
     */
    public static int tests(String output, List<Pattern> patterns) {
        for (var pattern : patterns) {
            int tests = sum(pattern.matcher(output), Output.isWhole(output));
            if (tests > 0) return tests;
        }
        return 0;
    }

    private static int sum(Matcher matcher, boolean whole) {
        long sum = 0;
        while (matcher.find()) {
            var digits = matcher.group("tests");
            if (digits != null && digits.matches("\\d{1,9}")) sum += Long.parseLong(digits);
            else if (whole) sum++;
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }
}
