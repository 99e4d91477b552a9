//DEPS org.jline:jline-builtins:3.30.6
package llmswarm.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jline.builtins.ScreenTerminal;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.run.Event;

class TerminalViewTest {
    private final Story clock = new Story();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Size size;
    private TerminalView view;

    private void givenATerminal(int columns, int rows, Look look) {
        size = new Size(columns, rows);
        var terminal = TerminalView.terminal("screen-256color", new PrintStream(bytes, true, UTF_8)).orElseThrow();
        view = new TerminalView(new Board(clock), terminal, () -> size, look);
    }

    private void whenShown(List<Event> events) {
        events.forEach(view);
        view.draw();
    }

    /** What a person sees: the bytes played to a terminal of that size. */
    private String screen() {
        var screen = new ScreenTerminal(size.getColumns(), size.getRows());
        screen.write(bytes.toString(UTF_8).replace("\n", "\r\n"));
        return screen.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n")).stripTrailing();
    }

    private void thenSeen(String lines) {
        assertEquals(lines.stripTrailing(), screen());
    }

    @Test
    void eightyColumnsShowEverything() {
        givenATerminal(80, 24, new Look(true, true));
        Story.halfway().forEach(view);
        clock.passes(65);
        whenShown(List.of());
        thenSeen("""
                run  20260101-000000  of spec.md
                plan  shouter  4 tasks, 2 requirements, 1 contract
                again  voice  backend  coder  attempt 2  check 'syntax' failed (exit code 1)
                shouter  lines  writing
                ✔ store     database    coder   12.3s   1,204  Keeps the words
                ● voice     backend     coder   1m05s     817  attempt 2: LOUDER!
                ·   main    backend                            Ties both together
                ·     docs  documenter                         Says how
                1/4 done  1 running  3,021 tokens  $0.0119  1m05s
                """);
    }

    @Test
    void fortyColumnsShowWhatMattersMost() {
        givenATerminal(40, 15, new Look(true, true));
        whenShown(Story.bitter());
        thenSeen("""
                [2/4] failed  voice  backend  coder  1
                    min 15 s  1,665 tokens  $0.0015
                    Check 'syntax' failed (exit code
                    1): run syntax
                    line 4: eh?
                check  whole  not run
                    There is no sandbox here.
                shouter  lines  ended
                ✔ store   database     12.3s   1,204
                ✘ voice   backend      1m15s   1,665
                ⊘  main   backend
                ⊘   docs  documenter
                ⊘ whole                 0.5s
                1/4 done  1 failed  $0.0127  2m05s
                """);
    }

    @Test
    void noWidthBreaksARowAndNoHeightTheScreen() {
        var board = new Board(clock);
        Story.bitter().forEach(board);
        for (int columns = 1; columns < 140; columns++) {
            for (var line : Picture.lines(board, new Look(columns % 2 == 0, true), columns, 5)) assertTrue(line.columnLength() <= columns);
            givenATerminal(columns, 2 + columns % 12, new Look(true, true));
            Story.bitter().forEach(view);
            bytes.reset();
            view.draw();
            assertTrue(screen().lines().count() < size.getRows(), screen());
        }
    }

    @Test
    void ofMoreTasksThanRowsTheTellingOnesAreShown() {
        givenATerminal(60, 11, new Look(true, true));
        var tasks = IntStream.range(0, 60).mapToObj(i -> Story.task("t" + i, "Part " + i, "backend", "R1", List.of("f" + i))).toArray(Task[]::new);
        var plan = new Plan("lines", "many", "", Story.PLAN.requirements(), List.of(), List.of(tasks), List.of(), List.of());
        view.accept(new Event.Planned(plan, List.of(), List.of()));
        for (int i = 0; i < 30; i++) {
            view.accept(Story.ended("t" + i, i == 7 ? Event.State.FAILED : Event.State.DONE, "", 1));
        }
        bytes.reset();
        whenShown(List.of(Story.asked("backend", "t40", 1, "coder"), Story.asked("backend", "t41", 1, "coder")));
        thenSeen("""
                many  lines  writing
                ✘ t7   backend           1.0s          Part 7
                ✔ t27  backend           1.0s          Part 27
                ✔ t28  backend           1.0s          Part 28
                ✔ t29  backend           1.0s          Part 29
                · t30  backend                         Part 30
                ● t40  backend  coder      0s          Part 40
                ● t41  backend  coder      0s          Part 41
                … and 27 waiting, 26 done
                29/60 done  2 running  1 failed  0 tokens  $0  0s
                """);
    }

    @Test
    void wideCharactersTakeTwoColumnsAndTerminalsWithoutUnicodeGetAscii() {
        var board = new Board(clock);
        List.of(Story.planned(), Story.asked("backend", "voice", 1, "coder"), new Event.Streaming("voice", 3, "你好你好你好你好")).forEach(board);
        assertEquals("● voice   backend     coder      0s       3  你好你好你…",
                Picture.lines(board, new Look(true, false), 56, 9).get(2).toString());
        assertEquals("> voice   backend     coder      0s       3  ????????",
                Picture.lines(board, new Look(false, false), 56, 9).get(2).toString());
    }

    @Test
    void whatIsSaidStandsAboveThePictureAndStays() {
        givenATerminal(60, 12, new Look(false, false));
        whenShown(List.of(Story.planned()));
        view.say("first");
        view.draw();
        view.say("second\nthird");
        view.close();
        view.say("too late");
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                first
                second
                third
                shouter  lines  writing
                . store   database                    Keeps the words
                . voice   backend                     Makes it loud
                .  main   backend                     Ties both together
                .   docs  documenter                  Says how
                0/4 done  0 tokens  $0  0s
                """);
    }

    @Test
    void thereIsNoPictureWhileAQuestionIsOpen() {
        givenATerminal(60, 12, new Look(false, false));
        whenShown(List.of(Story.planned()));
        whenShown(List.of(new Event.Asked("q", "How loud?", "a little"), Story.asked("backend", "voice", 1, "coder")));
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                """);
        whenShown(List.of(new Event.Answered("q", "very", true)));
        assertTrue(screen().endsWith("0/4 done  1 running  0 tokens  $0  0s"));
    }

    @Test
    void whatHappensWhileAReplyIsTypedIsToldAfterIt() {
        givenATerminal(60, 12, new Look(false, false));
        whenShown(List.of(Story.planned(), new Event.Asked("q", "How loud?", "a little"), new Event.Noted("voice", "cut"),
                new Event.TaskEnded("store", Event.State.FAILED, "broken", 1)));
        view.say("a notice");
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                """);
        view.accept(new Event.Answered("q", "very", true));
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                answered  very
                note  voice: cut
                [1/4] failed  store  database
                    broken
                a notice
                """);
    }

    @Test
    void whatWasHeldBackIsToldWhenTheViewEndsBeforeAReply() {
        givenATerminal(60, 12, new Look(false, false));
        whenShown(List.of(Story.planned(), new Event.Asked("q", "How loud?", "a little"), new Event.Noted("voice", "cut")));
        bytes.writeBytes("> ver^C".getBytes(UTF_8));
        view.close();
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                > ver^C
                note  voice: cut
                """);
    }

    @Test
    void theLineBehindAnOpenQuestionIsEndedWithoutAnythingToTell() {
        givenATerminal(60, 12, new Look(false, false));
        whenShown(List.of(Story.planned(), new Event.Asked("q", "How loud?", "a little")));
        bytes.writeBytes("> ^C".getBytes(UTF_8));
        view.close();
        bytes.writeBytes("interrupted".getBytes(UTF_8));
        thenSeen("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                > ^C
                interrupted
                """);
    }

    @Test
    void aQuestionIsBrokenAtSpacesButAPathIsNot() {
        givenATerminal(30, 12, new Look(false, false));
        whenShown(List.of(new Event.Asked("q", "The files of 'voice', the one that speaks, lie in\n/a/long/folder/that-is-longer-than-the-line/x\nWhat now?\n  edit  them", "skip")));
        thenSeen("""
                question  The files of
                    'voice', the one that
                    speaks, lie in
                    /a/long/folder/that-is-lon
                ger-than-the-line/x
                    What now?
                      edit  them
                    without an answer: skip
                """);
    }

    @Test
    void anotherSizeIsTakenUpAtTheNextDrawing() {
        givenATerminal(80, 24, new Look(false, false));
        whenShown(List.of(Story.planned()));
        size = new Size(30, 24);
        bytes.reset();
        view.draw();
        assertTrue(bytes.toString(UTF_8).startsWith("\r\u001b[10A\u001b[J"), bytes.toString(UTF_8));
        thenSeen("""
                shouter  lines  writing
                . store   database
                . voice   backend
                .  main   backend
                .   docs  documenter
                0/4 done  0 tokens  $0  0s
                """);
    }

    @Test
    void withoutColourNoStyleIsSentAndTheCursorIsNeverHidden() {
        givenATerminal(80, 24, new Look(true, false));
        whenShown(Story.bitter());
        assertFalse(bytes.toString(UTF_8).matches("(?s).*\u001b\\[[0-9;]*m.*"));
        assertFalse(bytes.toString(UTF_8).contains("\u001b[?"));
    }

    @Test
    void withColourEachStateHasItsOwn() {
        givenATerminal(80, 24, new Look(true, true));
        whenShown(Story.bitter());
        assertTrue(bytes.toString(UTF_8).contains("\u001b[32m✔"));
        assertFalse(bytes.toString(UTF_8).contains("\u001b[2J"));
    }

    @Test
    void aTypeThatIsUnknownOrCannotMoveTheCursorHasNoPicture() {
        assertTrue(TerminalView.terminal("no-such-terminal", System.err).isEmpty());
        assertTrue(TerminalView.terminal("dumb", System.err).isEmpty());
    }
}
