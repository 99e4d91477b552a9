package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;

import llmswarm.Scaffold;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools of python-cli, on programs of usual and unusual form. */
class PythonCliTest {
    private static final String FINE = "Everything starts.\n";
    private static final String CLI = """
            import argparse

            from hone.utils.deep.total import TOTAL


            def main(argv=None):
                argparse.ArgumentParser().parse_args(argv)
                return TOTAL
            """;
    private static final String ONLY_HONE = """
            [project]
            name = "hone"
            version = "1"
            scripts = {hone = "hone.cli:main"}
            [tool.setuptools]
            packages = ["hone"]
            """;

    @TempDir
    Path folder;
    private Scaffold project;

    @BeforeEach
    void project() {
        project = new Scaffold(folder, "python-cli",
                Map.of("name", "hone", "module", "hone", "summary", "Hones.", "python", "3.11"))
                .file("hone/cli.py", CLI).file("hone/utils/__init__.py", "")
                .file("hone/utils/deep/total.py", "TOTAL = 0\n");
    }

    @Test
    void everySubPackageAndDataFileIsInstalledAsTheScaffoldStands() {
        project.file("hone/cli.py", CLI.replace("return TOTAL",
                "return len(files('hone').joinpath('data', 'v1.0', 'rates.json').read_text()) - 3")
                .replace("import argparse\n", "import argparse\nfrom importlib.resources import files\n"))
                .file("hone/data/v1.0/rates.json", "{}\n");
        assertEquals(FINE, project.python(0, "tests.starts"));
        assertEquals(FINE, project.python(0, "tests.installed"));
    }

    @Test
    void aSubPackageThatIsNotInstalledIsFound() {
        project.file("pyproject.toml", ONLY_HONE);
        assertEquals(FINE, project.python(0, "tests.starts"));
        var said = project.python(1, "tests.installed");
        assertTrue(said.contains("ModuleNotFoundError: No module named 'hone.utils'\nThe command hone does not start (exit code 1).\n"), said);
        assertTrue(said.endsWith("File \"pyproject.toml\", line 1: hone/utils/deep/total.py would not be installed.\n"), said);
    }

    @Test
    void aDataFileThatIsNotInstalledIsFoundWhereTheCodeNamesIt() {
        project.file("hone/cli.py", "from hone import __path__\n\n\ndef main():\n    print('rates.json')\n")
                .without("hone/utils/deep/total.py").without("hone/utils/__init__.py")
                .file("pyproject.toml", ONLY_HONE).file("hone/rates.json", "{}")
                .file("hone/NOTES.md", "For developers.");
        assertEquals("File \"pyproject.toml\", line 1: hone/rates.json would not be installed.\n",
                project.python(1, "tests.installed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"import sys\n\n\ndef main():\n    sys.exit(64 if sys.argv[1] == '--help' else 0)\n",
        "import sys\n\n\ndef main():\n    sys.exit('hone: there is no file --help')\n",
        "import sys\n\n\ndef main():\n    print(sys.stdin.read())\n",
        "import sys\n\n\ndef main():\n    print('Traceback (most recent call last):', file=sys.stderr)\n"})
    void aProgramThatKnowsNoHelpStarts(String cli) {
        project.file("hone/cli.py", cli);
        assertEquals(FINE, project.python(0, "tests.starts"));
        assertEquals(FINE, project.python(0, "tests.installed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"def main(:\n", "import nothing_such\n", "def run():\n    pass\n",
            "import os\n\n\ndef main():\n    os.abort()\n"})
    void aProgramThatCrashesDoesNotStart(String cli) {
        project.file("hone/cli.py", cli);
        var said = project.python(1, "tests.starts");
        assertTrue(said.contains("The command hone does not start") && said.contains("python3 -m hone does not start"),
                said);
    }

    @Test
    void anotherLayoutNameAndCommandAreAsGood() {
        project.without("hone/cli.py").file("src/other/app.py", "class App:\n    def run():\n        return 0\n")
                .file("src/other/__init__.py", "")
                .file("pyproject.toml", """
                    [project]
                    name = "other"
                    version = "1"
                    scripts = {honed = "other.app:App.run"}
                    [tool.setuptools.packages.find]
                    where = ["src"]
                    """);
        assertEquals(FINE, project.python(0, "tests.starts"));
        assertEquals(FINE, project.python(0, "tests.installed"));
    }

    @Test
    void whatCannotBeSeenHereIsSaidAndFailsNothing() {
        project.file("pyproject.toml", "[build-system]\nbuild-backend = \"hatchling.build\"\n" + ONLY_HONE);
        assertEquals("Not checked: only the build tool knows what pyproject.toml installs.\n",
                project.python(0, "tests.installed"));
        project.file("pyproject.toml", ONLY_HONE.replace("version = \"1\"",
                "version = \"1\"\ndependencies = [\"no-such-library>=2\"]"));
        assertEquals("Not checked: no-such-library, which pyproject.toml asks for, is not on this machine.\n",
                project.python(0, "tests.starts"));
    }

    @Test
    void aPyprojectThatIsNoTomlIsSaidWithItsLine() {
        project.file("pyproject.toml", "[project]\nname = hone\n");
        assertEquals("File \"pyproject.toml\", line 2: Invalid value (at line 2, column 8)\n",
                project.python(1, "tests.starts"));
    }

    @Test
    void testsRunByUnittestAndOtherMeansFailNothing() {
        project.file("tests/test_cli.py",
                "import unittest\nfrom hone.cli import main\n\n\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(0, main([]))\n");
        assertTrue(project.python(0, "tests").contains("Ran 1 test in"));
        assertTrue(project.file("tests/test_bad.py", "import nothing_such\n").python(1, "tests")
                .contains("nothing_such"));
        assertEquals(FINE, project.python(0, "tests.starts"), "tests are not started");
        project.without("tests/test_bad.py").file("tests/test_cli.py", "def test_a():\n    assert True\n");
        var said = project.python(0, "tests");
        assertTrue(said.contains("Not checked: there is no test for unittest") || said.contains("1 passed"), said);
    }
}
