import {renderToStaticMarkup} from "react-dom/server";
import {describe, expect, test} from "vitest";
import {blocks} from "../src/text/answer";
import {parseDiff} from "../src/text/diff";
import {highlighted} from "../src/text/highlight";
import {places} from "../src/text/places";
import {Code, Lines, Text} from "../src/text/Text";
import {pieces, visible} from "../src/text/visible";

describe("text of others is shown as text", () => {
    const hostile = `<img src=x onerror=alert(1)><script>alert(2)</script>"'&amp;`;
    const escaped = "&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(2)&lt;/script&gt;";
    test.each([
        ["plain", <Text>{hostile}</Text>],
        ["in lines", <Lines text={hostile} />],
        ["as HTML code", <Code text={hostile} language="html" name="x" />],
        ["as code of no language", <Code text={hostile} name="x" />],
    ])("%s", (_, element) => {
        const markup = renderToStaticMarkup(element);
        expect(markup).not.toMatch(/<img|<script/);
        expect(markup.replace(/<[^>]*>/g, "")).toContain(escaped);
    });
});

test.each([
    ["\u001b[31mred\u001b[0m", "‹ESC›[31mred‹ESC›[0m"],
    ["a\u0007b\u0000c", "a‹U+0007›b‹U+0000›c"],
    ["user\u202egnp.exe", "user‹U+202E›gnp.exe"],
    ["zero\u200bwidth", "zero‹U+200B›width"],
    ["\ud800 alone", "‹U+D800› alone"],
    ["line\r\nend", "line end"],
    ["back\rwards", "back‹U+000D›wards"],
    ["Zoë 👩‍🚀 日本語", "Zoë 👩‍🚀 日本語"],
])("what steers a screen or hides stands there as a mark: %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
});

test("a mark says what it stands for", () => {
    expect(pieces("a\u202eb")).toEqual([
        {text: "a"},
        {text: "‹U+202E›", mark: "character U+202E, which does not show"},
        {text: "b"},
    ]);
});

test("a line of a megabyte is shown by its beginning, with a way to see more", () => {
    const markup = renderToStaticMarkup(<Lines text={"x".repeat(1_000_000)} />);
    expect(markup.length).toBeLessThan(5_000);
    expect(markup).toContain("998,000 more characters");
});

test("many lines are shown by the first, with a way to see more", () => {
    const markup = renderToStaticMarkup(<Code text={"x\n".repeat(100_000)} name="x" />);
    expect(markup.length).toBeLessThan(100_000);
    expect(markup).toContain("99,600 more lines");
});

test("colours lose nothing of the text", () => {
    const code = "def f():\n    '''a\n    b'''\n    return 1 # x\n\n";
    expect(
        highlighted(code, "python")
            .map(line => line.map(token => token.text).join(""))
            .join("\n"),
    ).toBe(code);
});

describe("places in an output", () => {
    const known = new Set(["greeter/cli.py", "web/app.js", "README.md"]);
    test.each([
        ['  File "/tmp/attempt/greeter/cli.py", line 12, in main', "greeter/cli.py", 12],
        ["web/app.js:3:14: unexpected token", "web/app.js", 3],
        ["./web/app.js:7", "web/app.js", 7],
        ["web/app.js(9,2): error TS1", "web/app.js", 9],
    ])("%s", (text, path, line) => {
        expect(places(text, known)).toMatchObject([{path, line}]);
    });
    test("a file that is not the project's is none", () => {
        expect(places('File "/usr/lib/python3.11/runpy.py", line 198; 12:30 o\'clock', known)).toEqual([]);
    });
});

describe("a diff as git writes it", () => {
    const text = `diff --git a/a.py b/a.py
index 1..2 100644
--- a/a.py
+++ b/a.py
@@ -1,3 +1,3 @@ class A:
 one
--- a line that begins like a head
+++ another
 three
\\ No newline at end of file
diff --git a/new b.txt b/new b.txt
new file mode 100644
index 0000000..1
--- /dev/null
+++ b/new b.txt\t
@@ -0,0 +1 @@
+hello
diff --git "a/z\\303\\274.txt" "b/z\\303\\274.txt"
deleted file mode 100644
--- "a/z\\303\\274.txt"
+++ /dev/null
@@ -1 +0,0 @@
-gone
diff --git a/old.md b/new.md
similarity index 100%
rename from old.md
rename to new.md
diff --git a/p.png b/p.png
new file mode 100644
Binary files /dev/null and b/p.png differ
`;
    const files = parseDiff(text);
    test("tells what became of each file", () => {
        expect(files.map(file => [file.path, file.fate, file.added, file.removed, file.binary])).toEqual([
            ["a.py", "changed", 1, 1, false],
            ["new b.txt", "added", 1, 0, false],
            ["zü.txt", "deleted", 0, 1, false],
            ["new.md", "renamed", 0, 0, false],
            ["p.png", "added", 0, 0, true],
        ]);
    });
    test("numbers lines on both sides", () => {
        expect(files[0]?.hunks[0]).toMatchObject({
            head: "class A:",
            lines: [
                {kind: "same", before: 1, after: 1},
                {kind: "removed", text: "-- a line that begins like a head", before: 2, after: 0},
                {kind: "added", text: "++ another", before: 0, after: 2},
                {kind: "same", before: 3, after: 3},
                {kind: "note"},
            ],
        });
    });
    test("an empty one has no file", () => {
        expect(parseDiff("")).toEqual([]);
    });
});

describe("an answer at its fences", () => {
    test("prose and code", () => {
        expect(blocks("Here:\n\n### a.py\n```python\nx = 1\n```\nDone.")).toEqual([
            {code: false, language: "", text: "Here:\n\n### a.py"},
            {code: true, language: "python", text: "x = 1"},
            {code: false, language: "", text: "Done."},
        ]);
    });
    test("what is inside a longer fence is never looked into", () => {
        expect(blocks("````md\n```js\nx\n```\n````").map(block => block.text)).toEqual(["```js\nx\n```"]);
    });
    test("one that is still arriving goes to the end", () => {
        expect(blocks("```py\nx = ").at(-1)).toEqual({code: true, language: "py", text: "x = "});
    });
});
