package llmswarm.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

import llmswarm.guard.Stop;
import llmswarm.run.change.Change;
import llmswarm.run.options.Spec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java change "..."}. */
@Command(name = "change", mixinStandardHelpOptions = true,
        description = "Changes the project in the working folder, or in --output DIR, as a sentence asks: any clean git repository.")
public final class ChangeCommand implements Callable<Integer> {
    private static final int LARGEST = 256 << 10;
    private static final String NAME = "the request", INPUT = "-";

    private final Desk desk;
    @Mixin
    private Flags flags;
    @Mixin
    private RunFlags run;
    @Parameters(paramLabel = "REQUEST", arity = "1..*",
            description = "What is to change, or what happens and what should happen; - reads it from standard input.")
    private List<String> request;

    ChangeCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        var text = request.equals(List.of(INPUT)) ? input() : String.join(" ", request);
        if (text.isBlank()) throw Stop.usage("the request is empty; say in a sentence what is to change");
        var options = run.withDryRun();
        var folder = options.output().orElse(desk.folder());
        return RunCommand.run(desk, flags, run, Spec.of(text, NAME), options.changing(folder, Change.Kind.REQUEST));
    }

    private static String input() {
        try {
            var bytes = System.in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw Stop.usage("the request has more than %d KB; say what is to change, and leave out the rest"
                    .formatted(LARGEST >> 10));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            throw Stop.usage("the request on standard input is not text in UTF-8", binary);
        } catch (IOException unreadable) {
            throw Stop.usage("standard input cannot be read: %s".formatted(unreadable.getMessage()), unreadable);
        }
    }
}
