package llmswarm.cli.runs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.cli.Desk;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Cell;
import llmswarm.cli.screen.Table;
import llmswarm.cli.screen.Window;
import llmswarm.model.Usage;
import llmswarm.run.state.TaskProgress;
import llmswarm.run.state.TaskProgress.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import text.Dollars;
import text.Printable;

/** {@code swarm.java runs diff A B}. */
@Command(name = "diff", mixinStandardHelpOptions = true,
        description = "Compares two runs: tokens, money, time, checks, tasks and files.")
public final class RunsDiffCommand implements Callable<Integer> {
    private static final int FILES = 10;

    private final Desk desk;
    @Parameters(index = "0", paramLabel = "A", description = "A run's id in the project, its folder, a project's folder, whose last run is meant, or a journal.")
    private String one;
    @Parameters(index = "1", paramLabel = "B", description = "Another one, likewise.")
    private String other;
    @Option(names = {"-o", "--output"}, paramLabel = "DIR", defaultValue = ".",
            description = "The project whose runs' ids are meant. Default: this folder.")
    private Path project;
    @Option(names = "--json", description = "Print an object.")
    private boolean json;

    public RunsDiffCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var place = desk.folder().resolve(project).normalize();
        var a = RunFacts.read(RunFacts.find(desk.folder(), place, one));
        var b = RunFacts.read(RunFacts.find(desk.folder(), place, other));
        if (json) desk.out().json(json(a, b).toString());
        else Stream.of(Table.lines(rows(a, b), Window.columns()), files(a, b)).flatMap(List::stream)
                .forEach(desk.out()::println);
        return 0;
    }

    private static List<List<String>> rows(RunFacts a, RunFacts b) {
        var rows = new ArrayList<List<String>>();
        row(rows, "", a, b, run -> Printable.escaped(run.id()));
        row(rows, "ended", a, b, RunFacts::end);
        row(rows, "models", a, b, run -> String.join(", ", run.aliases()));
        row(rows, "tasks", a, b, run -> "%d of %d done".formatted(run.state().count(Stage.DONE),
                run.state().tasks().size()));
        row(rows, "calls", a, b, run -> Amounts.tokens(run.calls()));
        row(rows, "tokens", a, b, run -> tokens(run.state().usage()));
        row(rows, "shared", a, b, run -> run.shared().equals(Usage.NONE) ? "" : tokens(run.shared()));
        row(rows, "money", a, b, run -> run.state().cost() == 0 ? "" : Dollars.told(run.state().cost()));
        row(rows, "time", a, b, run -> Amounts.seconds(run.seconds()));
        row(rows, "checks", a, b, run -> "%d passed, %d not".formatted(run.passed(), run.notPassed()));
        row(rows, "tests", a, b, run -> Integer.toString(run.tests()));
        row(rows, "files", a, b, run -> Integer.toString(run.state().written().present().size()));
        for (var id : ids(a, b)) rows.add(List.of(id, told(a.task(id)), told(b.task(id))));
        return rows;
    }

    /** What neither has is left out. */
    private static void row(List<List<String>> rows, String label, RunFacts a, RunFacts b,
            Function<RunFacts, String> figure) {
        var texts = List.of(figure.apply(a), figure.apply(b));
        if (texts.stream().anyMatch(text -> !text.isEmpty())) rows.add(List.of(label, texts.getFirst(),
                texts.getLast()));
    }

    private static String tokens(Usage usage) {
        return "%s (%s in, %s out)".formatted(Amounts.tokens(usage.input() + usage.output()),
                Amounts.tokens(usage.input()), Amounts.tokens(usage.output()));
    }

    /** The tasks of either. */
    private static LinkedHashSet<String> ids(RunFacts a, RunFacts b) {
        return Stream.of(a, b).flatMap(run -> run.state().tasks().stream()).map(TaskProgress::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String told(Optional<TaskProgress> task) {
        return task.map(row -> Stream.of(row.state().word(), row.alias(), row.attempt() > 1 ? row.attempt()
                + " attempts" : "", row.tokens() > 0 ? Amounts.count(row.tokens(), "token") : row.recorded() > 0
                ? "shared" : "").filter(part -> !part.isEmpty()).collect(Collectors.joining(", "))).orElse("not planned");
    }

    private static List<String> files(RunFacts a, RunFacts b) {
        var lines = new ArrayList<String>();
        Difference.of(a, b).named().forEach((label, files) -> {
            if (files.isEmpty()) return;
            var more = files.size() > FILES ? " and %d more".formatted(files.size() - FILES) : "";
            lines.addAll(Cell.labelled("  " + label, 13, Printable.escaped(files.stream().limit(FILES)
                    .collect(Collectors.joining(", "))) + more, Window.columns()));
        });
        return lines;
    }

    /** The files by what is different of them. */
    private record Difference(List<String> onlyA, List<String> onlyB, List<String> changed) {
        static Difference of(RunFacts a, RunFacts b) {
            var first = a.state().written().present();
            var second = b.state().written().present();
            return new Difference(without(first, second), without(second, first), first.keySet().stream()
                    .filter(second::containsKey).filter(file -> !first.get(file).equals(second.get(file))).toList());
        }

        private static List<String> without(Map<String, String> all, Map<String, String> others) {
            return all.keySet().stream().filter(file -> !others.containsKey(file)).toList();
        }

        Map<String, List<String>> named() {
            var named = new LinkedHashMap<String, List<String>>();
            named.put("different", changed);
            named.put("only in A", onlyA);
            named.put("only in B", onlyB);
            return named;
        }
    }

    private static ObjectNode json(RunFacts a, RunFacts b) {
        var mapper = new JsonMapper();
        var node = mapper.createObjectNode();
        node.set("a", a.json());
        node.set("b", b.json());
        var tasks = node.putArray("tasks");
        for (var id : ids(a, b)) {
            var task = tasks.addObject().put("task", id);
            a.task(id).ifPresent(row -> task.set("a", json(mapper, row)));
            b.task(id).ifPresent(row -> task.set("b", json(mapper, row)));
        }
        var files = Difference.of(a, b);
        var all = node.putObject("files");
        all.set("different", mapper.valueToTree(files.changed()));
        all.set("onlyA", mapper.valueToTree(files.onlyA()));
        all.set("onlyB", mapper.valueToTree(files.onlyB()));
        return node;
    }

    private static ObjectNode json(JsonMapper mapper, TaskProgress row) {
        return mapper.createObjectNode().put("state", row.state().word()).put("model", row.alias())
                .put("attempts", row.attempt()).put("tokens", row.tokens()).put("dollars", row.cost());
    }
}
