package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Check;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be read out of a check's output: places in the project, and whether it is the same failure once more. */
class LocationsTest {
    private static final List<Pattern> PATTERNS =
            List.of(Pattern.compile("File \"(?P<file>[^\"]+)\", line (?P<line>\\d+)"),
            Pattern.compile("(?P<file>[\\w./-]+\\.js):(?P<line>\\d+)"));

    private static String places(String output, String... paths) {
        return Locations.in(output, PATTERNS, List.of(paths)).toString();
    }

    @Test
    void placesComeInTheOrderOfTheOutputWhateverPatternFindsThem() {
        assertEquals("[b/main.py:7, web/app.js:3, a.py:1]", places("""
                  File "b/main.py", line 7, in run
                ./web/app.js:3
                  File "a.py", line 1
                """, "a.py", "b/main.py", "web/app.js"));
    }

    @Test
    void aNameWithAFolderInFrontIsTheLongestThatFits() {
        assertEquals("[b/main.py:7]", places("File \"build/b/main.py\", line 7", "main.py", "b/main.py"));
    }

    @Test
    void aFileOfALibraryIsNoneOfTheProjectThoughItIsCalledLikeOne() {
        assertEquals("[]", places("File \"/usr/lib/python3/unittest/main.py\", line 7", "main.py", "unittest/main.py"));
    }

    @Test
    void aNameWithoutItsFolderIsTheOnlyFileThatIsCalledSo() {
        assertEquals("[web/app.js:3]", places("at run (app.js:3)", "web/app.js", "web/my-app.js"));
        assertEquals("[app.js:3]", places("at run (app.js:3)", "app.js", "web/app.js"));
        assertEquals("[]", places("at run (app.js:3), at /usr/lib/other.js:4", "web/app.js", "tests/app.js", "other.js"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a.js:3 and b.js:4 | tool/a.js:3 and b.js:4",
        "./sub/c.js:3 | tool/sub/c.js:3",
        "build/sub/c.js:3 | tool/sub/c.js:3",
        "../site/d.js:3 | site/d.js:3",
        "both.js:3 | tool/both.js:3",
        "/usr/lib/a.js:3 | /usr/lib/a.js:3",
        "File \"a.js\", line 3 | File \"tool/a.js\", line 3",
        "../../tool/a.js:3 | ../../tool/a.js:3"})
    void whatACheckInAFolderNamesIsToldFromTheProjectsTop(String output, String told) {
        assertEquals(told, Locations.fromTop(output, PATTERNS, "tool", List.of("tool/a.js", "tool/sub/c.js", "site/d.js",
                "both.js", "tool/both.js")));
    }

    private static String fingerprint(String tail) {
        return new Failure.Broken("tests", List.of("run"), 1, tail, Check.Side.TEST).fingerprint();
    }

    @Test
    void aFailureIsTheSameThoughNumbersAddressesAndTemporaryNamesDiffer() {
        assertEquals(fingerprint("<A at 0x7f12> != 3 in /tmp/tmpab12/x after 0.01s"),
                fingerprint("<A at 0x9e> != 44 in /tmp/tmpzz/y after 1.2s"));
        assertNotEquals(fingerprint("3 != 4"), fingerprint("three != four"));
    }

    @Test
    void onlyWhatDiffersWithoutAChangeIsTakenForSteady() {
        assertEquals("Ran 12 tests in 0, <A at 0>, line 7: 3 != 4",
                Failure.steady("Ran 12 tests in 0.003s, <A at 0x7f12>, line 7: 3 != 4"));
    }
}
