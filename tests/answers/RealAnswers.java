package answers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Projects as models write them, and answers that hold them in the forms that real answers take. */
final class RealAnswers {
    static final String APP = """
            \"""Counts words.\"""
            import sys

            ### src/rules.py has the rules


            def main():
                print(len(sys.stdin.read().split()))
            """;
    static final String RULES = "# The rules:\nLIMIT = 3\nNAMES = [\n    'a',\n]\n";
    static final String README = """
            # Words

            `examples/` has three CSV files and the JSON files made of them. The demo makes them again:
            ```sh
            sh demo.sh
            ```

            ## Layout

            ### src/app.py
            ```python
            print("only a sample")
            ```

            **LICENSE**
            ```
            not this one
            ```

            Use `src/app.py`:

            ```
            echo a b | python3 src/app.py
            ```
            """;
    static final String LICENSE = "MIT License\n\nCopyright (c) the authors\n\nPermission is hereby granted, free of charge, to any person:\n\n1. `README.md` comes along.\n";
    static final String PAGE = "<!doctype html>\n<title>Poll</title>\n<script src=\"app.js\"></script>\n";
    static final String SCRIPT = "const help = `\n    ```\n    vote\n    ```\n`;\nconsole.log(help);\n";
    static final String GUIDE = "# Guide\n\nStart it:\n\n```sh\nmake run\n```\n\nThen vote:\n\n```js\nvote(1);\n```\n\nThat is all.\n";
    static final String MAKEFILE = "run:\n\tpython3 src/app.py\n\n.PHONY: run\n";

    static final List<Map<String, String>> PROJECTS = List.of(
            project("src/app.py", APP, "src/rules.py", RULES, "README.md", README, "LICENSE", LICENSE),
            project("README.md", README, "LICENSE", LICENSE, "src/app.py", APP, "Makefile", MAKEFILE),
            project("web/index.html", PAGE, "web/app.js", SCRIPT, "docs/guide.md", GUIDE),
            project("docs/guide.md", GUIDE, "docs/use.md", README, "data/words.json", "{\"a\": 1}\n", ".gitignore",
            "*.pyc\n"), project("src/__init__.py", "", "src/app.py", APP, "docs/guide.md", GUIDE, "tests/test_app.py",
            "def test():\n    assert True\n"));

    private static final List<String> HEADS =
            List.of("### %s", "### `%s`", "**%s**", "`%s`", "%s", "### %s (new)", "**`%s`**:", "1. `%s`", "File: %s",
            "#### 2. %s");
    private static final List<String> TALK =
            List.of("Certainly! Here are the files you asked for.",
            "The next file is small, e.g. for `src/app.py` and/or `LICENSE`.",
            "`examples/` has three CSV files. The demo makes them again.",
            "- It counts words.\n- It reads `README.md`.", "Note: nothing else changes.",
            "Run it with:\n\n```sh\npython3 src/app.py\n```", "Let me know if you would like any changes!",
            "| file | what |\n| --- | --- |\n| src/app.py | all |");

    /** At the end of each line that is a heading or a fence of the answer itself. */
    static final String OUTER = "\u0001";

    private RealAnswers() {
    }

    private static Map<String, String> project(String... pairs) {
        var files = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) files.put(pairs[i], pairs[i + 1]);
        return files;
    }

    /**
     * An answer as a model writes it that keeps to the rule of longer fences, with talk around the files; see {@link
     * #OUTER}.
     */
    static String answer(Map<String, String> files, Random chance) {
        var answer = new StringBuilder(talk(chance));
        files.forEach((path, text) -> answer.append(HEADS.get(chance.nextInt(HEADS.size())).formatted(path))
                .append(OUTER).append(chance.nextBoolean() ? "\n" : "\n\n")
                .append(block(path, text, chance)).append(chance.nextBoolean() ? "\n" : "").append(talk(chance)));
        return answer.toString();
    }

    private static String talk(Random chance) {
        return chance.nextInt(3) > 0 ? "" : "\n" + TALK.get(chance.nextInt(TALK.size())) + "\n\n";
    }

    private static String block(String path, String text, Random chance) {
        // A fence inside that says its language may be as long: its end is known.
        boolean equal = text.equals(GUIDE) && chance.nextBoolean();
        var fence = (chance.nextInt(4) == 0 ? "~" : "`")
                .repeat(!equal && text.contains("```") ? 4 + chance.nextInt(2) : 3);
        var info = chance.nextInt(3) == 0 && !equal ? "" : path.endsWith(".md") ? "markdown" : chance.nextBoolean()
                ? "text" : path.substring(path.lastIndexOf('.') + 1).replace("/", "");
        return fence + info + OUTER + "\n" + text + fence + OUTER + "\n";
    }
}
