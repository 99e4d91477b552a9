package llmswarm.model.grammar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import llmswarm.files.Answer;
import llmswarm.files.AnswerParser;
import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.jlama.Vocabulary;
import org.junit.jupiter.api.Test;

class AnswerGrammarTest {
    private final Masks masks = new Masks();
    private final Vocabulary vocabulary = Speaker.vocabulary(8_000);

    private String answer(List<String> paths, int characters, int seed) throws Exception {
        return new Speaker(vocabulary, seed).answer(masks.of(new FilesForm(paths, characters), vocabulary));
    }

    private static List<String> names(Answer answer) {
        return answer.files().stream().map(file -> file.path().toString()).toList();
    }

    @Test
    void fiftyOfFiftyAnswersWithoutSenseParseIntoTheDeclaredFiles() throws Exception {
        var declared = List.of(List.of("src/app.py"), List.of("README.md"),
                List.of("a/one.js", "docs/guide.md", "Makefile"),
                List.of("tests/test_app.py", "src/with space.py", "notes.txt"));
        for (int seed = 0; seed < 50; seed++) {
            var paths = declared.get(seed % declared.size());
            var answer = answer(paths, seed % 3 == 0 ? 2_000 : 150, seed);
            var parsed = AnswerParser.parse(answer, paths, List.of());
            assertEquals(List.of(), parsed.faults(), () -> answer);
            assertEquals(List.of(), parsed.dropped(), () -> answer);
            assertEquals(paths, names(parsed), () -> answer);
        }
    }

    @Test
    void inAFolderTheAnswerNamesTheFilesItself() throws Exception {
        var paths = List.of("Docs/API/", "src/Main.java", "src/", "Docs/API/index.md");
        for (int seed = 0; seed < 50; seed++) {
            var answer = answer(paths, 40, seed);
            var parsed = AnswerParser.parse(answer, paths, List.of());
            assertEquals(List.of(), parsed.faults(), () -> answer);
            assertEquals(List.of(), parsed.dropped(), () -> answer);
            var names = names(parsed);
            assertEquals(List.of("src/Main.java", "Docs/API/index.md"), names.subList(0, 2));
            assertTrue(names.size() >= 4 && names.size() <= 10, answer);
            assertEquals(names.size(), names.stream().distinct().count());
        }
    }

    @Test
    void noFileOfAFolderIsWrittenTwice() {
        var form = new FilesForm(List.of("d/a.py", "d/"));
        var first = "### d/a.py\n```\n```\n\n### ";
        var second = first + "d/b.py\n```\n```\n";
        assertTrue(Said.all(second, form));
        assertTrue(Said.begins(second + "\n### d/c.py\n", form));
        for (var taken : List.of("d/a.py", "d/A.py")) assertFalse(Said.begins(first + taken + "\n", form), taken);
        for (var taken : List.of("d/b.py", "d/B.py")) assertFalse(Said.begins(second + "\n### " + taken + "\n", form),
                taken);
    }

    @Test
    void anyFileMayBeWrittenWhereTheTaskDeclaresTheWholeProject() throws Exception {
        var answer = answer(List.of(AnswerParser.ANY), 40, 1);
        var parsed = AnswerParser.parse(answer, List.of(AnswerParser.ANY), List.of());
        assertEquals(List.of(), parsed.faults(), answer);
        assertFalse(parsed.files().isEmpty());
    }

    @Test
    void aTextThatSpeaksOfAnotherFileOfTheTaskStaysOneBlock() throws Exception {
        var paths = List.of("a/one.js", "docs/guide.md", "README.md");
        var pieces = new ArrayList<byte[]>();
        for (int b = 0; b < 128; b++) pieces.add(new byte[] {(byte) b});
        for (var path : paths) {
            for (var line : List.of("### %s", "**%s**", "File: %s", "`%s`:", "# %s", "%s", "<file path=\"%s\">",
                    "// %s", "1. file %s", "- filename: `%s`, new", "`%s`: see **it**")) {
                pieces.add((line.formatted(path) + "\n").getBytes(UTF_8));
                pieces.add(("\n" + line.formatted(path) + "\n").getBytes(UTF_8));
                pieces.add(("\n" + line.formatted(path) + "\n```\n").getBytes(UTF_8));
                pieces.add(("\n" + line.formatted(path) + "\n````\n").getBytes(UTF_8));
                pieces.add(("\n" + line.formatted(path) + "\n\n~~~ x\n").getBytes(UTF_8));
                pieces.add(("\n" + line.formatted(path) + "\n```js\n").getBytes(UTF_8));
            }
        }
        var talker = Speaker.of(pieces);
        for (int seed = 0; seed < 300; seed++) {
            var answer = new Speaker(talker, seed).answer(masks.of(new FilesForm(paths, 120), talker));
            var parsed = AnswerParser.parse(answer, paths, List.of());
            assertEquals(List.of(), parsed.faults(), () -> answer);
            assertEquals(List.of(), parsed.dropped(), () -> answer);
            assertEquals(paths, names(parsed), () -> answer);
        }
    }

    @Test
    void aLineThatIsAFenceEndsTheBlock() {
        assertTrue(Said.all("### a.py\n```\nx = 1\n```\n", new FilesForm(List.of("a.py"))));
        assertTrue(Said.all("### a.py\n```\n```\n", new FilesForm(List.of("a.py"))), "a file may be empty");
        assertTrue(Said.all("Here it is. It is short:\n\n### a.py\n```\n    ```\n`` ` ```\n```\n",
                new FilesForm(List.of("a.py"))));
        assertFalse(Said.begins("### a.py\n```\n  ```", new FilesForm(List.of("a.py"))), "an indented fence");
        assertFalse(Said.begins("### a.py\n```\n```\n#", new FilesForm(List.of("a.py"))), "a second file");
        assertFalse(Said.begins("### b", new FilesForm(List.of("a.py"))), "another file");
        assertFalse(Said.begins("### a.py\n```\r", new FilesForm(List.of("a.py"))), "a carriage return");
    }

    @Test
    void aLineThatLooksLikeTheHeadingOfAFileMayBeTheLast() {
        for (var last : List.of("### b.py", "**src/b.py** (new)", "File: b.py", "main()", "# Makefile", "")) {
            assertTrue(Said.all("### a.py\n```\n" + last + "\n```\n", new FilesForm(List.of("a.py"))), last);
        }
    }

    @Test
    void aDocumentMayHoldFences() {
        assertTrue(Said.all("### a.md\n````\n# A\n```sh\nls\n```\n````\n", new FilesForm(List.of("a.md"))));
        assertFalse(Said.begins("### a.md\n```\n", new FilesForm(List.of("a.md"))));
    }

    @Test
    void filesComeInOrder() {
        var form = new FilesForm(List.of("a.py", "b.py"));
        assertTrue(Said.all("### a.py\n```\n```\n\n### b.py\n```\n```\n", form));
        assertFalse(Said.begins("### b.py", form));
        assertEquals("an answer has at least one file",
                assertThrows(IllegalArgumentException.class, () -> new FilesForm(List.of())).getMessage());
    }
}
