package llmswarm.cli.packs;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Swarm;
import llmswarm.cli.Desk;
import llmswarm.cli.Flags;
import llmswarm.guard.Stop;
import llmswarm.pack.PackReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java stacks check [NAME]}. */
@Command(name = "check", mixinStandardHelpOptions = true,
        description = "Tells every fault of a pack, or of all, with its place, and what is odd about it; runs nothing of it.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList = {"0:no fault", "2:a fault"})
public final class StacksCheckCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The stack, or the folder of a pack. Default: all.")
    private String name;

    public StacksCheckCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.quiet(flags)) {
            var reports = reports(swarm);
            reports.forEach(this::tell);
            return reports.stream().allMatch(report -> report.faults().isEmpty()) ? 0 : Stop.USAGE;
        }
    }

    private List<PackReport> reports(Swarm swarm) {
        if (name == null) return swarm.packs().check();
        var found = swarm.packs().find(name);
        return List.of(found.among().check(found.name()));
    }

    private void tell(PackReport report) {
        if (flags.json) {
            var json = new JsonMapper().createObjectNode().put("name", report.name());
            report.faults().forEach(json.putArray("faults")::add);
            report.warnings().forEach(json.putArray("warnings")::add);
            desk.out().json(json.toString());
            return;
        }
        report.faults().forEach(fault -> desk.out().println("fault: " + fault));
        report.warnings().forEach(warning -> desk.out().println("warning: " + warning));
        desk.err().println("%s: %s, %s".formatted(report.name(), counted(report.faults().size(), "fault"),
                counted(report.warnings().size(), "warning")));
    }

    static String counted(int number, String what) {
        return number == 0 ? "no " + what : number + " " + what + (number == 1 ? "" : "s");
    }
}
