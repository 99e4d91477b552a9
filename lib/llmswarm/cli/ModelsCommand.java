package llmswarm.cli;

import java.util.concurrent.Callable;

import llmswarm.config.ModelSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code swarm.java models}. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "Lists what each model alias means.")
public final class ModelsCommand implements Callable<Integer> {
    @Mixin
    private Flags flags;

    @Override
    public Integer call() {
        return Listing.print(flags, swarm -> Listing.rows(swarm.models().values(), ModelSpec::alias, ModelsCommand::line));
    }

    private static String line(ModelSpec spec) {
        var at = spec.baseUrl().map(url -> " at " + url).orElse("");
        var key = spec.apiKeyEnv().map(env -> ", key in %s (%s)".formatted(env, System.getenv(env) == null ? "not set" : "set")).orElse("");
        var absent = spec.absent().map(other -> ", else " + other).orElse("");
        return "%s %s%s%s, context %,d, %d at once%s".formatted(spec.provider().name().toLowerCase(), spec.model(), at, key,
                spec.context(), spec.parallel(), absent);
    }
}
