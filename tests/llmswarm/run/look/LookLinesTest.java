package llmswarm.run.look;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines of an answer are wishes to look, in the forms that models give them. */
class LookLinesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            LIST:                                        | LIST:
            LIST: .                                      | LIST:
            LIST: web/                                   | LIST: web/
            - LIST: **/*.py                              | LIST: **/*.py
            SHOW: web/tools.js                           | SHOW: web/tools.js
            **SHOW:** `web/tools.js`                     | SHOW: web/tools.js
            SHOW web/tools.js                            | SHOW: web/tools.js
            > SHOW: web/tools.js 10-80                   | SHOW: web/tools.js 10-80
            SHOW: web/tools.js lines 10-80               | SHOW: web/tools.js 10-80
            SHOW: web/tools.js:10-80                     | SHOW: web/tools.js 10-80
            SHOW: web/tools.js#L10-L80                   | SHOW: web/tools.js 10-80
            SHOW: web/tools.js:7                         | SHOW: web/tools.js 7-7
            SHOW: 2024-10.txt                            | SHOW: 2024-10.txt
            SEARCH: due date                             | SEARCH: due date
            SEARCH: "due date"                           | SEARCH: due date
            SPEC: 10-40                                  | SPEC: 10-40
            SPEC: lines 40-10                            | SPEC: 10-40
            CHECK: Tests                                 | CHECK: tests
            ASK: the planner: is a tool due on a Sunday? | ASK: is a tool due on a Sunday?
            ASK: Is it `due` on *Sunday*?                | ASK: Is it `due` on *Sunday*?
            """)
    void oneWish(String line, String same) {
        assertEquals(List.of(same), LookLines.of("I look first.\n" + line + "\n").stream().map(Look::line).toList());
    }

    @Test
    void severalFilesInALineAreAWishEach() {
        assertEquals(List.of("SHOW: a.py", "SHOW: b/c.py 3-9", "SHOW: d.py"),
                LookLines.of("SHOW: a.py, b/c.py 3-9 and d.py").stream().map(Look::line).toList());
    }

    @Test
    void theSameWishTwentyTimesIsOne() {
        assertEquals(1, LookLines.of("SHOW: a.py\n".repeat(20)).size());
    }

    @Test
    void wordsThatOnlyBeginLikeOneAreNone() {
        assertEquals(List.of(), LookLines.of("I shall SHOW: nothing.\nLISTEN: to this\nShow: a.py\nSHOWN: b\nSHOW:\n"));
    }
}
