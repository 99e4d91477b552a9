package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole file whose text was spoilt on its way is asked for again. */
class SpoiltTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            app.py  ~ has a number before each line ~ 1 | import sys⏎2 |⏎3 |     print(1)
            app.py  ~ has a number before each line ~  1 | a⏎ 2 | b⏎ 3 | c
            app.js  ~ has a number before each line ~ 1→a()⏎2→b()⏎3→
            b.py    ~ has a number before each line ~ >    1⇥a⏎     2⇥b⏎     3⇥c
            a.html  ~ has a number before each line ~ 1 | <p>⏎2 | x⏎3 | </p>
            app.py  ~ has '\\n' in place of its line ends ~ import sys\\n\\ndef f():\\n    print("a\\nb")\\n
            a.html  ~ has '\\n' in place of its line ends ~ <p>\\n  x\\n</p>\\n
            A.java  ~ has '&lt;', '&gt;' or '&amp;' in place of the signs ~ class A {⏎ List&lt;String&gt; a; }
            app.js  ~ has '�' in place of a character that was lost on its way; leave such characters out or write them escaped ~ say("��� hi")
            a.md    ~ has '�' in place of a character that was lost on its way; leave such characters out or write them escaped ~ # �� Start
            app.js  ~ has '&lt;', '&gt;' or '&amp;' in place of the signs ~ if (a &amp;&amp; b) c();
            """)
    void aSpoiltTextIsAFault(String path, String form, String text) {
        var answer = "### " + path + "\n```\n" + plain(text) + "```\n";
        var told = "line 2 of the answer: the block for '%s' %s; give the file's plain text".formatted(path, form);
        assertEquals(Answers.given(Map.of(), List.of(), List.of(told)), Answers.read(answer, List.of(path)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            a.py    ~ assert decode(b) == "�"
            a.csv   ~ 1 | a⏎2 | b⏎3 | c
            a.md    ~ 1 | a⏎2 | b⏎3 | c
            a.bas   ~ 1 PRINT 1⏎2 PRINT 2⏎3 END
            a.py    ~ 1 | 2⏎2 | 3
            names   ~ 1⇥a⏎2⇥b⏎3⇥c
            a.py    ~ 2 | 1⏎3 | 1⏎4 | 1
            a.py    ~ 1 |a⏎2 |b⏎3 or 4
            a.py    ~ print("a\\nb\\nc\\nd\\ne")
            a.js    ~ x.split('\\n').join(`\\n\\n\\n`) + "\\"\\n\\n\\n"
            a.js    ~ x.split(/\\n/)
            a.txt   ~ a\\nb\\nc\\nd
            a.json  ~ {"a":"b\\nc\\nd\\ne"}
            a.html  ~ &lt;p&gt; is a tag
            a.py    ~ print(unescape("&lt;b&gt;"))
            a.py    ~ # writes &lt; for <⏎x = 1
            a.js    ~ const e = {'<': "&lt;", '&': '&amp;'};
            a.vue   ~ {{ a &amp;&amp; b }}
            a.js    ~ f(/\\n/, /a\\nb/, /\\n+/g, /\\n$/)
            tests/expected/list.out ~ 1⇥a⏎2⇥b⏎3⇥c
            a.md    ~ It shows � where a sign is lost.
            """)
    void rightTextsOfUnusualFormAreFiles(String path, String text) {
        assertEquals(Map.of(path, plain(text)),
                Answers.files("### " + path + "\n```\n" + plain(text) + "```\n", path));
    }

    @Test
    void aFileThatHasTextIsNotEmptiedByABlock() {
        var answer = "### a.py\n```python\n\n```\n";
        assertEquals(Answers.given(Map.of(), List.of(), List.of("line 2 of the answer: the block for 'a.py' is empty, and all that the "
                + "file has now would be lost; give the file's plain text")),
                Answers.read(answer, List.of("a.py"), Map.of("a.py", "x = 1\n")));
        for (var before : List.of(Map.<String, String>of(), Map.of("a.py", "\n"))) {
            assertEquals(Map.of("a.py", "\n"), Answers.read(answer, List.of("a.py"), before).files());
        }
        var kept = "### a.py\n```python\nx = '?�'\n```\n";
        assertEquals(Map.of("a.py", "x = '?�'\n"), Answers.read(kept, List.of("a.py"), Map.of("a.py", "y = '�!'\n")).files());
    }

    private static String plain(String text) {
        return text.replace('⏎', '\n').replace('⇥', '\t') + "\n";
    }
}
