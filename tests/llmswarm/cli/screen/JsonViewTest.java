package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Story;
import llmswarm.cli.KeptDesk;
import llmswarm.run.journal.Event;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;

class JsonViewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();
    private final Story story = new Story();
    private final View view = new JsonView(new RunState(), KeptDesk.outlet(out), KeptDesk.outlet(err));

    @Test
    void everyKeptEventIsOneLineThatParses() throws IOException {
        story.entries(Story.bitter()).forEach(view);
        var types = new ArrayList<String>();
        for (var line : out.toString(UTF_8).split("\n")) types.add(new JsonMapper().readTree(line).get("type")
                .asText());
        assertEquals(Story.bitter().stream().filter(event -> event instanceof Event.Kept).count(), types.size());
        assertEquals("run-started", types.getFirst());
        assertEquals("run-ended", types.getLast());
    }

    @Test
    void talkGoesToStandardError() {
        view.say("hello");
        assertEquals("", out.toString(UTF_8));
        assertEquals("hello" + System.lineSeparator(), err.toString(UTF_8));
    }

    @Test
    void controlCharactersStandEscapedAndMeanTheSame() throws IOException {
        view.accept(story.entry(new Event.Noted("", "a\u009b31mb\u202ec\u007f")));
        var line = out.toString(UTF_8);
        assertEquals(1, line.chars().filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT)
                .count());
        assertEquals("a\u009b31mb\u202ec\u007f", new JsonMapper().readTree(line).get("sentence").asText());
    }
}
