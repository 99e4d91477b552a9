package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.Workshop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the specification wants another file than the pack's, a task writes it: from conventions to a resumed run. */
class ReplacedScaffoldTest {
    private static final String SUMMARY = "Says \"hone\" to one's C:\\new ''' # \"\"\" {{name}} \\u0041\n[tool]";
    private static final String PLAN = """
            stack: python-cli
            name: hone
            summary: %s
            requirements:
              - {id: R1, text: The package gives Hone.}
              - {id: R2, text: The command is honed.}
            contracts:
              - {name: Hone, kind: class, text: "Hone in hone/work.py, with hone() -> str"}
            tasks:
              - {id: package, title: The package, agent: backend, description: "Write it.", requirements: [R1, R2],
                 files: [hone/__init__.py, pyproject.toml]}
              - {id: work, title: The work, agent: backend, description: "Write it.", requirements: [R1],
                 files: [hone/cli.py, hone/inner/work.py, hone/words.txt], provides: [Hone]}
            """;
    private static final String PYPROJECT = """
            [project]
            name = "hone"
            version = "2.0"
            scripts = {honed = "hone.cli:main"}

            [tool.setuptools]
            packages = ["hone", "hone.inner"]
            package-data = {hone = ["*.txt"]}
            """;
    private static final String PACKAGE = "### hone/__init__.py\n```python\nfrom hone.inner.work import Hone\n```\n### pyproject.toml\n```toml\n" + PYPROJECT + "```\n";
    private static final String WORK = """
            ### hone/cli.py
            ```python
            from hone import Hone


            def main(argv=None):
                print(Hone().hone())
                return 0
            ```
            ### hone/inner/work.py
            ```python
            from importlib.resources import files


            class Hone:
                def hone(self):
                    return files("hone").joinpath("words.txt").read_text()
            ```
            ### hone/words.txt
            ```
            honed
            ```
            """;

    @TempDir
    Path folder;
    private Taped taped;

    @BeforeEach
    void tape() {
        taped = new Taped(folder).plan(PLAN.formatted("Hones.")).says("backend", "package", 1, PACKAGE)
                .says("backend", "work", 1, WORK);
    }

    @Test
    void aTaskMayReplaceThePackagesInitAndItsBuildFile() {
        var outcome = taped.run();
        assertEquals("done and checked", outcome.label(), taped::story);
        assertEquals(PYPROJECT, Taped.committed(outcome, "pyproject.toml"));
        assertEquals("from hone.inner.work import Hone\n", Taped.committed(outcome, "hone/__init__.py"));
        assertEquals("honed\n", Workshop.output(outcome.project(), "python3", "-B", "-c",
                "from hone import Hone; print(Hone().hone(), end='')"));
        var prompt = taped.prompt("package", 1);
        assertTrue(prompt.contains("pyproject.toml stands like this:\n")
                && prompt.contains("include = [\"hone\", \"hone.*\"]"), prompt);
    }

    @Test
    void aReplacedFileStaysReplacedWhenAPersonEditsAnotherOfTheScaffold() throws Exception {
        var outcome = taped.run();
        var ignored = outcome.project().resolve(".gitignore");
        Files.writeString(ignored, Files.readString(ignored) + "/mine/\n");
        var resumed = taped.resume(outcome.project());
        assertEquals("done and checked", resumed.label(), taped::story);
        assertEquals(PYPROJECT, Taped.committed(resumed, "pyproject.toml"));
        assertEquals(PYPROJECT, Files.readString(outcome.project().resolve("pyproject.toml")));
        assertTrue(Taped.committed(resumed, ".gitignore").endsWith("/mine/\n"));
        assertEquals(List.of(), taped.notes("").stream().filter(note -> note.contains("pyproject")).toList());
    }

    @Test
    void aSummaryOfAnyCharactersBreaksNoFileOfTheScaffold() {
        var outcome = new Taped(folder)
                .plan(PLAN.formatted('"' + SUMMARY.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"')
                .replace("hone/__init__.py, pyproject.toml", "hone/__init__.py"))
                .says("backend", "package", 1, PACKAGE.substring(0, PACKAGE.indexOf("### pyproject")))
                .says("backend", "work", 1, WORK).run();
        assertEquals("done and checked", outcome.label());
        assertEquals(SUMMARY.replace("\n", " ") + "\n", Workshop.output(outcome.project(), "python3", "-c",
                "import tomllib; print(tomllib.load(open('pyproject.toml', 'rb'))['project']['description'])"));
    }
}
