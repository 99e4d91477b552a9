package llmswarm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import llmswarm.StubAnswer;
import llmswarm.StubServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that answer a part of the prompt, and do not say so. */
@Timeout(60)
class CutPromptTest extends WildServer {
    @Test
    void aPromptThatTheServerCutOffIsSaidOnce() throws Exception {
        var long1 = "word ".repeat(4000);
        var cut = StubAnswer.text("here").counting(new Usage(1900, 0, 5));
        reply(question(long1), cut);
        assertEquals(List.of("planner: the server counted 1,900 tokens of a prompt of about 5,000, so it seems to cut prompts off; start "
                + "it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it has as 'context' in "
                + "models.yaml"), said);
    }

    @Test
    void soIsAShortOneWhoseCountIsThatOfAContext() throws Exception {
        reply(question("word ".repeat(2600)), StubAnswer.text("here").counting(new Usage(2050, 0, 5)));
        assertEquals(List.of("planner: the server counted 2,050 tokens of a prompt of about 3,250, so it seems to cut prompts off; start "
                + "it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it has as 'context' in "
                + "models.yaml"), said);
    }

    @Test
    void soIsAnAnswerThatEndedBeforeItsLimit() throws Exception {
        reply(question("word ".repeat(3000)), StubAnswer.text("here").counting(new Usage(3900, 0, 196)).finishing("length"));
        assertEquals(List.of("planner: the server ended an answer after 196 of 500 tokens, so its context seems to be no larger than these "
                + "and the prompt's 3,900; start it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it has as 'context' in "
                + "models.yaml"), said);
        said.clear();
        reply(question("word ".repeat(3000)), StubAnswer.text("here").counting(new Usage(3900, 0, 500)).finishing("length"));
        assertEquals(List.of(), said);
    }

    @Test
    void soIsASecondPromptOfAnotherLengthForWhichTheServerCountsTheSame() throws Exception {
        try (var server = StubServer.answering(StubAnswer.text("here").counting(new Usage(2050, 0, 5)))) {
            var spec = Given.planner(server.baseUrl());
            try (var models = Given.models(spec, said::add)) {
                models.endpoint(spec).ask(question("word ".repeat(1700)), text -> { });
                assertEquals(List.of(), said);
                models.endpoint(spec).ask(question("word ".repeat(2500)), text -> { });
            }
        }
        assertEquals(List.of("planner: the server counted 2,050 tokens of a prompt of about 3,125, so it seems to cut prompts off; start "
                + "it with a larger context (Ollama: OLLAMA_CONTEXT_LENGTH), and say what it has as 'context' in "
                + "models.yaml"), said);
    }

    @Test
    void aPromptThatIsWholeIsNoCut() throws Exception {
        for (var usage : List.of(Usage.NONE, new Usage(2500, 0, 5), new Usage(1500, 1400, 5), new Usage(20_000, 0, 5), new Usage(7, 0, 5), new Usage(5120, 0, 5))) {
            reply(question("word ".repeat(4000)), StubAnswer.text("here").counting(usage));
        }
        reply(question("        }\n".repeat(900)), StubAnswer.text("here").counting(new Usage(1350, 0, 5)));
        reply(question("word ".repeat(200)), StubAnswer.text("here").counting(new Usage(50, 0, 5)));
        assertEquals(List.of(), said);
    }
}
