package llmswarm.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import llmswarm.guard.Redactor;
import llmswarm.run.journal.Entry;
import llmswarm.run.journal.Journal;

/**
 * The page with a run's events inside: one file that loads nothing, and in which no text of a model or file is anything
 * but text.
 */
public final class Report {
    private static final Pattern SCRIPT = Pattern.compile("<script\\b[^>]*\\bsrc=\"\\.?/?([^\"]+)\"[^>]*></script>");
    private static final Pattern STYLE = Pattern.compile("<link\\b[^>]*\\bhref=\"\\.?/?([^\"]+\\.css)\"[^>]*>");
    private static final Pattern ELSE = Pattern.compile("<link\\b[^>]*>");

    private Report() {
    }

    /** The report of a journal's file, without what is known to be secret. */
    public static String html(Path journal, Redactor redactor) throws IOException {
        var events = Journal.read(journal).stream().map(Entry::line).map(line -> redactor.json(line).text())
                .map(Report::inScript).collect(Collectors.joining(",\n", "[", "]"));
        var scripts = new ArrayList<String>();
        var styles = new ArrayList<String>();
        var page = replaced(STYLE, Page.index(), styles);
        page = ELSE.matcher(page).replaceAll("");
        page = replaced(SCRIPT, page, scripts);
        var policy = "default-src 'none'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'; script-src %s; style-src %s"
                .formatted(sources(scripts), sources(styles));
        var head = "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">%s".formatted(policy,
                styles.stream().map("<style>%s</style>"::formatted).collect(Collectors.joining()));
        var tail = "<script type=\"application/json\" id=\"events\">%s</script>\n%s".formatted(events,
                scripts.stream().map("<script type=\"module\">%s</script>"::formatted).collect(Collectors.joining("\n")));
        return into(into(page, "(?i)<meta charset=[^>]*>", head, true), "(?i)</body>", tail, false);
    }

    /** The page without what is loaded, of which the texts are kept. */
    private static String replaced(Pattern loads, String page, List<String> texts) throws IOException {
        for (var found : loads.matcher(page).results().toList()) {
            var bytes = Page.file(found.group(1)).orElseThrow(() -> new IOException("the page loads %s, which is not there"
                    .formatted(found.group(1))));
            texts.add(closed(new String(bytes, StandardCharsets.UTF_8)));
        }
        return loads.matcher(page).replaceAll("");
    }

    /** A script or style sheet that no word of its own ends; the backslash means nothing in their strings. */
    static String closed(String text) {
        return text.replaceAll("(?i)</(script|style)", "<\\\\/$1").replace("<!--", "<\\!--");
    }

    /** JSON in which nothing can end or begin an element, or be a line's end for old readers. */
    static String inScript(String json) {
        return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
                .replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
    }

    private static String sources(List<String> texts) {
        return texts.isEmpty() ? "'none'" : texts.stream().map(Report::source).collect(Collectors.joining(" "));
    }

    private static String source(String text) {
        try {
            return "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String into(String page, String place, String text, boolean behind) {
        return Pattern.compile(place).matcher(page).replaceFirst(found -> Matcher.quoteReplacement(behind
                ? found.group() + text : text + found.group()));
    }

    /** Writes it. */
    public static void write(Path journal, Redactor redactor, Path file) throws IOException {
        Files.writeString(file, html(journal, redactor));
    }
}
