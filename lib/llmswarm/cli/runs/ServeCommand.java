package llmswarm.cli.runs;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import llmswarm.cli.Commands;
import llmswarm.cli.Desk;
import llmswarm.cli.Interrupts;
import llmswarm.guard.Stop;
import llmswarm.serve.Serve;
import machine.ProcessStart;
import machine.SearchPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code swarm.java serve}. */
@Command(name = "serve", mixinStandardHelpOptions = true,
        description = "Serves a page on this machine that starts, shows, answers and reads the runs of this folder, until Ctrl-C; runs go on.")
public final class ServeCommand implements Callable<Integer> {
    private final Desk desk;
    @Option(names = "--port", paramLabel = "N", description = "Default: the one of last time, or any that is free.")
    private int port;
    @Option(names = "--open", description = "Open the page in the browser.")
    private boolean open;

    public ServeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) throw Stop.usage("--port takes a number from 1 to 65535, not %d".formatted(port));
        return Interrupts.during(desk, () -> {
            try (var serve = Serve.start(desk.folder(), desk.env(), port,
                    fault -> Commands.tellFault(desk, "in an answer to the page; the server goes on", fault))) {
                desk.out().println(serve.link());
                desk.err().println("The link is good for one browser. Ctrl-C ends the server; runs go on.");
                if (open) show(serve.link());
                new CountDownLatch(1).await();
            }
            return 0;
        });
    }

    private void show(String link) {
        var search = SearchPath.of(desk.env());
        var opener = search.find("xdg-open").or(() -> search.find("open"));
        try {
            if (opener.isEmpty()) desk.err().println("No program was found that opens a browser; open the link yourself.");
            else ProcessStart.of(new ProcessBuilder(opener.get().toString(), link)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD));
        } catch (IOException failed) {
            desk.err().println("The browser could not be opened: %s".formatted(failed.getMessage()));
        }
    }
}
