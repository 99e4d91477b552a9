package llmswarm.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.run.PromptPreview;
import llmswarm.run.options.Spec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code swarm.java prompt AGENT --plan FILE --task ID}. */
@Command(name = "prompt", mixinStandardHelpOptions = true,
        description = "Prints the prompt of a task's first attempt as it would be sent; asks no model.")
public final class PromptCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "AGENT", description = "The agent that would be asked.")
    private String agent;
    @Option(names = "--plan", paramLabel = "FILE", required = true, description = "The plan (YAML or JSON).")
    private Path plan;
    @Option(names = "--task", paramLabel = "ID", required = true, description = "The task of that plan.")
    private String task;
    @Option(names = "--spec", paramLabel = "FILE", description = "The specification, whose lines the prompt quotes.")
    private String spec;
    @Option(names = "--project", paramLabel = "DIR", description = "A folder whose files stand for what the tasks before wrote. Without it they wrote nothing yet.")
    private Path project;
    @Option(names = "--model", paramLabel = "ALIAS", description = "Fit it to this model of models.yaml instead of the agent's.")
    private String model;

    PromptCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        try (var swarm = desk.open(flags)) {
            var shown = swarm.prompt(new PromptPreview.Wanted(agent, Optional.ofNullable(model),
                    swarm.readPlan(plan), task, Optional.ofNullable(spec).map(file -> Spec.read(desk.folder(), file)),
                    Optional.ofNullable(project).map(desk.folder()::resolve)));
            if (flags.json) desk.out().json(json(shown));
            else tell(shown);
            return 0;
        }
    }

    /** The prompt alone on standard output, each message below its role. */
    private void tell(PromptPreview shown) {
        for (var message : shown.prompt().messages()) desk.out().println("--- %s ---\n%s".formatted(message.role(),
                message.text().stripTrailing()));
        desk.err().println(String.format(Locale.ROOT, "about %,d of %,d tokens that a prompt for %s may have beside the answer",
                shown.tokens(), shown.room(), shown.model().alias()));
        if (!shown.prompt().cut().isEmpty()) desk.err().println("cut, as it does not fit: " + String.join(", ",
                shown.prompt().cut()));
    }

    private static String json(PromptPreview shown) {
        var json = new JsonMapper().createObjectNode().put("agent", shown.agent().name())
                .put("task", shown.task().id()).put("model", shown.model().alias()).put("tokens", shown.tokens())
                .put("room", shown.room());
        var messages = json.putArray("messages");
        shown.prompt().messages().forEach(message -> messages.addObject().put("role", message.role())
                .put("text", message.text()));
        shown.prompt().cut().forEach(json.putArray("cut")::add);
        return json.toString();
    }
}
