package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonAnswerTest {
    private static final String PLAN = "{\"stack\": \"generic\", \"tasks\": [{\"id\": \"a\"}, {\"text\": \"GET /users/{id} says }\"}]}";

    @ParameterizedTest
    @ValueSource(strings = {"%s", "Here is the plan:\n```json\n%s\n```\nGood luck {friend}!",
            "It has `/users/{id}` as asked.\n\n%s", "Use {{x}} and {%% if %%}:\n%s",
            "Each one looks like {\"id\": \"R1\"}.\n%s\nNothing else {} is there.", "%s\n\n%1$s"})
    void theObjectIsFoundWhateverStandsAroundIt(String form) {
        assertEquals(PLAN, JsonAnswer.in(form.formatted(PLAN)));
    }

    @Test
    void whatWasCutOffGoesToTheEnd() {
        var half = PLAN.substring(0, PLAN.length() - 5);
        assertEquals(half, JsonAnswer.in("The plan {1}: {\"id\": 1} " + half));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ // the \"plan {\n\"a\": 1}", "{ /* } */ \"a\": 1}", "{\"a\": 1 // it's \"all}\n}",
            "{\"a\": \"http://x/*\"}", "{\"a\": /* {\" */ 1, // {\n}",
            "{ # it's the \"plan {\n\"a\": \"#1 {\", # }\n\"b\": 2}"})
    void commentsBelongToTheObject(String object) {
        assertEquals(object, JsonAnswer.in("The plan for http://x/{id} // done {\n" + object + " // and }"));
    }

    @Test
    void whatIsNoObjectIsShownToTheReaderOfJson() {
        assertEquals("{stack: \"generic\"}", JsonAnswer.in("So: {stack: \"generic\"}"));
        assertEquals("", JsonAnswer.in("I cannot plan this."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"", "{\"a\":", "{} ", "{ ", "}", "\"", "{/*", "{//", "{\"/*", "{\"a\"//", "{#", "{\"a\"#"})
    void manyBracesAreReadQuickly(String piece) {
        assertTimeout(Duration.ofSeconds(20), () -> JsonAnswer.in(piece.repeat(2_000_000 / piece.length())));
    }
}
