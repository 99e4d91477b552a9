package llmswarm.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import answers.JsonAnswer;
import llmswarm.config.yaml.Faults;
import llmswarm.config.yaml.Fields;
import llmswarm.config.yaml.Located;
import text.Trimming;

/** Reads what a reviewer answers. Nothing in it is believed yet: a quote counts only where the words really stand. */
public final class ReviewReader {
    private static final int SHORTEST_QUOTE = 8;

    private ReviewReader() {
    }

    /**
     * Whose fault a failing check is.
     *
     * @param code        the task that wrote the code concerned
     * @param test        the task that wrote the test concerned; empty when there is none
     * @param testIsWrong whether the test contradicts the specification
     * @param testIsLess  whether the test needs the smaller change
     * @param quote       the words of the specification that say so; empty where it says nothing
     */
    public record Blame(String code, String test, boolean testIsWrong, boolean testIsLess, String quote,
            String reason) {
    }

    /** How the work departs from a requirement. */
    public enum FindingKind { MISSING, PARTIAL, CONTRADICTS, UNREQUESTED }

    /**
     * One departure.
     *
     * @param requirement its id; empty for what nobody asked for
     * @param file        where; empty for what is missing altogether
     * @param line        from 1; 0 when unknown
     */
    public record ReviewFinding(FindingKind kind, String requirement, String quote, String file, int line,
            String text) {
    }

    /** Empty when the answer is no such judgement. */
    public static Optional<Blame> blame(String answer) {
        var ignored = new Faults();
        return Located.json(JsonAnswer.in(answer), "the judgement", ignored).map(node -> Fields.byPath(node, ignored))
                .filter(fields -> fields.has("fault"))
                .map(fields -> new Blame(fields.text("code", ""), fields.text("test", ""),
                fields.text("fault", "").equals("test"), fields.text("smaller", "").equals("test"),
                        fields.text("quote", ""), fields.text("reason", "")));
    }

    /** Empty when the answer is no list of findings; entries of an unknown kind are left out. */
    public static Optional<List<ReviewFinding>> findings(String answer) {
        var ignored = new Faults();
        return Located.json(JsonAnswer.in(answer), "the review", ignored).map(node -> Fields.byPath(node, ignored))
                .filter(fields -> fields.has("findings"))
                .map(fields -> fields.list("findings").stream().flatMap(entry -> finding(entry).stream()).toList());
    }

    private static Optional<ReviewFinding> finding(Fields entry) {
        return kind(entry.text("kind", ""))
                .map(kind -> new ReviewFinding(kind, entry.text("requirement", ""), entry.text("quote", ""),
                entry.text("file", ""), entry.whole("line", 0, 0, 10_000_000), entry.text("text", "")));
    }

    private static Optional<FindingKind> kind(String word) {
        try {
            return Optional.of(FindingKind.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    /**
     * Whether those words really stand in the specification or the plan's requirements, differences of case, space and
     * quotation marks aside.
     */
    public static boolean stands(String quote, Plan plan, SpecLines spec) {
        var words = plain(quote);
        return words.length() >= SHORTEST_QUOTE && (plain(spec.text(spec.all())).contains(words)
                || plan.requirements().stream().anyMatch(requirement -> plain(requirement.text()).contains(words)));
    }

    /** The same for words that may stand in a contract, too. */
    public static boolean decides(String quote, Plan plan, SpecLines spec) {
        var words = plain(quote);
        return stands(quote, plan, spec) || words.length() >= SHORTEST_QUOTE && plan.contracts().stream()
                .anyMatch(contract -> plain(contract.text()).contains(words));
    }

    private static String plain(String text) {
        var words = text.replaceAll("[\\s\"'`\u201c\u201d\u2018\u2019]+", " ").strip();
        return Trimming.back(words, ".\u2026").toLowerCase(Locale.ROOT);
    }
}
