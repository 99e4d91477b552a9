package llmswarm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import llmswarm.cli.screen.AnswerPrinter;
import llmswarm.cli.screen.Terminal;
import llmswarm.guard.Stop;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java ask AGENT QUESTION}. */
@Command(name = "ask", mixinStandardHelpOptions = true,
        description = "Asks one agent; its answer goes to standard output.")
public final class AskCommand implements Callable<Integer> {
    private static final int LARGEST = 1 << 20;

    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(index = "0", paramLabel = "AGENT", description = "The agent's name; see swarm.java agents.")
    private String agent;
    @Parameters(index = "1", paramLabel = "QUESTION", description = "What to ask; - reads it from standard input.")
    private String question;
    @Option(names = "--write",
            description = "Write the files of the answer into this folder's clean git repository and commit them.")
    private boolean write;

    AskCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            var text = question.equals("-") ? input() : question;
            var stream = AnswerPrinter.choose(flags.json, desk.out(), desk.err());
            try (var swarm = desk.open(flags, stream, desk.err()::println, Terminal.person(desk.err()))) {
                return swarm.ask(agent, text, write).cutOff() ? Stop.UNFINISHED : 0;
            }
        });
    }

    private static String input() throws IOException {
        var bytes = System.in.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) throw Stop.usage("standard input: more than %d KB; shorten the question".formatted(LARGEST >> 10));
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
