package llmswarm.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of answers are held to the rules of safe paths. */
class AnswerParserTest {
    private static final String APP = "src/app.py";

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "src/../../../etc/passwd", "/etc/passwd", "/tmp/src/app.py",
            "../src/app.py", "~/.bashrc", "C:\\Windows\\win.ini", "..\\..\\x.py", ".git/hooks/pre-commit",
            ".GIT/config", "sub/.git/config", ".swarm/runs/x.jsonl", "git~1/config.txt", "docs/../../x.md",
            "a/b/../../../c.py", "nul.txt", "a\0b.py",
            "src/\u202Egnp.py", "docs/x.md/", "./../x.py", "//server/share.txt", "file.txt:stream.py"})
    void aHostilePathIsRefusedHoweverItIsStated(String path) {
        for (var form : List.of("### %s\n```\nx\n```\n", "`%s`\n```\nx\n```\n", "File: %s\n```\nx\n```\n",
                "**%s**\n```\nx\n```\n", "```python %s\nx\n```\n",
                "```%s\nx\n```\n", "```\n# %s\nx\n```\n", "- %s:\n~~~\nx\n~~~\n", "```python title=\"%s\"\nx\n```\n")) {
            var parsed = parse(form.formatted(path), APP, "docs/");
            assertEquals(List.of(), parsed.files(), form);
            assertFalse(parsed.faults().isEmpty(), form);
        }
    }

    @Test
    void aRefusalIsAFaultWithItsReason() {
        assertEquals(new Answer(List.of(file(APP, "x\n")), List.of(),
                List.of("'../../etc/passwd' climbs out of the project")),
                parse("### ../../etc/passwd\n```\nroot\n```\n### src/app.py\n```\nx\n```\n", APP));
        assertEquals(List.of("'docs/../../x.md' climbs out of the project", "there is no file in 'docs/'"),
                parse("### docs/../../x.md\n```\nx\n```\n", "docs/").faults());
    }

    @Test
    void aDeclaredNameThatOtherToolsObeyNeedsThePacksWord() {
        var answer = "### .envrc\n```\nx\n```\n";
        assertEquals(List.of(refusal(".envrc"), "'.envrc' is missing"),
                parse(answer, ".envrc").faults());
        assertEquals(List.of(), AnswerParser.parse(answer, List.of(".envrc"), List.of(".envrc")).faults());
    }

    @Test
    void filesThatDifferOnlyByCaseAreAFault() {
        assertEquals(List.of("'docs/A.md' differs from 'docs/a.md' only by case"),
                parse("docs/a.md\n```\n1\n```\ndocs/A.md\n```\n2\n```\n", "docs/").faults());
    }

    @Test
    void whoMayWriteAnythingLosesOnlyTheFileThatOtherToolsObey() {
        var text = "### a.txt\n```\na\n```\n### .github/workflows/tests.yml\n```\non: push\n```\n";
        var answer = AnswerParser.parse(text, List.of(AnswerParser.ANY), List.of());
        assertEquals(List.of(), answer.faults());
        assertEquals(List.of("a.txt"), answer.files().stream().map(file -> file.path().toString()).toList());
        assertEquals(List.of(".github/workflows/tests.yml"), answer.dropped());
        var named = AnswerParser.parse(text, List.of("a.txt", ".github/workflows/tests.yml"), List.of());
        assertEquals(refusal(".github/workflows/tests.yml"), named.faults().getFirst());
        var alone = AnswerParser.parse(text.substring(text.indexOf("### .github")), List.of(AnswerParser.ANY),
                List.of());
        assertEquals(refusal(".github/workflows/tests.yml"), alone.faults().getFirst());
    }

    @Test
    void whatClimbsOutOfTheProjectStaysAFaultForEverybody() {
        var answer = AnswerParser.parse("### ../../etc/passwd\n```\nx\n```\n", List.of(AnswerParser.ANY), List.of());
        assertEquals(List.of(), answer.files());
        assertTrue(answer.faults().getFirst().contains("climbs out of the project"), answer.faults()::toString);
    }

    @Test
    void anEditOfANameThatOtherToolsObeyNeedsThePacksWord() {
        var answer = "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE";
        assertEquals(List.of(refusal(".envrc")),
                AnswerParser.parse(answer, List.of(".envrc"), List.of(), Map.of(".envrc", "a\n")).faults());
        assertEquals(new Answer(List.of(file(".envrc", "b\n")), List.of(), List.of(), List.of(), 1),
                AnswerParser.parse(answer, List.of(".envrc"), List.of(".envrc"), Map.of(".envrc", "a\n")));
    }

    private static Answer parse(String answer, String... declared) {
        return AnswerParser.parse(answer, List.of(declared), List.of());
    }

    private static String refusal(String name) {
        return assertThrows(UnsafePath.class, () -> SafePath.of(name, List.of())).getMessage();
    }

    private static AnswerFile file(String path, String text) {
        try {
            return new AnswerFile(SafePath.of(path, List.of(path)), text);
        } catch (UnsafePath refused) {
            throw new AssertionError(refused);
        }
    }
}
