package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
    private static final List<ChatMessage> TALK =
            List.of(SystemMessage.from("Be brief."), UserMessage.from("Hi <b>"), AiMessage.from("Hello."),
            UserMessage.from("Bye"));
    /** In the manner of Qwen2.5. */
    private static final String MARKS = """
            {%- if messages[0]['role'] == 'system' %}
                {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
            {%- else %}
                {{- '<|im_start|>system\\nYou are helpful.<|im_end|>\\n' }}
            {%- endif %}
            {%- for message in messages %}
                {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant" and not message.tool_calls) %}
                    {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
                {%- endif %}
            {%- endfor %}
            {%- if add_generation_prompt %}
                {{- '<|im_start|>assistant\\n' }}
            {%- endif %}
            """;
    /** In the manner of Gemma, which has no system role. */
    private static final String NO_SYSTEM = """
            {{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}\
            {% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}\
            {{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}\
            {% if (message['role'] == 'assistant') %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}\
            {{ '<start_of_turn>' + role + '\\n' + message['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}\
            {% if add_generation_prompt %}{{'<start_of_turn>model\\n'}}{% endif %}""";
    /** Silent about roles it does not know. */
    private static final String SILENT = """
            {{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}\
            {% elif message['role'] == 'assistant' %}{{ message['content'] + eos_token }}{% endif %}{% endfor %}""";

    @Test
    void aTemplateWithASystemRoleGetsIt() {
        assertEquals("""
                <|im_start|>system
                Be brief.<|im_end|>
                <|im_start|>user
                Hi <b><|im_end|>
                <|im_start|>assistant
                Hello.<|im_end|>
                <|im_start|>user
                Bye<|im_end|>
                <|im_start|>assistant
                """, render(MARKS, TALK));
    }

    @Test
    void aTemplateThatRefusesASystemRoleGetsItsTextFromTheUser() {
        assertEquals("""
                <bos><start_of_turn>user
                Be brief.

                Hi <b><end_of_turn>
                <start_of_turn>model
                Hello.<end_of_turn>
                <start_of_turn>user
                Bye<end_of_turn>
                <start_of_turn>model
                """, render(NO_SYSTEM, TALK));
    }

    @Test
    void soDoesOneThatOverlooksIt() {
        assertEquals("<bos>[INST] Be brief.\n\nHi <b> [/INST]Hello.<eos>[INST] Bye [/INST]", render(SILENT, TALK));
        assertEquals("<bos>[INST] Be brief. [/INST]", render(SILENT, List.of(SystemMessage.from("Be brief."))));
    }

    @Test
    void textInMessagesIsNoTemplate() {
        assertEquals("<bos>[INST] {{ 1 + 1 }}{% raw %} [/INST]",
                render(SILENT, List.of(UserMessage.from("{{ 1 + 1 }}{% raw %}"))));
    }

    @Test
    void whatATemplateRefusesForGoodIsAFault() {
        var twice = List.<ChatMessage>of(UserMessage.from("a"), UserMessage.from("b"));
        assertEquals("the chat template refuses these messages: 'Conversation roles must alternate user/assistant/user/assistant/...'; use another model in models.yaml",
                assertThrows(IllegalArgumentException.class, () -> render(NO_SYSTEM, twice)).getMessage());
    }

    @Test
    void aTemplateThatAsksForTheDateGetsTodays() {
        var before = LocalDate.now();
        var prompt = render("{{ strftime_now('%Y-%m-%d') }} {{ messages[0].content.strip().upper() }}",
                List.of(UserMessage.from("Hi")));
        assertTrue(List.of(before + " HI", LocalDate.now() + " HI").contains(prompt), prompt);
    }

    @Test
    void aTemplateIsGivenNoToolsAndNoMarkThatTheModelHasNot() {
        var template = "{% if tools is not none or documents is not none %}tools{% endif %}"
                + "{{ bos_token is defined }}{{ eos_token }}{{ messages[0].content }}";
        assertEquals("False<eos>Hi", new ChatTemplate(template, "", "<eos>").render(List.of(UserMessage.from("Hi")),
                text -> text));
    }

    @Test
    void aTemplateThatBreaksOnASystemRoleGetsItsTextFromTheUser() {
        assertEquals("Be brief.\n\nHi <b>", render("{{ messages[0].content if messages[0].role == 'user' else nope() }}",
                TALK));
    }

    @Test
    void aTemplateThatCannotBeRenderedSaysWhereAndWhy() {
        assertEquals("the chat template cannot be rendered: line 2: 'nope' of a str is undefined; use another model in models.yaml",
                assertThrows(IllegalArgumentException.class,
                        () -> render("\n{{ messages[0].content.nope() }}", TALK)).getMessage());
    }

    private static String render(String template, List<ChatMessage> messages) {
        return new ChatTemplate(template, "<bos>", "<eos>").render(messages, text -> text);
    }
}
