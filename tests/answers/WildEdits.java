package answers;

import java.util.List;
import java.util.Map;

/**
 * Edits as models write them, in the forms that real answers take. Every row changes the greeting of {@link #APP},
 * unless it says otherwise.
 */
final class WildEdits {
    static final String APP = """
            import sys


            def greet(name):
                \"""Return a greeting.\"""
                return "Hello, " + name


            def part(name):
                \"""Return a farewell.\"""
                return "Bye, " + name


            def main():
                for name in sys.argv[1:]:
                    print(greet(name))
                    print(part(name))
                return 0
            """;
    static final String OLD = "return \"Hello, \" + name", NEW = "return f\"Hello, {name}!\"";
    static final String GREETED = APP.replace(OLD, NEW);
    static final String TEST = """
            from app import greet, part


            def test_greet():
                name = "Ann"
                assert greet(name) == "Hello, Ann"


            def test_part():
                name = "Ann"
                assert part(name) == "Bye, Ann"
            """;
    static final Map<String, String> FILES =
            Map.of("src/app.py", APP, "tests/test_app.py", TEST, "docs/use.md", "# Use\n\nimport sys\n");
    static final List<String> DECLARED = List.of("src/app.py", "tests/test_app.py", "docs/");

    /** An answer, and the whole text of the one file that it must give. */
    record Row(String form, String answer, String path, String text) {
        @Override
        public String toString() {
            return form;
        }
    }

    private WildEdits() {
    }

    private static Row greeted(String form, String answer) {
        return new Row(form, answer, "src/app.py", GREETED);
    }

    /** The whole edit between its markers. */
    private static final String BLOCK = """
            <<<<<<< SEARCH
                return "Hello, " + name
            =======
                return f"Hello, {name}!"
            >>>>>>> REPLACE
            """;

    /** Where the path stands, and what stands around the markers. */
    static final List<Row> PLACES = List.of(
            greeted("the path above the fence", "src/app.py\n```python\n" + BLOCK + "```\n"),
            greeted("a heading above the fence", "The greeting lacks its mark.\n\n### src/app.py\n\n```python\n"
            + BLOCK + "```\nNow it has it.\n"),
            greeted("the path in bold with a remark", "**`src/app.py`** (updated):\n```python\n" + BLOCK + "```\n"),
            greeted("the path inside the fence", "Here's the change:\n\n```text\nsrc/app.py\n" + BLOCK + "```\n"),
            greeted("the path as a comment inside the fence", "```python\n# src/app.py\n" + BLOCK + "```\n"),
            greeted("the path in the info string", "```python src/app.py\n" + BLOCK + "```\n"),
            greeted("the path behind the first marker", "```python\n" + BLOCK.replace("SEARCH", "SEARCH src/app.py")
            + "```\n"), greeted("no fence", "src/app.py\n" + BLOCK + "\nThat is all.\n"),
            greeted("no fence and no last line feed", "src/app.py\n" + BLOCK.strip()),
            greeted("a fence that is never closed", "src/app.py\n```python\n" + BLOCK),
            greeted("a fence around the whole answer", "```markdown\nHere it is.\n\n### src/app.py\n```python\n"
            + BLOCK + "```\n```\n"),
            greeted("tildes, and the answer in a list", "1. `src/app.py`\n\n   ~~~python\n" + BLOCK.indent(3)
            + "   ~~~\n"),
            greeted("thinking before", "<think>I could write <<<<<<< SEARCH here.</think>\nsrc/app.py\n```python\n"
            + BLOCK + "```\n"), greeted("a command to run after it", "### src/app.py\n```python\n" + BLOCK
            + "```\n\nRun src/app.py:\n\n```sh\npython3 src/app.py Ann\n```\n"),
            greeted("five signs", "src/app.py\n```\n"
            + BLOCK.replace("<<<<<<<", "<<<<<").replace("=======", "=====").replace(">>>>>>>", ">>>>>") + "```\n"),
            greeted("nine signs", "src/app.py\n```\n"
            + BLOCK.replace("<<<<<<<", "<<<<<<<<<").replace("=======", "=========").replace(">>>>>>>", ">>>>>>>>>")
            + "```\n"), greeted("HEAD and updated", "src/app.py\n```\n"
            + BLOCK.replace("SEARCH", "HEAD").replace("REPLACE", "updated") + "```\n"),
            greeted("ORIGINAL and UPDATED", "src/app.py\n```\n"
            + BLOCK.replace("SEARCH", "ORIGINAL").replace("REPLACE", "UPDATED") + "```\n"),
            greeted("a stray angle bracket", "src/app.py\n```\n" + BLOCK.replace("SEARCH", "SEARCH>") + "```\n"),
            greeted("CRLF", ("src/app.py\n```python\n" + BLOCK + "```\n").replace("\n", "\r\n")),
            greeted("a line of talk in the fence", "src/app.py\n```python\n# The greeting gets its mark:\n" + BLOCK
            + "```\n"));

    /** What stands between the markers. */
    static final List<Row> TEXTS = List.of(
            greeted("several blocks in one fence, one path", """
                    ```python
                    src/app.py
                    <<<<<<< SEARCH
                    def greet(name):
                        \"""Return a greeting.\"""
                    =======
                    def greet(name):
                        \"""Return a greeting.\"""
                    >>>>>>> REPLACE

                    ...

                    <<<<<<< SEARCH
                        return "Hello, " + name
                    =======
                        return f"Hello, {name}!"
                    >>>>>>> REPLACE
                    ```
                    """),
            greeted("blanks at the ends of lines",
            edit("def greet(name): \n    \"\"\"Return a greeting.\"\"\"  \n    return \"Hello, \" + name\t\n",
                    "def greet(name):\n    \"\"\"Return a greeting.\"\"\"\n    return f\"Hello, {name}!\"\n")),
            greeted("no indentation at all", edit("return \"Hello, \" + name\n", "return f\"Hello, {name}!\"\n")),
            greeted("shifted to the left", edit("  \"\"\"Return a greeting.\"\"\"\n  return \"Hello, \" + name\n",
            "  \"\"\"Return a greeting.\"\"\"\n  return f\"Hello, {name}!\"\n")),
            greeted("shifted to the right", edit("        return \"Hello, \" + name\n",
            "        return f\"Hello, {name}!\"\n")),
            greeted("blank lines around", edit("\n\n    return \"Hello, \" + name\n\n\n\n",
            "\n\n    return f\"Hello, {name}!\"\n\n\n\n")), greeted("a blank line before the search text only",
            edit("\n    return \"Hello, \" + name\n", "    return f\"Hello, {name}!\"\n")),
            greeted("line numbers of an excerpt",
            edit("  4 | def greet(name):\n  5 |     \"\"\"Return a greeting.\"\"\"\n> 6 |     return \"Hello, \" + name\n",
                    "  4 | def greet(name):\n  5 |     \"\"\"Return a greeting.\"\"\"\n  6 |     return f\"Hello, {name}!\"\n")),
            greeted("line numbers in the search text only",
            edit(" 5 |     \"\"\"Return a greeting.\"\"\"\n 6 |     return \"Hello, \" + name\n 7 |\n",
                    "    \"\"\"Return a greeting.\"\"\"\n    return f\"Hello, {name}!\"\n\n")),
            greeted("a fence between the markers", edit("```python\n    return \"Hello, \" + name\n```\n",
            "```python\n    return f\"Hello, {name}!\"\n```\n")), new Row("nothing to replace it with",
            edit("def part(name):\n    \"\"\"Return a farewell.\"\"\"\n    return \"Bye, \" + name\n\n\n", ""),
            "src/app.py",
                    APP.replace("def part(name):\n    \"\"\"Return a farewell.\"\"\"\n    return \"Bye, \" + name\n\n\n", "")),
            new Row("nothing to search for", edit("", "\n\nif __name__ == \"__main__\":\n    sys.exit(main())\n"),
            "src/app.py", APP + "\n\nif __name__ == \"__main__\":\n    sys.exit(main())\n"),
            new Row("lines that go between others", edit("        print(greet(name))\n        print(part(name))\n",
            "        print(greet(name))\n        print()\n        print(part(name))\n"),
                    "src/app.py", APP.replace("        print(part(name))\n",
                    "        print()\n        print(part(name))\n")), new Row("another file",
            "tests/test_app.py\n```python\n<<<<<<< SEARCH\n    assert greet(name) == \"Hello, Ann\"\n=======\n    assert greet(name) == \"Hello, Ann!\"\n>>>>>>> REPLACE\n```\n",
                    "tests/test_app.py", TEST.replace("Hello, Ann", "Hello, Ann!")),
            new Row("two edits of one function, the second of what the first made",
            edit("    return \"Hello, \" + name\n", "    text = \"Hello, \" + name\n    return text\n")
                    + edit("    text = \"Hello, \" + name\n", "    text = f\"Hello, {name}!\"\n"), "src/app.py",
                    APP.replace(OLD, "text = f\"Hello, {name}!\"\n    return text")));

    static String edit(String search, String replace) {
        return "src/app.py\n```python\n<<<<<<< SEARCH\n%s=======\n%s>>>>>>> REPLACE\n```\n".formatted(search, replace);
    }
}
