package llmswarm.run.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import llmswarm.guard.Redactor;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.Test;
/** What a journal keeps of its events, whatever happens to its file. */
class JournalTest extends KeptJournal {
    @Test
    void whatWasAppendedIsReadBackEqual() {
        write(STARTED, ANSWERED);
        assertEquals(List.of(STARTED, ANSWERED), events());
    }

    @Test
    void aLineHasSequenceTimeTypeAndNoClassName() throws Exception {
        write(STARTED, ANSWERED);
        var line = Files.readAllLines(file()).get(1);
        assertEquals("{\"run\":\"R\",\"seq\":2,\"at\":\"T\",\"type\":\"answered-model\",\"key\":\"k\",\"agent\":\"backend\",\"task\":\"a\",\"attempt\":1,"
                + "\"text\":\"text\",\"usage\":{\"input\":3,\"cachedInput\":2,\"output\":1,\"thinking\":0},\"cost\":0.5,\"seconds\":1.25,\"cutOff\":false,\"recorded\":false,\"part\":\"\"}",
                line.replace("\"run\":\"%s\"".formatted(folder.getFileName()), "\"run\":\"R\"")
                .replaceFirst("\"at\":\"[^\"]+\"", "\"at\":\"T\""));
    }

    @Test
    void aJournalCutAtAnyByteGivesTheWholeLinesBeforeTheCutAndGoesOn() throws Exception {
        write(STARTED, ANSWERED);
        var whole = Files.readAllBytes(file());
        int firstLine = new String(whole, "ISO-8859-1").indexOf('\n') + 1;
        for (int cut = 0; cut < whole.length; cut += 7) {
            Files.write(file(), java.util.Arrays.copyOf(whole, cut));
            try (var journal = Journal.reopen(folder, NO_SECRETS)) {
                journal.append(ANSWERED);
            }
            assertEquals(cut >= firstLine ? List.of(STARTED, ANSWERED) : List.of(ANSWERED), events(), "cut at " + cut);
        }
    }

    @Test
    void aBrokenLineInTheMiddleIsToldWithItsPlace() throws Exception {
        write(STARTED);
        Files.writeString(file(), "no json\n" + Files.readString(file()));
        var stop = assertThrows(Stop.class, () -> events());
        assertEquals(file() + ":1: this line is no event: Unrecognized token 'no': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                stop.getMessage());
    }

    @Test
    void aTapeWrittenByHandNeedsLittle() throws Exception {
        Files.writeString(file(), """
                {"type":"run-started","note":"By hand."}
                {"type":"from-the-future","x":1}
                {"type":"answered-model","agent":"backend","task":"a","attempt":1,"text":"t"}""");
        assertEquals(List.of("By hand.", "t"), events().stream().map(e -> switch (e) {
            case Event.RunStarted s -> s.note();
            case Event.AnsweredModel a -> a.text();
            default -> "";
        }).toList());
    }

    @Test
    void aLastLineThatLacksOnlyItsEndIsKept() throws Exception {
        write(STARTED, ANSWERED);
        Files.writeString(file(), Files.readString(file()).stripTrailing());
        try (var journal = Journal.reopen(folder, NO_SECRETS)) {
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED, ANSWERED), events());
    }

    @Test
    void aSecretIsNeitherKeptNorShown() {
        var shown = new ArrayList<Event>();
        try (var journal = Journal.create(folder, new Redactor(Map.of("MY_API_KEY", "correct-horse-battery")))) {
            journal.follow(0, entry -> shown.add(entry.event()));
            journal.append(new Event.Noted("a", "the key is correct-horse-battery!"));
        }
        var clean = new Event.Noted("a", "the key is [redacted]!");
        assertEquals(List.of(clean), events());
        assertEquals(List.of(clean), shown);
    }

    @Test
    void anInterruptedThreadStillWrites() {
        try (var journal = Journal.create(folder, NO_SECRETS)) {
            Thread.currentThread().interrupt();
            journal.append(STARTED);
            Thread.interrupted();
            journal.append(ANSWERED);
        }
        assertEquals(List.of(STARTED, ANSWERED), events());
    }

    @Test
    void aJournalOfALaterVersionIsLeftAlone() throws Exception {
        write(STARTED);
        Files.writeString(file(), Files.readString(file()).replace("\"format\":2", "\"format\":3")
                .replace("\"version\":\"0.1.0\"", "\"version\":\"7.0\""));
        var stop = assertThrows(Stop.class, () -> Journal.read(file()));
        assertEquals("%s: was written by version 7.0 in format 3, and this version reads formats up to 2; use that version or a newer one".formatted(file()),
                stop.getMessage());
    }
}
