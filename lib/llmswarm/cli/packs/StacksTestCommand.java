package llmswarm.cli.packs;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.check.CheckRunner;
import llmswarm.cli.CheckFlags;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.cli.Interrupts;
import llmswarm.cli.screen.Amounts;
import llmswarm.cli.screen.Terminal;
import llmswarm.guard.Stop;
import llmswarm.pack.Packs;
import llmswarm.pack.PlantedFault;
import llmswarm.pack.TestReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks test NAME}. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Replays a pack's example with all its checks, then plants a fault in each kind of file and tells whether a check sees it.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:the example holds",
            "3:it does not, or with --strict no check sees some kind of fault"})
public final class StacksTestCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Mixin
    private CheckFlags checks;
    @Parameters(paramLabel = "NAME", description = "The stack, or the folder of a pack.")
    private String name;
    @Option(names = "--keep", description = "Leave the result, and tell where.")
    private boolean keep;
    @Option(names = "--no-faults", description = "Replay the example only, and plant no faults.")
    private boolean noFaults;
    @Option(names = "--strict", description = "End with exit code 3 where no check sees a kind of fault.")
    private boolean strict;
    @Option(names = "--except", paramLabel = "PATTERN",
            description = "With --strict: files in which no check has to see a fault, such as *.md.")
    private List<String> except = List.of();

    public StacksTestCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            try (var swarm = desk.open(flags, entry -> { }, desk.err()::println, Terminal.person(desk.err()))) {
                var found = swarm.packs().find(name);
                desk.err().println("replaying the example of %s".formatted(found.name()));
                var report = found.among().test(found.name(), new Packs.Trial(checks.sandbox(), checks.approveChecks,
                        !noFaults, keep), this::tell);
                tell(report);
                return report.holds() && (!strict || unexpected(report).isEmpty()) ? 0 : Stop.UNFINISHED;
            }
        });
    }

    private List<TestReport.Kind> unexpected(TestReport report) {
        var excepted = CheckRunner.matching(except.stream().flatMap(glob -> List.of(glob, "**/" + glob).stream())
                .toList());
        return report.unseen().stream().filter(kind -> !excepted.test(kind.file())).toList();
    }

    private void tell(TestReport.Kind kind) {
        if (flags.json) return;
        var seen = kind.red().map(check -> "red    " + check + kind.place().map(place -> ", at "
                + place.replaceFirst("^\\Q%s\\E:".formatted(kind.file()), "line ")).orElse("") + mends(kind))
                .orElse(kind.ran().isEmpty() ? "green  no check reads it" : "green  " + String.join(", ", kind.ran()));
        desk.out().println("%-7s %-13s %-20s %6s  %s".formatted(kind.fault().word(), kind.name(), kind.file(),
                Amounts.seconds(kind.seconds()), seen));
    }

    /** Who mends it is told where there are several and one of them wrote the file. */
    private static String mends(TestReport.Kind kind) {
        return !kind.written() ? "" : kind.mends().map("; %s mends it"::formatted).orElse("; no task by its places");
    }

    private void tell(TestReport report) {
        if (flags.json) {
            desk.out().json(json(report));
            return;
        }
        report.faults().forEach(fault -> desk.out().println("fault: " + fault));
        for (var fault : PlantedFault.values()) {
            var unseen = report.unseen().stream().filter(kind -> kind.fault() == fault)
                    .map(kind -> "%s (%s)".formatted(kind.name(), kind.file())).toList();
            if (!unseen.isEmpty()) desk.out().println("warning: no check sees what is %s in %s".formatted(fault.word(),
                    String.join(", ", unseen)));
        }
        report.warnings().forEach(warning -> desk.out().println("warning: " + warning));
        report.folder().ifPresent(folder -> desk.err().println("kept: " + folder));
        desk.err().println("%s: %s; replayed %s with %s and %s in %s".formatted(report.name(), report.holds()
                ? "holds" : "does not hold", StacksCheckCommand.counted(report.tasks(), "task"),
                StacksCheckCommand.counted(report.checks(), "passed check"),
                StacksCheckCommand.counted(report.tests(), "test"), Amounts.seconds(report.seconds())));
    }

    private static String json(TestReport report) {
        var json = new JsonMapper().createObjectNode().put("name", report.name()).put("holds", report.holds())
                .put("tasks", report.tasks()).put("checks", report.checks()).put("tests", report.tests())
                .put("seconds", report.seconds());
        report.folder().ifPresent(folder -> json.put("folder", folder.toString()));
        var kinds = json.putArray("kinds");
        for (var kind : report.kinds()) {
            var of = kinds.addObject().put("name", kind.name())
                    .put("fault", kind.fault().word()).put("file", kind.file()).put("seconds", kind.seconds());
            kind.red().ifPresent(check -> of.put("red", check));
            kind.place().ifPresent(place -> of.put("place", place));
            kind.mends().ifPresent(task -> of.put("mends", task));
            kind.ran().forEach(of.putArray("ran")::add);
        }
        report.faults().forEach(json.putArray("faults")::add);
        report.warnings().forEach(json.putArray("warnings")::add);
        return json.toString();
    }
}
