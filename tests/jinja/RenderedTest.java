package jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jinja.value.TemplateFault;
import llmswarm.Tape;
import org.junit.jupiter.api.Test;

class RenderedTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2025, 7, 4, 9, 5, 3);
    private static final Map<String, Object> VALUES = Map.of("messages", List.of(message("system", "Be brief."),
            message("user", " Hi <b> "), message("assistant", "<think>\nhm</think>\n\nHello.</s>"),
            message("user", "Bye")), "add_generation_prompt", true, "bos_token", "<bos>", "eos_token", "<eos>");

    /** Written by rendered.py. */
    @Test
    void everyTemplateIsRenderedAsJinjaDoes() throws IOException {
        int number = 0;
        for (var line : Files.readAllLines(Tape.checkout().resolve("tests/jinja/rendered.jsonl"))) {
            number++;
            var pair = new JsonMapper().readTree(line);
            var template = pair.path(0).textValue();
            if (pair.path(1).isNull()) {
                assertThrows(TemplateFault.class, () -> rendered(template), template);
            } else {
                assertEquals(pair.path(1).textValue(), rendered(template), "line %d: %s".formatted(number, template));
            }
        }
        assertTrue(number > 150);
    }

    @Test
    void aFaultNamesItsLineAndWhatIsNotKnown() {
        assertFault("line 2: the filter 'nope' is not known", "a\n{{ 'a' | nope }}");
        assertFault("line 1: the test 'nope' is not known", "{{ 'a' is nope }}");
        assertFault("line 3: the block 'include' is not known", "a\n\n{% include 'x' %}");
        assertFault("line 1: 'nope' is undefined", "{{ nope('a') }}");
        assertFault("line 1: 'tools' is undefined", "{{ tools.x }}");
        assertFault("line 1: 'nope' of a str is undefined", "{{ 'abc'.nope() }}");
        assertFault("line 1: an argument is not known: 'x'", "{{ 'a' | trim(x=1) }}");
        assertFault("line 2: 'endfor' is missing", "{% for m in messages %}{% else %}\nx");
        assertFault("line 1: '%}' is missing", "{% if true");
        assertFault("line 1: a function has no text", "{{ range }}");
        assertFault("line 1: '__class__' may not be used", "{{ ''.__class__ }}");
        assertFault("line 1: 'append' changes a value, which a template may not", "{{ messages.append(1) }}");
        assertFault("line 1: 'strftime_now' does not know '%q'", "{{ strftime_now('%q') }}");
    }

    @Test
    void aRefusalOfTheTemplateIsToldApart() {
        var fault = assertThrows(TemplateFault.class, () -> rendered("a\n{{ raise_exception('No.') }}"));
        assertEquals("No.", fault.getMessage());
        assertTrue(fault.isRefusal());
    }

    @Test
    void whatHasNoMeasureEnds() {
        assertFault("line 1: it makes a list of more than 100000 entries", "{{ range(1000000) }}");
        assertFault("line 1: it makes a list of more than 100000 entries",
                "{% set l = [1] %}" + "{% set l = l + l %}".repeat(40));
        assertFault("line 1: it makes a text of more than 67108864 characters",
                "{% set l = 'ab' %}" + "{% set l = l ~ l %}".repeat(40));
        assertFault("line 1: it makes a text of more than 67108864 characters", "{{ 'a' * 9000000000000 }}");
        assertFault("line 1: it makes a list of more than 100000 entries", "{% for c in 'ab' * 60000 %}{% endfor %}");
        assertFault("line 1: macros call each other more than 100 deep", "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}");
        assertFault("line 1: it nests more than 200 deep", "{{ " + "(".repeat(9000) + "1" + ")".repeat(9000) + " }}");
        assertFault("line 1: it nests more than 200 deep", "{{ " + "[".repeat(9000) + "]".repeat(9000) + " }}");
        assertFault("line 1: it nests more than 200 deep", "{{ " + "not ".repeat(9000) + "1 }}");
        assertFault("line 1: it nests more than 200 deep", "{{ " + "-".repeat(9000) + "1 }}");
    }

    @Test
    void aLongTextIsCutAndTurnedRound() {
        assertEquals("300001 ba😀 ba😀", rendered("{% set t = '😀' ~ 'ab' * 150000 %}{{ t | length }} {{ t[2::-1] }} "
                + "{{ t[:3] | reverse }}"));
    }

    @Test
    void aLoopIsEndedFromOutside() {
        var steps = new int[1];
        assertThrows(IllegalStateException.class, () -> Template.of("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}")
                .render(VALUES, NOW, () -> {
                    if (++steps[0] > 1000) throw new IllegalStateException();
                }));
    }

    private static void assertFault(String message, String template) {
        assertEquals(message, assertThrows(TemplateFault.class, () -> rendered(template), template).getMessage());
    }

    private static String rendered(String template) {
        return Template.of(template).render(VALUES, NOW, () -> { });
    }

    private static Map<String, Object> message(String role, String content) {
        var message = new LinkedHashMap<String, Object>();
        message.put("role", role);
        message.put("content", content);
        return message;
    }
}
