package llmswarm.model.grammar;

import static llmswarm.model.grammar.Shape.choice;
import static llmswarm.model.grammar.Shape.commaSeparated;
import static llmswarm.model.grammar.Shape.listOf;
import static llmswarm.model.grammar.Shape.literal;
import static llmswarm.model.grammar.Shape.oneOf;
import static llmswarm.model.grammar.Shape.sequence;
import static llmswarm.model.grammar.Shape.text;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import llmswarm.model.grammar.Form.PlanForm;

/**
 * Plans as compact JSON, their keys in the schema's order. Ids, names and files are told apart while they are written:
 * a task depends on tasks before it, provides contracts that none before it does, and uses what is provided before it.
 */
final class PlanGrammar {
    static final int LEAST_TASKS = 3;
    private static final int NAME = 64, CONTRACT = 48, PATH = 80, TITLE = 80, SENTENCE = 400;
    private static final int CHECKS = 3, WORDS = 8, QUESTIONS = 3, PLACES = 8, BACKGROUND = 8, RANGE = 11, SIZE = 4;
    /** Ids that linting keeps for the tool itself. */
    private static final List<String> RESERVED = List.of("ask", "scaffold");
    private static final String CONTRACT_BEGINS = "{\"name\":\"", TASK_BEGINS = "{\"id\":\"",
            TASKS_BEGIN = "],\"tasks\":[" + TASK_BEGINS;

    private final PlanForm form;
    private final int sentence;

    PlanGrammar(PlanForm form) {
        this.form = form;
        this.sentence = most(SENTENCE);
    }

    /** No text is longer than the form says, whatever it is. */
    private int most(int characters) {
        return Math.min(characters, form.size().characters());
    }

    Grammar grammar() {
        var begin = sequence(literal("{\"stack\":\"" + form.stack() + "\",\"name\":\""), text(Texts.KEBAB, most(NAME)),
                key("summary"), string(sentence), literal("\",\"contracts\":["));
        return Grammar.of(begin, text -> contracts(Draft.NOTHING));
    }

    private static Shape lines(int most) {
        return commaSeparated(sequence(literal("\""), text(Texts.LINES, RANGE), literal("\"")), 0, most);
    }

    private Grammar contracts(Draft draft) {
        return Grammar.of(next(form.size().contracts() > 0, true, CONTRACT_BEGINS, TASKS_BEGIN),
                text -> text.endsWith(TASKS_BEGIN) ? task(draft) : contract(draft));
    }

    private Grammar contract(Draft draft) {
        return fresh(Texts.NAME, most(CONTRACT), draft.contracts(), name -> contract(draft.withContract(name), name));
    }

    private Grammar contract(Draft draft, String name) {
        var shape = sequence(literal(",\"kind\":\""), text(Texts.KEBAB, most(NAME)), key("text"),
                string(form.size().characters()),
                literal("\"}"), next(draft.contracts().size() < form.size().contracts(), true, "," + CONTRACT_BEGINS,
                TASKS_BEGIN));
        return Grammar.of(shape, text -> text.endsWith(TASKS_BEGIN) ? task(draft) : contract(draft));
    }

    /** From a task's id on: how it begins belongs to what is before it, so that no stretch is fixed from end to end. */
    private Grammar task(Draft draft) {
        return fresh(Texts.KEBAB, most(NAME), Draft.plus(draft.ids(), RESERVED), id -> work(draft, id));
    }

    private Grammar work(Draft draft, String id) {
        var shape = sequence(literal(",\"title\":\""), string(most(TITLE)), key("agent"), oneOf(form.agents()),
                key("description"),
                string(form.size().characters()), literal("\",\"lines\":["), lines(PLACES),
                literal("],\"files\":[\""));
        return Grammar.of(shape, text -> file(draft, id, 1));
    }

    /** A file nobody else writes, in whatever case; and none where a folder is, or the other way round. */
    private Grammar file(Draft draft, String id, int number) {
        var taken = draft.files().stream().flatMap(file ->
                Stream.concat(Stream.of(file + '"', file + '/'), folders(file))).toList();
        return Grammar.of(sequence(text(Texts.PATH, most(PATH)), literal("\"")), text ->
                links(draft.withFile(named(text)), id, number)).without(taken);
    }

    private static Stream<String> folders(String file) {
        return IntStream.range(0, file.length()).filter(i -> file.charAt(i) == '/')
                .mapToObj(i -> file.substring(0, i) + '"');
    }

    private Grammar links(Draft draft, String id, int file) {
        var open = draft.contracts().stream().filter(name -> !draft.provided().contains(name)).toList();
        var links = sequence(literal("],\"size\":"), text(Texts.NUMBER, SIZE), literal(",\"dependsOn\":"),
                listOf(draft.ids()), literal(",\"provides\":"), listOf(open), literal(",\"uses\":"),
                listOf(draft.provided()), literal("}"));
        int tasks = draft.ids().size() + 1;
        var after = next(tasks < form.size().tasks(), tasks >= LEAST_TASKS, "," + TASK_BEGINS, "],");
        var shape = file < form.size().files() ? choice(literal(",\""), sequence(links, after))
                : sequence(links, after);
        return Grammar.of(shape, text -> {
            if (text.equals(",\"")) return file(draft, id, file + 1);
            var done = draft.withTask(id, open.stream().filter(listed(text, "provides")::contains).toList());
            return text.endsWith("}],") ? end() : task(done);
        });
    }

    /** The names in a list of names that hold nothing JSON escapes. */
    private static List<String> listed(String text, String key) {
        int from = text.indexOf('[', text.indexOf("\"" + key + "\":")) + 1;
        var quoted = text.substring(from, text.indexOf(']', from)).split("\"");
        return IntStream.range(0, quoted.length).filter(i -> i % 2 == 1).mapToObj(i -> quoted[i]).toList();
    }

    private Grammar end() {
        var word = sequence(literal("\""), text(Texts.WORD, most(TITLE)), literal("\""));
        var check = sequence(literal("{\"name\":\""), text(Texts.KEBAB, most(NAME)), literal("\",\"run\":[\""),
                text(Texts.PROGRAM, most(NAME)), literal("\""),
                choice(literal(""), sequence(literal(","), commaSeparated(word, 1, WORDS - 1))), literal("]}"));
        var question = sequence(literal("{\"question\":\""), string(sentence), key("assumption"), string(sentence),
                literal("\",\"lines\":["), lines(PLACES), literal("]}"));
        return Grammar.of(sequence(literal("\"checks\":["),
                commaSeparated(check, form.checks() ? 1 : 0, form.checks() ? CHECKS : 0),
                literal("],\"unclear\":["), commaSeparated(question, 0, QUESTIONS), literal("],\"background\":["),
                lines(BACKGROUND), literal("]}")));
    }

    /** One more, the end, or either. */
    private static Shape next(boolean more, boolean enough, String another, String end) {
        if (!enough) return literal(another);
        return more ? choice(literal(another), literal(end)) : literal(end);
    }

    private static Grammar fresh(Dfa dfa, int most, List<String> taken, Function<String, Grammar> then) {
        return Grammar.of(sequence(text(dfa, most), literal("\"")), text -> then.apply(named(text)))
                .without(taken.stream().map(name -> name + '"').toList());
    }

    private static String named(String closed) {
        return closed.substring(0, closed.length() - 1);
    }

    private static Shape string(int most) {
        return text(Texts.STRING, most);
    }

    /** From the end of one string to the beginning of the next. */
    private static Shape key(String name) {
        return literal("\",\"" + name + "\":\"");
    }

    /** What is known of the plan while it is written. */
    private record Draft(List<String> contracts, List<String> ids, List<String> files,
            List<String> provided) {
        static final Draft NOTHING = new Draft(List.of(), List.of(), List.of(), List.of());

        Draft withContract(String name) {
            return new Draft(plus(contracts, List.of(name)), ids, files, provided);
        }

        Draft withFile(String name) {
            return new Draft(contracts, ids, plus(files, List.of(name)), provided);
        }

        Draft withTask(String id, List<String> provides) {
            return new Draft(contracts, plus(ids, List.of(id)), files, plus(provided, provides));
        }

        private static List<String> plus(List<String> some, List<String> more) {
            return Stream.concat(some.stream(), more.stream()).toList();
        }
    }
}
