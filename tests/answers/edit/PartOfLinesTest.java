package answers.edit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** A search text whose first or last line is a part of one is found where it can mean one place only. */
class PartOfLinesTest {
    private static final List<String> TEXT = List.of("const saveButton = find(\"save\");",
            "const logOutButton = find(\"log-out\");", "const logOutButtonHint = 1;");

    private static EditOutcome made(String search, String replace) {
        return new SearchReplace(search.lines().toList(), replace.lines().toList()).in(TEXT);
    }

    @Test
    void aLastLineThatIsCutShortKeepsItsRest() {
        assertEquals(new EditOutcome.Applied(List.of("const logOutButton = find(\"log-out\");",
                "const logOutButtonHint = 1;")), made("const saveButton = find(\"save\");\nconst logOutButton", "const logOutButton"));
    }

    @Test
    void aPartOfOneLineIsReplacedInIt() {
        assertEquals(new EditOutcome.Applied(List.of("const saveButton = find(\"store\");", TEXT.get(1), TEXT.get(2))),
                made("saveButton = find(\"save\")", "saveButton = find(\"store\")"));
    }

    @Test
    void whatStandsTwiceOrEndsAmidstAWordOrIsShortIsNotFound() {
        assertEquals(new EditOutcome.NotFound(), made("const logOutButton", "const leaveButton"));
        assertEquals(new EditOutcome.NotFound(), made("const saveButton = find(\"sa", "const saveButton = find(\"to"));
        assertEquals(new EditOutcome.NotFound(), made("find(\"save\")", "find(\"store\")"));
    }
}
