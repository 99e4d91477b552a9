package llmswarm.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import llmswarm.guard.Redactor;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a run whose texts would rather be something else. */
class ReportTest {
    private static final String HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> ]]> \u2028 \u2029 \u0000 \u001b[31m & '\"";
    private static final Pattern EVENTS = Pattern.compile("<script type=\"application/json\" id=\"events\">(.*?)</script>", Pattern.DOTALL);
    @TempDir
    Path folder;

    @Test
    void textsStayTextsAndSecretsStayOutAndNothingIsLoaded() throws IOException {
        var run = folder.resolve("20260101-000000-000-0000");
        // A journal of somebody who had no idea that this is a secret.
        try (var journal = Journal.create(run, new Redactor(Map.of()))) {
            journal.append(new Event.RunStarted("20260101-000000-000-0000", HOSTILE, HOSTILE, Map.of(), Map.of(), "1", HOSTILE));
            journal.append(new Event.Noted("", "the word is xyzzy-plugh-4711"));
            journal.append(new Event.Noted("", "x".repeat(1 << 20)));
        }
        var html = Report.html(run.resolve(Journal.FILE), new Redactor(Map.of("THE_TOKEN", "xyzzy-plugh-4711")));
        assertFalse(html.contains("xyzzy-plugh-4711"));
        assertFalse(html.contains("<script>alert") || html.contains("\u2028") || html.contains("\u001b") || html.contains("<img src=x"));
        var events = EVENTS.matcher(html);
        assertTrue(events.find());
        var read = Served.JSON.readTree(events.group(1));
        assertEquals(3, read.size());
        assertEquals(HOSTILE, read.get(0).path("spec").asText());
        assertEquals(1 << 20, read.get(2).path("sentence").asText().length());
        var tags = html.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
        assertFalse(Pattern.compile("\\b(src|href)=\"(?!data:)").matcher(tags).find(), tags);
        assertTrue(html.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
    }

    @Test
    void whateverAFileOfThePageHoldsEndsNoElement() {
        assertEquals("[\\u003c/script\\u003e\\u0026\\u2028]", Report.inScript("[</script>&\u2028]"));
        assertEquals("a<\\/script>b<\\/STYLE>c<\\!--", Report.closed("a</script>b</STYLE>c<!--"));
    }

    @Test
    void theReportIsWrittenWhereItIsAskedFor() throws IOException {
        var run = folder.resolve("20260101-000000-000-0000");
        Journal.create(run, new Redactor(Map.of())).close();
        Report.write(run.resolve(Journal.FILE), new Redactor(Map.of()), folder.resolve("report.html"));
        assertTrue(Files.readString(folder.resolve("report.html")).contains("id=\"events\">[]</script>"));
    }
}
