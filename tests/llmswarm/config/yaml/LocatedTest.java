package llmswarm.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import llmswarm.config.yaml.Located.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocatedTest {
    private final Faults faults = new Faults();

    @Test
    void scalarsKeepWhatWasWrittenAndHow() {
        var yaml = """
            version: 1.10
            country: no
            quoted: "5"
            empty:
            plain: some words
            block: |
              {{a}}
            """;

        var map = (Located.Mapping) Located.yaml(yaml, "a.yaml", faults).orElseThrow();

        assertEquals(List.of("1.10 NUMBER 1:10", "no BOOLEAN 2:10", "5 QUOTED 3:9", " NULL 4:7",
                "some words PLAIN 5:8", "{{a}}\n BLOCK 6:8"),
            map.entries().values().stream().map(e -> (Located.Scalar) e.value())
                .map(s -> "%s %s %d:%d".formatted(s.text(), s.form(), s.place().line(), s.place().column())).toList());
        assertEquals(new Place("a.yaml", 7, 1), ((Located.Scalar) map.entries().get("block").value()).textPlace());
        assertEquals(new Place("a.yaml", 3, 10), ((Located.Scalar) map.entries().get("quoted").value()).textPlace());
    }

    @Test
    void everyNodeKnowsItsPathInYamlAndInJson() {
        for (var root : List.of(Located.yaml("tasks:\n  - agent: [x, y]\n", "p", faults),
                Located.json("{\"tasks\": [{\"agent\": [\"x\", \"y\"]}]}", "p", faults))) {
            var tasks = (Located.Items) ((Located.Mapping) root.orElseThrow()).entries().get("tasks").value();
            var agent = (Located.Items) ((Located.Mapping) tasks.items().getFirst()).entries().get("agent").value();

            assertEquals("tasks[0].agent", agent.path());
            assertEquals("tasks[0].agent[1]", agent.items().get(1).path());
        }
    }

    @Test
    void aStyleIsFoundBehindLettersOutsideTheBasicPlane() {
        var map = (Located.Mapping) Located.yaml("a: \uD83D\uDE00\uD83D\uDE00 \u00fc\nb: \"x\"\n", "a.yaml", faults)
                .orElseThrow();

        assertEquals(Form.QUOTED, ((Located.Scalar) map.entries().get("b").value()).form());
    }

    @Test
    void aByteOrderMarkIsNotPartOfTheFirstKey() {
        var map = (Located.Mapping) Located.yaml("\uFEFFname: x\n", "a.yaml", faults).orElseThrow();

        assertEquals(List.of("name"), List.copyOf(map.entries().keySet()));
    }

    @Test
    void aKeyThatStandsTwiceIsAFaultWithBothPlaces() {
        Located.yaml("name: a\nrole: b\nname: c\n", "agents/a.yaml", faults);

        assertEquals(List.of("agents/a.yaml:3:1: key 'name' stands here a second time; the first is on line 1, column 1."), faults.sentences());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &x 1\n", "a: &x {b: 1}\n", "a: &x\n  b: 1\n", "a: *x\n", "a: &x [1]\n"})
    void anchorsAndAliasesAreRefused(String yaml) {
        assertTrue(Located.yaml(yaml, "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml:1:4: YAML anchors and aliases (& and *) are not read; write the value out."),
                faults.sentences());
    }

    @Test
    void anchorsOfKeysAreRefused() {
        assertTrue(Located.yaml("&x a: 1\n", "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml:1:1: YAML anchors and aliases (& and *) are not read; write the value out."),
                faults.sentences());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: !!str 5\n", "a: !java.io.File [x]\n", "a: !x {b: 1}\n"})
    void tagsAreRefused(String yaml) {
        assertTrue(Located.yaml(yaml, "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml:1:4: YAML tags (!) are not read; leave the tag out."), faults.sentences());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        a: [1                     | a.yaml:2:1: this is not valid YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>.
        a: b: c                   | a.yaml:1:5: this is not valid YAML: mapping values are not allowed here.
        a: @x                     | a.yaml:1:4: this is not valid YAML: while scanning for the next token, found character '@' that cannot start any token.
        }                         | a.yaml:1:1: this is not valid YAML: while parsing a block node, expected the node content, but found '}'.
        ? [a]                     | a.yaml:1:4: this is not valid YAML: Expected a field name (Scalar value in YAML).
        """)
    void brokenYamlIsOneSentenceWithItsPlace(String yaml, String sentence) {
        assertTrue(Located.yaml(yaml + "\n", "a.yaml", faults).isEmpty());

        assertEquals(List.of(sentence), faults.sentences());
    }

    @Test
    void aControlCharacterInYamlIsOneSentence() {
        assertTrue(Located.yaml("a: \u0001\n", "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml:1:1: this is not valid YAML: special characters are not allowed."),
                faults.sentences());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"a": }        | the plan:1:7: this is not valid JSON: Unexpected character ('}' (code 125)): expected a value.
        {"a": [1,2}    | the plan:1:11: this is not valid JSON: Unexpected close marker '}': expected ']'.
        {"a": 1        | the plan:1:8: this is not valid JSON: Unexpected end-of-input: expected close marker for Object.
        {'a': 1}       | the plan:1:2: this is not valid JSON: Unexpected character (''' (code 39)): was expecting double-quote to start field name.
        nope           | the plan:1:1: this is not valid JSON: Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false').
        """)
    void brokenJsonIsOneSentenceWithItsPlace(String json, String sentence) {
        assertTrue(Located.json(json, "the plan", faults).isEmpty());

        assertEquals(List.of(sentence), faults.sentences());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        '', a.yaml: is empty.
        '# only a comment', a.yaml: is empty.
        """)
    void anEmptyFileIsAFault(String yaml, String sentence) {
        assertTrue(Located.yaml(yaml, "a.yaml", faults).isEmpty());

        assertEquals(List.of(sentence), faults.sentences());
    }

    @Test
    void aSecondDocumentIsAFault() {
        assertTrue(Located.yaml("a: 1\n---\nb: 2\n", "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml:3:1: a second document begins here; only one is read."), faults.sentences());
    }

    @Test
    void deepNestingEndsTheReading() {
        assertTrue(Located.json("[".repeat(900), "the plan", faults).isEmpty());

        assertEquals(List.of("the plan:1:34: is nested more than 32 deep."), faults.sentences());
    }

    @Test
    void aFileLargerThanAMegabyteIsNotRead() {
        assertTrue(Located.yaml("a: " + "x".repeat(1 << 20), "a.yaml", faults).isEmpty());

        assertEquals(List.of("a.yaml: is larger than 1 MB."), faults.sentences());
    }
}
