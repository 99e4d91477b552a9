//DEPS com.google.re2j:re2j:1.8
package llmswarm.config.stack;

import java.util.List;

import com.google.re2j.Pattern;

/**
 * How a check's output is read. The patterns match in linear time, whatever the text.
 *
 * @param location with the groups file and line; they find places
 * @param counts   with the group tests; they find in the output of a check of tests how many ran
 * @param failures they find where in the output another failure begins; the first that finds any decides
 */
public record OutputPatterns(List<Pattern> location, List<Pattern> counts, List<Pattern> failures) {
    public OutputPatterns {
        location = List.copyOf(location);
        counts = List.copyOf(counts);
        failures = List.copyOf(failures);
    }

    OutputPatterns filled(Filling values) {
        return new OutputPatterns(location.stream().map(values::pattern).toList(),
                counts.stream().map(values::pattern).toList(), failures.stream().map(values::pattern).toList());
    }
}
