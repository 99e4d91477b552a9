package llmswarm.pack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What came of trying a pack on its example.
 *
 * @param folder   where the result lies; empty once it is gone
 * @param tasks    that were replayed
 * @param checks   that passed
 * @param tests    that ran in them
 * @param seconds  the replay took
 * @param kinds    of files in the result, each with the fault that was planted in one
 * @param faults   why the example does not hold; no fault was planted then
 * @param warnings what is odd
 */
public record TestReport(String name, Optional<Path> folder, int tasks, int checks, int tests, double seconds,
        List<Kind> kinds, List<String> faults, List<String> warnings) {
    public TestReport {
        kinds = List.copyOf(kinds);
        faults = List.copyOf(faults);
        warnings = List.copyOf(warnings);
    }

    /** The same once the result is gone. */
    TestReport gone() {
        return new TestReport(name, Optional.empty(), tasks, checks, tests, seconds, kinds, faults, warnings);
    }

    /** Whether the example holds. */
    public boolean holds() {
        return faults.isEmpty();
    }

    /**
     * A kind of file, and whether a fault in one of them shows.
     *
     * @param fault   that was planted
     * @param name    such as {@code *.txt}, with {@code (tests)} behind it for those that are tests
     * @param file    in which the fault was planted
     * @param ran     the checks that ran over it, in their order
     * @param red     the check that went red, at which the others were left out
     * @param place   that the check's output names, in that file where it names one there
     * @param mends   the task to which that goes back; none where no place tells, or no task wrote the file
     * @param written whether a task wrote the file, in a plan of several
     * @param seconds all of them took
     */
    public record Kind(PlantedFault fault, String name, String file, List<String> ran, Optional<String> red,
            Optional<String> place, Optional<String> mends, boolean written, double seconds) {
        public Kind {
            ran = List.copyOf(ran);
        }
    }

    /** The kinds in which no check saw the fault. */
    public List<Kind> unseen() {
        return kinds.stream().filter(kind -> kind.red().isEmpty()).toList();
    }
}
