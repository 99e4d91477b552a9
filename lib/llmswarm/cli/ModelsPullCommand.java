package llmswarm.cli;

import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.cli.screen.Amounts;
import llmswarm.config.ModelSpec;
import llmswarm.guard.RequestLog;
import llmswarm.guard.Stop;
import llmswarm.model.hub.Hub;
import llmswarm.model.hub.HubText;
import llmswarm.model.hub.ModelStore;
import llmswarm.model.hub.Pull;
import llmswarm.model.hub.Pull.Pulled;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code swarm.java models pull ALIAS}, {@code swarm.java models pull owner/name}. */
@Command(name = "pull", mixinStandardHelpOptions = true, description = "Fetches a local model; run it again to resume.",
        footerHeading = "%nEnvironment:%n",
        footer = {"  HF_TOKEN          a token of your account, for models that ask for one",
            "  HF_ENDPOINT       another hub, such as a mirror", "  LLM_SWARM_MODELS  the folder that models lie in"})
public final class ModelsPullCommand implements Callable<Integer> {
    private final Desk desk;
    @Mixin
    private Flags flags;
    @Parameters(paramLabel = "MODEL", description = "An alias of models.yaml, or a repository as owner/name.")
    private String name;

    ModelsPullCommand(Desk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() {
        return Interrupts.during(desk, () -> {
            var repository = repository();
            tell(repository, pull(repository));
            return 0;
        });
    }

    private Pulled pull(String repository) {
        try (var lines = PullLines.at(desk)) {
            return new Pull(Hub.of(desk.env()), ModelStore.of(desk.env(), desk.folder()), lines, Pull.Space.REAL,
                    log(lines)).run(repository);
        }
    }

    private RequestLog log(PullLines lines) {
        return flags.verbose ? lines::say : RequestLog.SILENT;
    }

    /** The folder alone is the result. */
    private void tell(String repository, Pulled pulled) {
        if (flags.json) {
            desk.out().json(new JsonMapper().createObjectNode().put("model", repository)
                    .put("folder", pulled.folder().toString())
                    .put("files", pulled.files()).put("bytes", pulled.bytes()).put("was-here", pulled.here())
                    .toString());
            return;
        }
        desk.err().println("%s %s: %s in %s".formatted(repository, pulled.here() ? "is here already" : "is here",
                HubText.bytes(pulled.bytes()), Amounts.count(pulled.files(), "file")));
        desk.out().println(pulled.folder().toString());
    }

    private String repository() {
        try (var swarm = desk.open(flags)) {
            var spec = swarm.models().get(name);
            if (spec == null) {
                if (name.contains("/")) return name;
                throw Stop.usage("There is no model '%s' in models.yaml; write one of %s, or a repository as owner/name."
                        .formatted(name, String.join(", ", swarm.models().keySet())));
            }
            if (spec.provider() != ModelSpec.Provider.JLAMA) {
                throw Stop.usage("'%s' runs on a server; only models with 'provider: jlama' are fetched.".formatted(name));
            }
            if (!ModelStore.isRepository(spec.model())) {
                throw Stop.usage("'%s' means the folder %s, which is yours to fill.".formatted(name, spec.model()));
            }
            return spec.model();
        }
    }
}
