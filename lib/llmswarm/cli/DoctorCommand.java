package llmswarm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;

import llmswarm.Swarm;
import llmswarm.check.SandboxChoice;
import llmswarm.cli.findings.Finding;
import llmswarm.cli.findings.MachineFindings;
import llmswarm.cli.findings.ModelRow;
import llmswarm.cli.findings.PackFindings;
import llmswarm.cli.screen.Window;
import llmswarm.guard.Stop;
import llmswarm.model.LocalServer;
import llmswarm.model.hub.Machine;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Speeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
        description = "Tells what this machine offers for a run, and what to install.",
        exitCodeListHeading = "%nExit codes:%n", exitCodeList =
        {"0:a run is possible", "3:something a run needs is missing"})
public final class DoctorCommand implements Callable<Integer> {
    private final Desk desk;
    private final List<LocalServer> servers;
    private final int width;
    @Mixin
    private Flags flags;

    DoctorCommand(Desk desk) {
        this(desk, LocalServer.USUAL, Window.columns());
    }

    /** @param servers local servers to look for */
    DoctorCommand(Desk desk, List<LocalServer> servers, int width) {
        this.desk = desk;
        this.servers = servers;
        this.width = width;
    }

    @Override
    public Integer call() {
        List<Finding> findings;
        try (var swarm = desk.open(flags)) {
            findings = look(swarm);
        }
        if (flags.json) desk.out().json(Finding.json(findings));
        else Finding.lines(findings, width).forEach(desk.out()::println);
        var possible = Finding.isRunPossible(findings);
        desk.err().println(verdict(findings));
        return possible ? 0 : Stop.UNFINISHED;
    }

    private static String verdict(List<Finding> findings) {
        if (Finding.isRunPossible(findings)) return "A run is possible here.";
        return Finding.isReplayPossible(findings)
                ? "A replay is possible here (--replay). For a run with models, mend first what is marked with !!."
                : "Neither a run nor a replay is possible here before what is marked with !! is mended.";
    }

    private List<Finding> look(Swarm swarm) {
        var sandboxes = SandboxChoice.tried(desk.env());
        var findings = new ArrayList<>(new MachineFindings(desk.folder(), desk.env(), desk.redactor().get(), sandboxes)
                .all());
        var best = sandboxes.stream().flatMap(found -> found.sandbox().stream()).findFirst().orElseThrow();
        findings.addAll(new PackFindings(swarm, best, rows(swarm), LocalServer.running(servers)).all());
        return findings.stream().map(finding -> finding.at(desk.out())).toList();
    }

    private LinkedHashMap<String, ModelRow> rows(Swarm swarm) {
        var machine = Machine.here();
        var speeds = Speeds.of(desk.env(), machine);
        var store = ModelStore.of(desk.env(), desk.folder());
        var rows = new LinkedHashMap<String, ModelRow>();
        swarm.models().values()
                .forEach(spec -> rows.put(spec.alias(), ModelRow.of(spec, store, machine, speeds, desk.env())));
        return rows;
    }
}
