package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import llmswarm.Story;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Momentary;
import llmswarm.run.state.RunState;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

class LivePictureTest {
    @Test
    void eightyColumnsShowEverything() {
        var screen = new Screen(80, 24, new StateSigns(true, true));
        screen.clock.entries(Story.halfway()).forEach(screen.view);
        screen.clock.passes(65);
        screen.shows();
        screen.reads("""
                run  20260101-000000  of spec.md
                plan  shouter  4 tasks, 2 requirements, 1 contract
                again  voice  backend  coder  attempt 2  check 'syntax' failed (exit code 1)
                shouter  lines  writing
                ✔ store     database    coder   12.3s   1,204  Keeps the words
                ● voice     backend     coder   1m05s     817  attempt 2: 1m05s silent: LOUDER…
                ·   main    backend                            Ties both together
                ·     docs  documenter                         Says how
                1/4 done  1 running  3,021 tokens  $0.0119  1m05s
                """);
    }

    @Test
    void aWaitForAServerCountsDownInOneLineUntilItAnswers() {
        var screen = new Screen(80, 24, new StateSigns(true, true));
        screen.clock.entries(Story.halfway()).forEach(screen.view);
        screen.view.accept(screen.clock.entry(new Momentary.Parked("coder",
                screen.clock.instant().plusSeconds(12).toEpochMilli())));
        screen.shows();
        var line = "coder: waiting for its server, asked again ";
        assertTrue(screen.text().contains("\n%sin 12 s\n1/4 done".formatted(line)), screen.text());
        screen.clock.passes(2);
        screen.shows();
        assertTrue(screen.text().contains(line + "in 10 s\n"), screen.text());
        assertFalse(screen.text().contains("in 12 s"), screen.text());
        screen.clock.passes(11);
        screen.shows();
        assertTrue(screen.text().contains(line + "now\n"), screen.text());
        screen.view.accept(screen.clock.entry(new Momentary.Parked("coder", 0)));
        screen.shows();
        assertFalse(screen.text().contains("waiting for its server"), screen.text());
    }

    @Test
    void whatAnAnswerHeldTooStaysOnTheScreen() {
        var screen = new Screen(80, 24, new StateSigns(true, true));
        screen.shows(Story.planned(), new Event.Noted("voice",
                "the answer also held notes.txt, which is not among the files of this task; it was left out"));
        assertTrue(screen.text()
                .contains("note  voice: the answer also held notes.txt, which is not among the files of\n    this task; it was left out\n"), screen.text());
    }

    @Test
    void fortyColumnsShowWhatMattersMost() {
        var screen = new Screen(40, 15, new StateSigns(true, true));
        screen.shows(Story.bitter());
        screen.reads("""
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
    void howTheWorkIsCutAndWhatItIsLikelyToCostFitFortyColumns() {
        var screen = new Screen(40, 20, new StateSigns(true, true));
        screen.clock.entries(Story.sized()).forEach(screen.view);
        screen.shows(Story.planned());
        screen.reads("""
                tasks  few  about 2,400 lines, more
                    than one answer holds well (1,920)
                forecast  38.2k tokens, 2m23s, $0.2811
                    (alone 26.4k tokens, 6m40s,
                    $0.2500; many tasks 61.7k tokens,
                    1m40s, $0.3000)
                plan  shouter  4 tasks, 2 requirements,
                    1 contract
                shouter  lines  writing
                · store   database
                · voice   backend
                ·  main   backend
                ·   docs  documenter
                0/4 done  0 tokens  0s
                """);
    }

    @Test
    void noWidthBreaksARowAndNoHeightTheScreen() {
        var clock = new Story();
        var run = new RunState();
        clock.entries(Story.bitter()).forEach(run);
        for (int columns = 1; columns < 140; columns++) {
            for (var line : PictureLines.lines(run, new StateSigns(columns % 2 == 0, true), columns, 5,
                    clock.instant())) assertTrue(line.columnLength() <= columns);
            var screen = new Screen(columns, 2 + columns % 12, new StateSigns(true, true));
            screen.clock.entries(Story.bitter()).forEach(screen.view);
            screen.bytes.reset();
            screen.view.draw();
            assertTrue(screen.text().lines().count() < screen.size.getRows(), screen.text());
        }
    }

    @Test
    void ofMoreTasksThanRowsTheTellingOnesAreShown() {
        var screen = new Screen(60, 11, new StateSigns(true, true));
        var tasks = IntStream.range(0, 60)
                .mapToObj(i -> Story.task("t" + i, "Part " + i, "backend", "R1", List.of("f" + i)))
                .toArray(Task[]::new);
        var plan = new Plan("lines", "many", "", Story.PLAN.requirements(), List.of(), List.of(tasks), List.of(),
                List.of());
        screen.view.accept(screen.clock.entry(new Event.Planned(plan, List.of(), List.of())));
        for (int i = 0; i < 30; i++) {
            screen.view.accept(screen.clock.entry(Story.ended("t" + i, i == 7 ? Event.State.FAILED : Event.State.DONE,
                    "", 1)));
        }
        screen.bytes.reset();
        screen.shows(Story.asked("backend", "t40", 1, "coder"), Story.asked("backend", "t41", 1, "coder"));
        screen.reads("""
                many  lines  writing
                ✘ t7   backend           1.0s          Part 7
                ✔ t27  backend           1.0s          Part 27
                ✔ t28  backend           1.0s          Part 28
                ✔ t29  backend           1.0s          Part 29
                · t30  backend                         Part 30
                ● t40  backend  coder      0s          Part 40
                ● t41  backend  coder      0s          Part 41
                … and 27 waiting, 26 done
                29/60 done  2 running  1 failed  0 tokens  0s
                """);
    }

    @Test
    void wideCharactersTakeTwoColumnsAndTerminalsWithoutUnicodeGetAscii() {
        var clock = new Story();
        var run = new RunState();
        clock.entries(List.of(Story.planned(), Story.asked("backend", "voice", 1, "coder"),
                new Momentary.Streaming("voice", 3, "你好你好你好你好"))).forEach(run);
        assertEquals("● voice   backend     coder      0s       3  你好你好你…",
                PictureLines.lines(run, new StateSigns(true, false), 56, 9, clock.instant()).get(2).toString());
        assertEquals("> voice   backend     coder      0s       3  ????????",
                PictureLines.lines(run, new StateSigns(false, false), 56, 9, clock.instant()).get(2).toString());
    }

    @Test
    void whatIsSaidStandsAboveThePictureAndStays() {
        var screen = new Screen(60, 12, new StateSigns(false, false));
        screen.shows(Story.planned());
        screen.view.say("first");
        screen.view.draw();
        screen.view.say("second\nthird");
        screen.view.close();
        screen.view.say("too late");
        screen.reads("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                first
                second
                third
                shouter  lines  writing
                . store   database                    Keeps the words
                . voice   backend                     Makes it loud
                .  main   backend                     Ties both together
                .   docs  documenter                  Says how
                0/4 done  0 tokens  0s
                """);
    }

    @Test
    void anotherSizeIsTakenUpAtTheNextDrawing() {
        var screen = new Screen(80, 24, new StateSigns(false, false));
        screen.shows(Story.planned());
        screen.size = new Size(30, 24);
        screen.bytes.reset();
        screen.view.draw();
        assertTrue(screen.sent().startsWith("\r\u001b[10A\u001b[J"), screen.sent());
        screen.reads("""
                shouter  lines  writing
                . store   database
                . voice   backend
                .  main   backend
                .   docs  documenter
                0/4 done  0 tokens  0s
                """);
    }

    @Test
    void withoutColourNoStyleIsSentAndTheCursorIsNeverHidden() {
        var screen = new Screen(80, 24, new StateSigns(true, false));
        screen.shows(Story.bitter());
        assertFalse(screen.sent().matches("(?s).*\u001b\\[[0-9;]*m.*"));
        assertFalse(screen.sent().contains("\u001b[?"));
    }

    @Test
    void withColourEachStateHasItsOwn() {
        var screen = new Screen(80, 24, new StateSigns(true, true));
        screen.shows(Story.bitter());
        assertTrue(screen.sent().contains("\u001b[32m✔"));
        assertFalse(screen.sent().contains("\u001b[2J"));
    }

    @Test
    void aTypeThatIsUnknownOrCannotMoveTheCursorHasNoPicture() {
        assertTrue(LivePicture.terminal("no-such-terminal", System.err).isEmpty());
        assertTrue(LivePicture.terminal("dumb", System.err).isEmpty());
    }
}
