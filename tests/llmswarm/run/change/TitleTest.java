package llmswarm.run.change;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import llmswarm.plan.SpecLines;
import llmswarm.run.journal.ChangeEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request in a line, which becomes the title of a commit. */
class TitleTest {
    /** Where X stands for 20 letters x; the second is what is left of the first. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Add, and do not subtract. | Add, and do not subtract.
            XXX xxxx X                | XXX xxxx ...
            XXXX                      | XXXxxxx ...
            a XXXX                    | a XXXxx ...
            XXXxxx😀XX                | XXXxxx ...
            """)
    void aLongOneIsCutBetweenWordsOrElseWithinOne(String request, String title) {
        var nothing = new PriorRuns(Optional.empty(), List.of(), Map.of(), Map.of(), Optional.empty());
        var change = new Change(new ChangeEvent.Changing("", List.of()), SpecLines.of(written(request)), "x",
                new PresentFiles(new TreeMap<>(), Map.of()), nothing);
        assertEquals(written(title), change.title());
    }

    private static String written(String text) {
        return text.replace("X", "x".repeat(20));
    }
}
