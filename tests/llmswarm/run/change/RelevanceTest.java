package llmswarm.run.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import llmswarm.prompt.FileRoom;
import llmswarm.prompt.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files an agent is shown first. */
class RelevanceTest {
    private static final Map<String, String> FILES = Map.of(
            "src/session.py", "class SessionStore:\n    def close_session(self): ...\n    # sessions end after an hour\n",
            "src/invoice.py", "def parseInvoice(line): ...\ndef total(lines): ...\n",
            "tests/test_invoice.py", "from src.invoice import total\n", "docs/notes.md", "# Notes\nInvoices are paid.\n",
            "style.css", "body { color: black }\n");

    private static String first(String question) {
        return new Relevance(FILES.entrySet().stream().map(file -> Relevance.counted(file.getKey(), file.getValue())).toList()).ranked(question).stream().map(Relevance.Scored::path).findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A session should end after two hours.               | src/session.py
            close_session loses the name                        | src/session.py
            parse invoices with tabs                            | src/invoice.py
            docs/notes.md says session twice                    | docs/notes.md
            the colour in style.css                             | style.css
            something else entirely                             | none
            """)
    void namesAndTheirPartsCountAndAPathCountsMost(String question, String path) {
        assertEquals(path, first(question));
    }

    @Test
    void manyFilesAreRankedInAMomentAndShownAsFolders() {
        var contents = new TreeMap<String, byte[]>();
        for (int i = 0; i < 5_000; i++) contents.put("lib/part%d/file%d.py".formatted(i / 100, i),
                ("def work%d(): ...\n".formatted(i)).repeat(20).getBytes());
        var large = new byte[500_000];
        Arrays.fill(large, (byte) 'x');
        contents.put("data.txt", large);
        contents.put("picture.png", new byte[] {0, 1, 2});
        contents.put("docs/PLAN.md", "# Plan: parts\n".getBytes());
        long start = System.nanoTime();
        var present = new PresentFiles(contents, Map.of());
        var shown = present.shown("work4711 fails, see data.txt", List.of(), FileRoom.bounded(128_000));
        assertEquals("lib/part47/file4711.py", shown.files().getFirst().path());
        assertTrue(shown.files().stream().mapToInt(file -> file.text().length()).sum() < 100_000);
        assertTrue(present.listing(300).lines().count() <= 301, present.listing(300));
        assertTrue(present.listing(300).contains("picture.png  3 bytes"));
        assertFalse(present.listing(300).contains("PLAN.md"), "the tool writes it");
        assertTrue(System.nanoTime() - start < 30_000_000_000L);
    }

    @Test
    void aFolderWithTooManyFilesIsOneRow() {
        var told = new LinkedHashMap<String, String>();
        for (int i = 0; i < 50; i++) told.put("vendor/file%d".formatted(i), "1 line");
        told.put("src/app.py", "3 lines");
        told.put("README", "2 lines");
        assertEquals(List.of("src/app.py  3 lines", "vendor/  50 files", "README  2 lines"), FolderRows.of(told, 10));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.py   | 'import os\\n\\ndef f(x):\\n    return x\\nclass C:\\n    def m(self): ...'    | 'def f(x):\\nclass C:\\n    def m(self): ...'
            A.java | 'class A {\\n    private int x;\\n    public int get() {\\n        return x;'     | 'class A {\\n    public int get() {'
            a.go   | 'package a\\nfunc Add(a int) int {\\n'                                        | 'func Add(a int) int {'
            a.c    | '#include <x.h>\\nstatic int add(int a, int b) {\\n'                         | 'static int add(int a, int b) {'
            a.ts   | 'import x\\nexport async function go(): void {\\n'                           | 'export async function go(): void {'
            a.md   | '# One\\ntext\\n## Two\\n'                                                    | '# One\\n## Two'
            a.txt  | 'one\\n\\ntwo\\nthree\\nfour\\n'                                              | 'one\\ntwo\\nthree'
            """)
    void anOutlineShowsWhatAFileDeclaresElseHowItBegins(String path, String text, String outline) {
        assertEquals(outline.replace("\\n", "\n"), Outline.of(path, text.replace("\\n", "\n")));
    }

    @Test
    void whatAPackBroughtIsShownOnlyWhereSomebodyNamesIt() {
        var contents = new TreeMap<String, byte[]>();
        FILES.forEach((path, text) -> contents.put(path, (text + "# more\n".repeat(3_000)).getBytes()));
        var brought = Map.of("src/invoice.py", llmswarm.guard.Digest.of(contents.get("src/invoice.py")));
        var present = new PresentFiles(contents, brought);
        assertEquals(List.of("tests/test_invoice.py"), paths(present, "total of an invoice").stream()
                .filter(path -> path.contains("invoice")).toList());
        assertEquals("src/invoice.py", paths(present, "see src/invoice.py").getFirst());
    }

    private static List<String> paths(PresentFiles present, String question) {
        return present.shown(question, List.of(), FileRoom.bounded(128_000)).files().stream()
                .map(SourceText::path).toList();
    }
}
