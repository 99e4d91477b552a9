package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where thinking ends, for files and for JSON alike. */
class ThinkingTest {
    private static final String PAGE = "index.html", FINAL = "### index.html\n```html\n<p>final</p>\n```\n";
    private static final String OBJECT = "{\"stack\": \"python-cli\"}",
            DRAFT = "Maybe so:\n\n```html\n<p>draft</p>\n```\n\n```json\n{\"stack\": \"a much longer guess\"}\n```\nToo long.\n";

    @ParameterizedTest
    @ValueSource(strings = {"<think>%s</think>", "\n<thinking>\n%s\n</thinking>\n",
            "<reasoning>%s</reasoning>\n<think>\n%1$s</think>", "<thought>%s</thought>",
            "[THINK]%s[/THINK]", "◁think▷%s◁/think▷", "<|START_THINKING|>%s<|END_THINKING|>",
            "<|channel|>analysis<|message|>%s<|end|><|start|>assistant<|channel|>final<|message|>",
            "<seed:think>%s</seed:think>\n", "<|channel>thought\n%s<channel|>", "%s<channel|>", "analysisWe think.\n%sassistantfinal",
            "<|channel|>analysis<|message|>%s<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>",
            "%s<|channel|>final json<|message|>",
            "%s</think>\n", "%s\n</think>\n\n", "Right.\n%s Done.</think>",
            "{python-cli} or {generic}?\n%s\n</thinking>\n", "%s[/THINK]\n", "Close it with `</think>`.\n%s</think>\n"})
    void whatStandsBeforeItsEndIsNoPartOfTheAnswer(String form) {
        var thinking = form.formatted(DRAFT);
        assertEquals(Map.of(PAGE, "<p>final</p>\n"),
                Answers.files(thinking + (thinking.endsWith("\n") ? "" : "\n") + FINAL, PAGE));
        assertEquals(OBJECT, JsonAnswer.in(thinking + OBJECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"text\": \"say </think> last\"}", "{\"text\": \"a \\\"quote\\\" and </think>\"}",
            "{\n  \"text\": \"</think>\"\n}",
            "{\"text\": \"[THINK] and [/THINK]\"}"})
    void aMarkInAStringIsText(String object) {
        assertEquals(object, JsonAnswer.in(object));
        assertEquals(object, JsonAnswer.in("<think>hm</think>\nHere it is:\n```json\n" + object
                + "\n```\nIt strips `</think>`."));
    }

    @Test
    void aMarkInABlockOrInBackticksIsText() {
        assertEquals(Map.of(PAGE, "</think>\n"),
                Answers.files("### index.html\n```\n</think>\n```\nIt holds `</think>` only.\n", PAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<|im_end|>", "<|eot_id|>\n", "</s>", "<｜end▁of▁sentence｜>", "<|return|>",
            "<|im_end|><|endoftext|>\n"})
    void theMarkOfTheEndOfATurnIsNoPartOfTheAnswer(String mark) {
        assertEquals(Map.of(PAGE, "<p>final</p>\n"), Answers.files(FINAL.strip() + mark, PAGE));
        assertEquals(Map.of(PAGE, mark.strip() + "\n"),
                Answers.files("### index.html\n```\n" + mark.strip() + "\n```\n" + mark, PAGE));
        var cutOff = "<think>hm</think>\n### index.html\n```html\n<p>" + mark;
        assertEquals(List.of("line 3 of the answer: the block for 'index.html' is not closed; nothing behind that line was read"),
                Answers.read(cutOff, List.of(PAGE)).faults());
    }

    @Test
    void aTextMayBeginLikeAChannel() {
        var text = "analysis of assistantfinal\n";
        assertEquals(Map.of(PAGE, text), Answers.files("analysis\n\n### index.html\n```\n" + text + "```\n", PAGE));
    }

    @Test
    void thinkingThatDoesNotEndIsNoAnswer() {
        assertEquals(Optional.empty(), Thinking.removed("<think>" + DRAFT + OBJECT));
        assertEquals("", JsonAnswer.in("<think>" + DRAFT + OBJECT));
        assertEquals(List.of("the answer ends inside its reasoning; give the files first"),
                Answers.read("<think>" + FINAL, List.of(PAGE)).faults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<think></think>", "</think>", "</think>\n", "\"</think>", "```\n</think>\n", "<think>"})
    void manyMarksAreReadQuickly(String piece) {
        assertTimeout(Duration.ofSeconds(20), () -> Thinking.removed(piece.repeat(2_000_000 / piece.length())));
    }
}
