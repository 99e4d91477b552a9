package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers say in many ways that a file is no longer needed, and speak of files without meaning that. */
class DeletedFilesTest {
    private static final Map<String, String> TEXTS = Map.of("src/old.py", "x = 1\n", "src/app.py", "y = 2\n");
    private static final PathPolicy ANY = new PathPolicy() {
        @Override
        public Optional<String> refusal(String path) {
            return path.equals("src/kept.py") ? Optional.of("'src/kept.py' stays") : Optional.empty();
        }

        @Override
        public Optional<String> unsafe(String path) {
            return Optional.empty();
        }

        @Override
        public List<String> clashes(java.util.Collection<String> paths) {
            return List.of();
        }
    };

    private static ParsedAnswer read(String answer) {
        return AnswerReader.read(answer.replace("\\n", "\n"), List.of(AnswerReader.ANYWHERE), ANY, TEXTS,
                Set.of("src/old.py", "src/app.py", "src/kept.py", "logo.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE: src/old.py", "DELETE src/old.py", "- DELETE: `src/old.py`", "**DELETE:** src/old.py",
        "DELETE: ./src/old.py", "### DELETE: src/old.py", "### Delete src/old.py", "### src/old.py (deleted)",
        "### src/old.py - deleted", "### `src/old.py`\\nDELETE", "### src/old.py\\n\\n(deleted)\\n",
        "*** Delete File: src/old.py", "```\\nDELETE: src/old.py\\n```", "```sh\\nrm src/old.py\\n```",
        "```bash\\ngit rm src/old.py\\n```", "### src/old.py\\n```\\nDELETE\\n```", "DELETED: src/old.py",
        "REMOVE: src/old.py", "I take away what nobody uses.\\n\\nDELETE: src/old.py\\n"})
    void aFileIsDeletedInWhateverWordsModelsSaySo(String answer) {
        var read = read(answer);
        assertEquals(List.of("src/old.py"), read.deleted());
        assertEquals(Map.of(), read.files());
        assertEquals(List.of(), read.faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"I removed src/old.py from the imports.", "Delete nothing.", "- Removed src/old.py's import",
        "### src/app.py\\n```\\n# DELETE: src/old.py\\nDELETE: src/old.py\\ny = 3\\n```",
        "### src/app.py\\n```\\n<<<<<<< SEARCH\\ny = 2\\n=======\\nDELETE: src/old.py\\n>>>>>>> REPLACE\\n```",
        "```sh\\nmake\\nrm src/old.py\\n```"})
    void wordsAboutAFileAndWhatStandsInFilesDeleteNothing(String answer) {
        assertEquals(List.of(), read(answer).deleted());
    }

    @Test
    void severalFilesAndOnesThatAreNoTextAreDeletedBesideEdits() {
        var read = read("""
                DELETE: src/old.py, logo.png
                ### src/app.py
                ```
                <<<<<<< SEARCH
                y = 2
                =======
                y = 3
                >>>>>>> REPLACE
                ```
                """);
        assertEquals(List.of("src/old.py", "logo.png"), read.deleted());
        assertEquals(Map.of("src/app.py", "y = 3\n"), read.files());
        assertEquals(List.of(), read.faults());
    }

    @Test
    void whatMayNotBeDeletedOrIsNotThereIsDroppedAndWhatIsGivenTooIsAFault() {
        assertEquals(List.of("src/kept.py"), read("DELETE: src/kept.py\nDELETE: src/old.py\n").dropped());
        assertEquals(List.of("src/nowhere.py"), read("DELETE: src/nowhere.py\nDELETE: src/old.py\n").dropped());
        assertEquals(List.of("'src/app.py' is given and deleted; do one of the two"),
                read("DELETE: src/app.py\n### src/app.py\n```\ny = 4\n```\n").faults());
    }

    @Test
    void whereNothingMayBeDeletedTheWordsAreNoAnswer() {
        var read = AnswerReader.read("DELETE: src/old.py\n", List.of(AnswerReader.ANYWHERE), ANY, TEXTS);
        assertEquals(List.of(), read.deleted());
        assertEquals(1, read.faults().size());
    }
}
