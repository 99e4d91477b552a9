package llmswarm.run.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.Catalog;
import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.SpecLines;
import llmswarm.plan.SpecPiece;
import llmswarm.plan.SpecPiece.Fate;
import llmswarm.plan.Task;
import llmswarm.run.journal.ChangeEvent;

/**
 * What a run changes, for templates under the name {@code changing}: the one place where it knows that it makes no new
 * project.
 *
 * @param asked   the commit that it starts from, and what became of the specification
 * @param spec    the request in words, or the specification as it is now
 * @param name    of the project
 * @param present its files as that commit has them
 * @param prior   what earlier runs made of the project
 */
public record Change(ChangeEvent.Changing asked, SpecLines spec, String name, PresentFiles present, PriorRuns prior) {
    /** The pack for what no other is recognised as. */
    private static final String ANY_KIND = "generic";
    private static final int LONGEST_TITLE = 68;
    private static final String CUT = " ...";

    /** The page that tells the project's plan; empty where none is told. */
    public Optional<PlanPage> page() {
        return present.text(PlanLint.PLAN_PAGE).flatMap(PlanPage::of);
    }

    /** How a change is asked for. */
    public enum Kind {
        /** In words of its own. */ REQUEST,
        /** By the specification that the project was made from, which was edited. */ SPECIFICATION;

        /** What a journal's options call it. */
        public static final String OPTION = "change";

        /** As journals keep it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What a journal says; empty where it is a run that makes a project. */
        public static Optional<Kind> of(Map<String, String> options) {
            return Stream.of(values()).filter(kind -> kind.word().equals(options.get(OPTION))).findFirst();
        }
    }

    /** Whether the request has words of its own. */
    public boolean inWords() {
        return asked.pieces().isEmpty();
    }

    /** The pieces of the specification of which that became. */
    public List<SpecPiece> pieces(Fate fate) {
        return asked.pieces().stream().filter(piece -> piece.fate() == fate).toList();
    }

    /** The kind of project: as its last run had it, as its files show, else any. */
    public Stack stack(Catalog catalog) {
        return prior.plan().map(plan -> new Parts(catalog).stack(plan.stack(), plan.parts()))
                .or(() -> Recognition.of(catalog, present.contents().keySet()))
                .orElseGet(() -> catalog.stack(ANY_KIND));
    }

    /** Values of the stack's variables: those of its last run, and what the user says now. */
    public Map<String, String> variables(Map<String, String> said) {
        var values = new LinkedHashMap<>(prior.variables());
        values.putAll(said);
        return values;
    }

    /** End checks that were planned for the project before; they hold for it still. */
    public List<Plan.PlannedCheck> checks() {
        return prior.plan().map(Plan::checks).orElse(List.of());
    }

    /** The end checks of a plan for it: those that hold still, and what it has besides. */
    public List<Plan.PlannedCheck> checks(List<Plan.PlannedCheck> planned) {
        var names = planned.stream().map(Plan.PlannedCheck::name).toList();
        return Stream.concat(checks().stream().filter(check -> !names.contains(check.name())), planned.stream())
                .toList();
    }

    /** The plan in which one agent makes it. */
    public Plan alone(PlanReader.Choice choice, List<Plan.PlannedCheck> planned) {
        return SoloPlan.change(spec, choice, name, title(), prior.plan().map(Plan::summary).orElse(title()),
                checks(planned));
    }

    /** A plan for it, whatever the planner calls the project. */
    public Plan ofProject(Plan plan) {
        return plan.called(name, checks(plan.checks()));
    }

    /** What is changed, in a line. */
    public String title() {
        if (!inWords()) return "Follow the specification as it was edited";
        var first = spec.text().strip().lines().findFirst().orElse("").strip();
        return first.length() <= LONGEST_TITLE ? first : first.substring(0, cut(first)) + CUT;
    }

    /** Between two words, but within one that is half as long as a title. */
    private static int cut(String line) {
        int blank = line.lastIndexOf(' ', LONGEST_TITLE), within = LONGEST_TITLE - CUT.length();
        if (blank * 2 >= LONGEST_TITLE) return blank;
        return Character.isLowSurrogate(line.charAt(within)) ? within - 1 : within;
    }

    /** What is asked for, as words by which files are found. */
    public String question() {
        return inWords() ? spec.text() : Stream.of(Fate.CHANGED, Fate.ADDED, Fate.WITHDRAWN)
                .flatMap(fate -> pieces(fate).stream()).map(piece -> piece.text() + "\n" + piece.was())
                .collect(Collectors.joining("\n"));
    }

    /** The same for one of several tasks. */
    public String question(Task task) {
        return String.join("\n", task.title(), task.description(), String.join("\n", task.files()),
                spec.quoted(task.lines()));
    }
}
