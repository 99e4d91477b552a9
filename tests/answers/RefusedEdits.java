package answers;

import static answers.WildEdits.GREETED;
import static answers.WildEdits.edit;

import java.util.List;

/** Edits that cannot be made for sure, as models write them. */
final class RefusedEdits {
    /** An answer of which nothing may be applied, and what is said about it. */
    record Row(String form, String answer, List<String> faults) {
        @Override
        public String toString() {
            return form;
        }
    }

    private RefusedEdits() {
    }

    static final List<Row> ROWS = List.of(
            refused("a changed line that is not there so", edit("    return 'Hello, ' + name\n", "    return f'Hello, {name}!'\n"), """
                    'src/app.py': the search text of block 1 is not in the file:
                      |     return 'Hello, ' + name
                    did you mean line 6 of 'src/app.py'?
                    6 |     return "Hello, " + name"""),
            refused("a function as the model remembers it", edit("""
                    def greet(name: str) -> str:
                        \"""Return a friendly greeting for the name.\"""
                        return "Hello, " + name.strip()
                    """, """
                    def greet(name: str) -> str:
                        return f"Hello, {name}!"
                    """), """
                    'src/app.py': the search text of block 1 is not in the file:
                      | def greet(name: str) -> str:
                      |     \"""Return a friendly greeting for the name.\"""
                      |     return "Hello, " + name.strip()
                    did you mean lines 4 to 6 of 'src/app.py'?
                    4 | def greet(name):
                    5 |     \"""Return a greeting.\"""
                    6 |     return "Hello, " + name"""),
            refused("lines that are nowhere", edit("    raise SystemExit(main())\n", "    sys.exit(main())\n"), """
                    'src/app.py': the search text of block 1 is not in the file:
                      |     raise SystemExit(main())"""),
            refused("lines that are there twice", inTest("    name = \"Ann\"\n", "    name = \"Bob\"\n"),
            "'tests/test_app.py': the search text of block 1 is found at lines 5 and 10; add lines around it until it is found only once"),
            refused("lines that are there twice but for their indentation",
            inTest("name = \"Ann\"\n", "name = \"Bob\"\n"),
            "'tests/test_app.py': the search text of block 1 is found at lines 5 and 10; add lines around it until it is found only once"),
            refused("the lines of another file", edit("    assert greet(name) == \"Hello, Ann\"\n", "    assert greet(name) == \"Hello, Ann!\"\n"), """
                    'src/app.py': the search text of block 1 is not in the file; but it is in 'tests/test_app.py':
                      |     assert greet(name) == "Hello, Ann\""""),
            refused("what is done already", edit("    return \"Bye \" + name\n", "    return \"Bye, \" + name\n"), """
                    'src/app.py': the search text of block 1 is not in the file; what it would put there is at line 11 already:
                      |     return "Bye " + name
                    did you mean line 11 of 'src/app.py'?
                    11 |     return "Bye, " + name"""),
            refused("lines left out of the replacement", edit("def main():\n    for name in sys.argv[1:]:\n",
            "def main():\n    \"\"\"Greet all.\"\"\"\n    # ... rest of the function ...\n"),
            "'src/app.py': block 1 leaves lines out with '# ... rest of the function ...', and they would be lost; write every line"),
            refused("lines left out in both halves", edit("def greet(name):\n...\n    return \"Hello, \" + name\n",
            "def greet(name):\n...\n    return f\"Hello, {name}!\"\n"),
                    "'src/app.py': block 1 leaves lines out with '...', and they would be lost; write every line"),
            refused("lines left out by a comment",
            edit("def greet(name):\n    # ... existing code ...\n    return \"Hello, \" + name\n",
                    "def greet(name):\n    # ... existing code ...\n    return f\"Hello, {name}!\"\n"),
                    "'src/app.py': block 1 leaves lines out with '# ... existing code ...', and they would be lost; write every line"),
            refused("the whole file with an empty search text", edit("", GREETED),
            "'src/app.py': block 1 searches for nothing and adds most of the file once more; give the whole file without markers"),
            refused("no mark in the middle",
            "src/app.py\n```python\n<<<<<<< SEARCH\n    return 1\n>>>>>>> REPLACE\n```\n",
            "'src/app.py': block 1 has no line '======='"), refused("no mark at the end",
            "src/app.py\n```python\n<<<<<<< SEARCH\n    return 0\n=======\n    return 1\n```\nThat was it.\n",
            "'src/app.py': block 1 has no line '>>>>>>> REPLACE'"), refused("an end within the second half",
            "src/app.py\n```python\n<<<<<<< SEARCH\n    return 0\n=======\n    return",
            "the answer ends inside 'src/app.py'"),
            refused("an end within the first half", "src/app.py\n```python\n<<<<<<< SEARCH\n    retu",
            "the answer ends inside 'src/app.py'"),
            refused("a file that is not there", edit("a\n", "b\n").replace("src/app.py", "docs/x.md"),
            "'docs/x.md': block 1 changes this file, but it does not exist yet; give it whole"),
            refused("a file that nobody declared", edit("a\n", "b\n").replace("src/app.py", "src/other.py"),
            "not asked for: 'src/other.py'; write each path as the task does"),
            refused("the name without its folder", edit("a\n", "b\n").replace("src/app.py", "app.py"),
            "not asked for: 'app.py'; write each path as the task does"),
            refused("a path that climbs out", edit("", "b\n").replace("src/app.py", "../../etc/passwd"),
            "block 1 names no file; put a line with the path above it"),
            refused("no path", "```python\n<<<<<<< SEARCH\nnothing like it\n=======\nx\n>>>>>>> REPLACE\n```\n",
            "block 1 names no file; put a line with the path above it"),
            refused("no path, and lines for the end", "```python\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE\n```\n",
            "block 1 names no file; put a line with the path above it"),
            refused("text that holds a line like the one in the middle",
            edit("    return 0\n=======\n", "    return 1\n"),
                    "'src/app.py': block 1 can be read in several ways, because its text holds lines of '=' signs; write its three markers with nine signs each"));

    private static String inTest(String search, String replace) {
        return edit(search, replace).replace("src/app.py", "tests/test_app.py");
    }

    private static Row refused(String form, String answer, String... faults) {
        return new Row(form, answer, List.of(faults));
    }
}
