package llmswarm.cli.screen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import llmswarm.Story;
import llmswarm.run.journal.Event;
import org.junit.jupiter.api.Test;

/** What stands on a terminal while a person is asked something. */
class TerminalQuestionTest {
    @Test
    void thereIsNoPictureWhileAQuestionIsOpen() {
        var screen = new Screen(60, 12, new StateSigns(false, false));
        screen.shows(Story.planned());
        screen.shows(new Event.Asked("q", "How loud?", "a little"), Story.asked("backend", "voice", 1, "coder"));
        screen.reads("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                """);
        screen.shows(new Event.Answered("q", "very", true));
        assertTrue(screen.text().endsWith("0/4 done  1 running  0 tokens  0s"));
    }

    @Test
    void whatHappensWhileAReplyIsTypedIsToldAfterIt() {
        var screen = new Screen(60, 12, new StateSigns(false, false));
        screen.shows(Story.planned(), new Event.Asked("q", "How loud?", "a little"), new Event.Noted("voice", "cut"),
                new Event.TaskEnded("store", Event.State.FAILED, "broken", 1));
        screen.view.say("a notice");
        screen.reads("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                """);
        screen.view.accept(screen.clock.entry(new Event.Answered("q", "very", true)));
        screen.reads("""
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
        var screen = new Screen(60, 12, new StateSigns(false, false));
        screen.shows(Story.planned(), new Event.Asked("q", "How loud?", "a little"), new Event.Noted("voice", "cut"));
        screen.bytes.writeBytes("> ver^C".getBytes(UTF_8));
        screen.view.close();
        screen.reads("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                > ver^C
                note  voice: cut
                """);
    }

    @Test
    void theLineBehindAnOpenQuestionIsEndedWithoutAnythingToTell() {
        var screen = new Screen(60, 12, new StateSigns(false, false));
        screen.shows(Story.planned(), new Event.Asked("q", "How loud?", "a little"));
        screen.bytes.writeBytes("> ^C".getBytes(UTF_8));
        screen.view.close();
        screen.bytes.writeBytes("interrupted".getBytes(UTF_8));
        screen.reads("""
                plan  shouter  4 tasks, 2 requirements, 1 contract
                question  How loud?
                    without an answer: a little
                > ^C
                interrupted
                """);
    }

    @Test
    void aQuestionIsBrokenAtSpacesButAPathIsNot() {
        var screen = new Screen(30, 12, new StateSigns(false, false));
        screen.shows(new Event.Asked("q",
                "The files of 'voice', the one that speaks, lie in\n/a/long/folder/that-is-longer-than-the-line/x\nWhat now?\n  edit  them", "skip"));
        screen.reads("""
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
}
