package llmswarm.config.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
    private enum Day { MONDAY, SUNDAY_NIGHT }

    private final Faults faults = new Faults();

    private Fields yaml(String text) {
        return Fields.of(Located.yaml(text, "a.yaml", faults).orElseThrow(), faults);
    }

    @Test
    void valuesOfEveryKindAreRead() {
        var fields = yaml("""
            text: 1.10
            whole: 3
            number: 0.5
            flag: true
            day: sunday-night
            wait: 90s
            server: http://localhost:1234/v1
            words: [a, no, 1.0]
            commands: [[a, ""], [b]]
            maps: [{x: 1}]
            byName: {one: {x: 2}}
            """);

        assertEquals("1.10", fields.text("text", ""));
        assertEquals(3, fields.whole("whole", 0, 1, 5));
        assertEquals(0.5, fields.number("number", 0, 0, 1));
        assertEquals(true, fields.flag("flag", false));
        assertEquals(Optional.of(Day.SUNDAY_NIGHT), fields.choice("day", Day.class));
        assertEquals(Optional.of(Duration.ofSeconds(90)), fields.scalar("wait", Values::duration));
        assertEquals(Optional.of(URI.create("http://localhost:1234/v1")), fields.scalar("server", Values::address));
        assertEquals(List.of("a", "no", "1.0"), fields.texts("words"));
        assertEquals(List.of(List.of("a", ""), List.of("b")), fields.scalarLists("commands", (word, trouble) -> Optional.of(word.text())));
        assertEquals(1, fields.list("maps").getFirst().whole("x", 0, 0, 9));
        assertEquals(2, fields.map("byName").get("one").whole("x", 0, 0, 9));
        fields.done();
        assertEquals(List.of(), faults.sentences());
    }

    @Test
    void missingKeysAreReadAsTheirDefaults() {
        var fields = yaml("{}");

        assertEquals("x", fields.text("text", "x"));
        assertEquals(7, fields.whole("whole", 7, 1, 5));
        assertEquals(List.of(), fields.texts("words"));
        assertEquals(Map.of(), fields.map("maps"));
        assertEquals(List.of(), faults.sentences());
    }

    @Test
    void allFaultsOfAFileAreFoundAtOnce() {
        var fields = yaml("""
            modle: x
            whole: 9
            number: much
            flag: yes
            """).require("model");
        fields.whole("whole", 1, 1, 5);
        fields.number("number", 0, 0, 2);
        fields.flag("flag", false);
        fields.done();

        assertEquals(List.of(
            "a.yaml:1:1: missing key 'model'.",
            "a.yaml:1:1: unknown key 'modle'; did you mean 'model'? Known keys: model, whole, number, flag.",
            "a.yaml:2:8: 'whole' must be a whole number from 1 to 5, not '9'.",
            "a.yaml:3:9: 'number' must be a number from 0 to 2, not 'much'.",
            "a.yaml:4:7: 'flag' must be true or false, not 'yes'."),
            faults.sentences());
    }

    @Test
    void aKeyThatIsLikeNoOtherIsToldWithTheKnownOnes() {
        var fields = yaml("xyz: 1\n");
        fields.text("name");
        fields.done();

        assertEquals(List.of("a.yaml:1:1: unknown key 'xyz'. Known keys: name."), faults.sentences());
    }

    @Test
    void aModelsJsonIsToldByPathAndKeysItAddsAreLeftOut() {
        var json = "{\"tasks\": [{\"agent\": \"a\"}, {\"agent\": [\"a\"], \"tittle\": \"\"}, 3]}";
        var plan = Fields.byPath(Located.json(json, "the plan", faults).orElseThrow(), faults).require("name");
        for (var task : plan.list("tasks")) {
            task.require("title").text("agent");
            task.done();
        }
        plan.done();

        assertEquals(List.of(
            "the plan: missing key 'name'.",
            "tasks[2]: must be a map of keys and values, not a number.",
            "tasks[0]: missing key 'title'.",
            "tasks[1]: missing key 'title'.",
            "tasks[1].agent: must be a string, not a list."), faults.sentences());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        text: [a]       | a.yaml:1:7: 'text' must be a string, not a list.
        text:           | a.yaml:1:6: 'text' must be a string, not nothing.
        text: ' '       | a.yaml:1:7: 'text' must not be empty.
        words: a        | a.yaml:1:8: 'words' must be a list of strings, not a string.
        words: [{a: 1}] | a.yaml:1:9: 'words[0]' must be a string, not a map.
        commands: [a]   | a.yaml:1:12: 'commands[0]' must be a list of strings, not a string.
        maps: {a: 1}    | a.yaml:1:7: 'maps' must be a list of maps, not a map.
        byName: [1]     | a.yaml:1:9: 'byName' must be a map of keys and values, not a list.
        day: mondy      | a.yaml:1:6: 'day' must be monday or sunday-night, not 'mondy'; did you mean 'monday'?
        wait: 5         | a.yaml:1:7: 'wait' must be a duration such as 90s, 5m or 1h, not '5'.
        server: ftp://x | a.yaml:1:9: 'server' must be an address such as http://localhost:1234/v1, not 'ftp://x'.
        server: http://u:p@x/ | a.yaml:1:9: 'server' must not hold a user name or password; 'api-key-env' names the variable that holds a key.
        server: https://x/v1/chat/completions/ | a.yaml:1:9: 'server' must end before '/chat/completions', which is added to it, not 'https://x/v1/chat/completions/'.
        key: my key     | a.yaml:1:6: 'key' must be the name of an environment variable such as OPENAI_API_KEY, not 'my key'.
        key: sk-proj-0123456789ab | a.yaml:1:6: 'key' seems to hold a key itself; put the key into an environment variable and write that variable's name here, such as OPENAI_API_KEY.
        find: (a        | a.yaml:1:7: 'find' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): missing closing ) `(a`.
        find: (a)\\1    | a.yaml:1:7: 'find' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): invalid escape sequence `\\1`.
        find: a         | a.yaml:1:7: 'find' must have the named groups (?<file>...) and (?<line>...).
        path: ../x      | a.yaml:1:7: 'path' must be a path inside the project with / between its parts, not '../x'.
        path: /etc      | a.yaml:1:7: 'path' must be a path inside the project with / between its parts, not '/etc'.
        glob: '[a'      | a.yaml:1:7: 'glob' must be a pattern of paths such as **/*.txt, not '[a'.
        """)
    void whatDoesNotFitIsToldWithPlaceAndRemedy(String line, String sentence) {
        var fields = yaml(line + "\n");
        fields.text("text");
        fields.texts("words");
        fields.scalarLists("commands", (word, trouble) -> Optional.of(word.text()));
        fields.list("maps");
        fields.map("byName");
        fields.choice("day", Day.class);
        fields.scalar("wait", Values::duration);
        fields.scalar("server", Values::address);
        fields.scalar("key", Values::variable);
        fields.scalar("find", (value, trouble) -> Values.pattern(value, List.of("file", "line"), trouble));
        fields.scalar("path", Values::relative);
        fields.scalar("glob", Values::glob);
        fields.done();

        assertEquals(List.of(sentence), faults.sentences());
    }

    @Test
    void aFileThatIsNoMapIsOneFault() {
        yaml("[1]").require("name").done();

        assertEquals(List.of("a.yaml:1:1: this must be a map of keys and values, not a list."), faults.sentences());
    }
}
