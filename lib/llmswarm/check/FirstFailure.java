//DEPS com.google.re2j:re2j:1.8
package llmswarm.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

import com.google.re2j.Pattern;
import llmswarm.config.stack.OutputPatterns;
import sandbox.process.Output;

/** What is shown of a failing check's output: from its first failure on, as far as the pack says how one looks. */
public final class FirstFailure {
    /** Lines before a place that may belong to it. */
    private static final int BEFORE = 5;

    private FirstFailure() {
    }

    /**
     * What a check printed, with the project's files named as everybody knows them: its folder is another one each
     * time, and the place of that nobody's business. Of one that failed as {@link #shown}.
     *
     * @param folder the project's, in which the check ran
     * @param paths  of the project
     */
    public static String of(CheckRunner.Command command, CheckRunner.Outcome outcome, OutputPatterns patterns,
            Collection<String> paths, Path folder) {
        boolean passed = outcome.failure().isEmpty();
        var printed = passed ? outcome.result().tail() : outcome.result().output();
        var text = inside(folder, command.around().folder().map(start ->
                Locations.fromTop(printed, patterns.location(), start, paths)).orElse(printed));
        return passed ? text : shown(text, patterns, paths);
    }

    private static String inside(Path folder, String output) {
        try {
            return output.replace(folder.toRealPath() + "/", "").replace(folder + "/", "");
        } catch (IOException gone) {
            return output;
        }
    }

    /**
     * The lines of the output, without those before the first failure. Where a place of the project stands before, it
     * begins there: that may be the cause. Where the pack does not say how failures begin, an output that can be shown
     * whole is.
     *
     * @param output all that was kept
     * @param paths  the project's files
     */
    public static String shown(String output, OutputPatterns patterns, Collection<String> paths) {
        int failure = first(output, patterns.failures());
        var whole = Output.ends(output, 0);
        if (failure < 0 && whole.equals(output)) return whole;
        var place = Locations.first(output, patterns.location(), paths).filter(at -> failure < 0 || at < failure);
        return Output.ends(output, place.map(at -> paragraph(output.lines().toList(), line(output, at)))
                .orElseGet(() -> line(output, Math.max(0, failure))));
    }

    /** Where the first pattern that finds any finds the first; -1 where none does. */
    private static int first(String output, List<Pattern> patterns) {
        for (var pattern : patterns) {
            var found = pattern.matcher(output);
            if (found.find()) return found.start();
        }
        return -1;
    }

    private static int line(String output, int at) {
        return (int) output.substring(0, at).chars().filter(sign -> sign == '\n').count();
    }

    /** The line below the blank one before, as long as that is near. */
    private static int paragraph(List<String> lines, int line) {
        for (int start = line; start > Math.max(0, line - BEFORE); start--) {
            if (lines.get(start - 1).isBlank()) return start;
        }
        return Math.max(0, line - BEFORE);
    }
}
