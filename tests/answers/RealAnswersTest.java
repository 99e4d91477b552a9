package answers;

import static answers.Answers.files;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whole answers of real life, also as servers and models spoil them: files come back byte for byte, or a fault is told.
 */
class RealAnswersTest {
    private static final int SEEDS = 500;
    private static final String FIRST = "### src/app.py\n```python\nprint(1)\n```\n";

    @Test
    void aReadmeInALongerFenceStaysWholeAndTheLicenceAfterItIsThere() {
        var answer = FIRST + "\n### README.md\n````markdown\n" + RealAnswers.README + "````\n\n### LICENSE\n```text\n"
                + RealAnswers.LICENSE + "```\n";
        var expected = Map.of("src/app.py", "print(1)\n", "README.md", RealAnswers.README, "LICENSE",
                RealAnswers.LICENSE);
        for (var declared : List.of(List.of("./"), List.of("src/app.py", "README.md", "LICENSE"),
                List.of("src/", "README.md", "LICENSE", "examples/"))) {
            if (declared.contains("examples/")) {
                assertEquals(List.of("there is no file in 'examples/'"), Answers.read(answer, declared).faults());
            } else {
                assertEquals(expected, files(answer, declared.toArray(String[]::new)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings =
            {"`examples/` has three CSV files and the JSON files made of them. The demo makes them again",
            "Here is the config", "`a b`: see `c`",
            "### The configuration", "**Step 2.**", "and/or", "e.g.", "### docs and more: a.md", "Edit a.md",
            "### Edit a.md", "a.md ,", "`a.md", "'a.md", "a/ /b.md", "v1.2", "### 1.2"})
    void whatIsNoPathIsNoFileWhereAnyMayBeWritten(String line) {
        for (var declared : List.of(List.of("./"), List.of("src/", "docs/", "README.md"))) {
            var parsed = Answers.read(FIRST + "\n" + line + "\n```\nx\n```\n\n### README.md\n```\n# T\n```\n",
                    declared);
            assertEquals(List.of("src/app.py", "README.md"), parsed.files().sequencedKeySet().stream().toList());
            assertEquals(List.of("line 7 of the answer: a block stands under '%s', which is no path; put a ### line with the path above it".formatted(line)),
                    parsed.faults().stream().filter(fault -> !fault.startsWith("there is no file")).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"### Makefile", "LICENSE", "`.gitignore`", "### bin/words", "src/a.test.js",
            "### a-b_c.d.e", "### `my notes.txt`", "`docs/Über uns.md`",
            "### docs/api.v2.md", "man/words.1.txt", "### .github/CODEOWNERS", "Dockerfile:", "**tests/__init__.py**",
            "### src/[id]/page.tsx", "### src/(app)/page.tsx", "C++.md"})
    void aPathInAnUnusualFormIsAFileWhereAnyMayBeWritten(String line) {
        var parsed = Answers.read(FIRST + "\n" + line + "\n```\nx\n```\n", List.of("./"));
        assertEquals(List.of(), parsed.faults());
        assertEquals(line.replaceAll("^(### |\\*\\*)|[`:]|\\*\\*$", ""), parsed.files().lastEntry().getKey());
    }

    @Test
    void samplesThatASentenceLeadsToBehindTheLastFileAreTalk() {
        assertEquals(Map.of("src/app.py", "print(1)\n"),
                files(FIRST + "\nRun it with:\n\n```sh\npython3 src/app.py\n```\nThis prints\n\n```\n1\n```\n", "./"));
        assertEquals(List.of("line 7 of the answer: a block stands under '### Licence text', which is no path; put a ### line with the path above it"),
                Answers.read(FIRST + "\n### Licence text\n```\nMIT\n```\n", List.of("./")).faults());
    }

    @Test
    void linesAreThoseOfTheWholeAnswerAlsoBehindReasoning() {
        assertEquals(List.of("line 4 of the answer: the block for 'src/app.py' is not closed; nothing behind that line was read"),
                Answers.read("<think>\nhm\n</think>\n```python src/app.py\nprint(", List.of("src/app.py")).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"print(1)\n", "import sys\n\nprint(1)\n", "x = 1\n\n# Run it:\n"})
    void codeWithoutAFenceIsNotTheSampleBehindIt(String code) {
        var parsed = Answers.read("### src/app.py\n" + code + "\n```sh\npython3 src/app.py\n```\n",
                List.of("src/app.py", "b.txt"));
        assertEquals(Map.of(), parsed.files());
        assertTrue(parsed.faults().contains("'src/app.py' is missing"), parsed.faults()::toString);
    }

    @Test
    void whereTheFencesOfAnAnswerAreTornNoneOfItsFilesIsTaken() {
        var parsed = Answers.read(FIRST + "### README.md\n# T\n\n### LICENSE\n```\na sample\n```\n\nEnd.\n\n````\n",
                List.of("src/app.py", "README.md", "LICENSE"));
        assertEquals(Map.of(), parsed.files());
        assertTrue(parsed.faults()
                .contains("it is not sure where the blocks of the answer end, so none of its files was taken: 'src/app.py', 'LICENSE'; give them all again"),
                parsed.faults()::toString);
    }

    @Test
    void whatKeepsToTheRulesComesBackByteForByte() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var files = RealAnswers.PROJECTS.get(seed % RealAnswers.PROJECTS.size());
            var answer = RealAnswers.answer(files, new Random(seed)).replace(RealAnswers.OUTER, "");
            assertEquals(new LinkedHashMap<>(files), files(answer, files.keySet().toArray(String[]::new)), answer);
        }
    }

    /** What happens to an answer on its way. */
    enum Spoiling {
        CRLF(0, (text, chance) -> text.replace("\n", "\r\n")),
        CHATTER(0, (text, chance) -> "Certainly! Here are the files you asked for.\n\n" + text
        + "\n\nLet me know if you would like any changes!"),
        LANGUAGE(0, (text, chance) -> text.replaceAll("(?m)^(```+|~~~+)[a-z]+\u0001$", "$1text")),
        LANGUAGE_AT_ENDS_TOO(1, (text, chance) -> text.replaceAll("(?m)^```\\w*\u0001", "```text")),
        CUT(1, (text, chance) -> text.substring(0, (int) (text.length() * (0.3 + 0.6 * chance.nextDouble())))),
        FENCE_LOST(1, (text, chance) -> with(text, chance, "(```+|~~~+)\u0001", null)),
        FENCE_TWICE(1, (text, chance) -> with(text, chance, "(```+|~~~+)\u0001", "$0\n$1")),
        FIRST_FENCE_LOST(1, (text, chance) -> text.replaceFirst("(?m)^(```+|~~~+)\u0001\n", "")),
        LAST_FENCE_LOST(1, (text, chance) -> text.replaceFirst("(?s)\n(```+|~~~+)\u0001(?!.*\u0001)", "")),
        HEADING_LOST(1, (text, chance) -> with(text, chance, "[^`~].*\u0001", null)),
        FENCES_EQUAL(1, (text, chance) -> text.replaceAll("(?m)^````+([a-z]*\u0001)", "```$1")),
        WRAPPED(1, (text, chance) -> "```markdown\n" + text + "\n```\n"),
        WRAPPED_LONGER(1, (text, chance) -> "``````markdown\n" + text + "\n``````\n");

        private final int faults;
        private final BiFunction<String, Random, String> spoil;

        Spoiling(int faults, BiFunction<String, Random, String> spoil) {
            this.faults = faults;
            this.spoil = spoil;
        }

        /** One of the lines that match, changed or, for null, left out. */
        private static String with(String text, Random chance, String line, String changed) {
            var lines = new ArrayList<>(List.of(text.split("\n", -1)));
            var places = IntStream.range(0, lines.size()).filter(i -> lines.get(i).matches(line)).toArray();
            if (places.length == 0) return text;
            int at = places[chance.nextInt(places.length)];
            if (changed == null) lines.remove(at);
            else lines.set(at, lines.get(at).replaceFirst(line, changed));
            return String.join("\n", lines);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSpoiledAnswerGivesNoWrongFileAndNoOther(Spoiling spoiling) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var chance = new Random(seed);
            var files = RealAnswers.PROJECTS.get(seed % RealAnswers.PROJECTS.size());
            var answer = spoiling.spoil.apply(RealAnswers.answer(files, chance), chance).replace(RealAnswers.OUTER, "");
            var parsed = Answers.read(answer, List.copyOf(files.keySet()));
            for (var file : parsed.files().entrySet()) assertEquals(files.get(file.getKey()), file.getValue(), () ->
                    spoiling + " " + file.getKey() + " in\n" + answer + parsed.faults());
            assertTrue(parsed.files().size() == files.size() || !parsed.faults().isEmpty(), answer);
            if (spoiling.faults == 0) assertEquals(List.of(), parsed.faults(), answer);
        }
    }

    @Test
    void aFileThatWasLostIsNamed() {
        for (var files : RealAnswers.PROJECTS) {
            for (var lost : files.keySet()) {
                var rest = new LinkedHashMap<>(files);
                rest.remove(lost);
                var parsed = Answers.read(RealAnswers.answer(rest, new Random(1)).replace(RealAnswers.OUTER, ""),
                        List.copyOf(files.keySet()));
                assertTrue(parsed.faults().contains("'%s' is missing".formatted(lost)), parsed.faults()::toString);
                assertFalse(parsed.files().entrySet().stream()
                        .anyMatch(file -> !rest.get(file.getKey()).equals(file.getValue())));
            }
        }
    }
}
