package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import llmswarm.Story;
import llmswarm.cli.KeptDesk;
import llmswarm.guard.Redactor;
import llmswarm.run.state.RunState;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Outlet stream = KeptDesk.outlet(bytes);

    private View choose(boolean json, Map<String, String> env, Outlet err) {
        return Views.choose(json, env, stream, err, new RunState());
    }

    @Test
    void jsonIsChosenByTheUserAndLinesWhereNothingCanDraw() {
        assertInstanceOf(JsonView.class, choose(true, Map.of("TERM", "xterm"), stream));
        assertInstanceOf(LineView.class, choose(false, Map.of("TERM", "xterm"), stream));
        assertInstanceOf(LineView.class, choose(false, Map.of("TERM", "dumb"),
                new Outlet(System.err, () -> new Redactor(Map.of()))));
        assertInstanceOf(LineView.class, choose(false, Map.of(), new Outlet(System.err, () -> new Redactor(Map.of()))));
    }

    @Test
    void linesSaidByManyThreadsNeverInterleave() {
        var expected = IntStream.range(0, 400).mapToObj(i -> "line " + i + " " + "x".repeat(60))
                .collect(Collectors.toSet());
        var view = choose(false, Map.of(), stream);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            expected.forEach(line -> threads.submit(() -> view.say(line)));
        }
        view.close();
        var lines = bytes.toString(UTF_8).lines().toList();
        assertEquals(400, lines.size());
        assertEquals(expected, new HashSet<>(lines));
    }

    @Test
    void aPipeSeesNoEscapeCodes() {
        try (var view = choose(false, Map.of("TERM", "xterm-256color"), stream)) {
            new Story().entries(Story.bitter()).forEach(view);
            List.of("\u001b[31mred").forEach(view::say);
        }
        assertTrue(bytes.toString(UTF_8).chars().noneMatch(c -> c == 0x1b));
    }
}
