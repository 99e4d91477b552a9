package llmswarm.run.trust;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import llmswarm.config.ModelSpec;
import llmswarm.guard.Digest;
import llmswarm.guard.Trust;

/**
 * Whether the user trusts an alias of a file to go to its address, with its key, and to the aliases that it names;
 * {@code --trust} says so and is remembered.
 *
 * @param trustAll whether the user said {@code --trust}
 * @param notice   is told what is trusted from now on
 */
public record AddressTrust(Trust trust, boolean trustAll, Consumer<String> notice) implements Predicate<ModelSpec> {
    @Override
    public boolean test(ModelSpec spec) {
        var what = "address of %s in %s".formatted(spec.alias(), spec.layer().folder());
        var address = spec.baseUrl().map(Object::toString).orElse("");
        var key = spec.apiKeyEnv();
        var digest = Digest.of(List.of(spec.provider().name(), address, key.orElse(""), spec.absent().orElse(""),
                spec.escalate().orElse("")));
        if (trust.trusted(what, digest)) return true;
        if (trustAll) {
            trust.trust(what, digest);
            var withKey = key.map(name -> " with the key in " + name).orElse("");
            var others = Stream.of(spec.absent(), spec.escalate()).flatMap(Optional::stream).distinct()
                    .map(" or to the model '%s'"::formatted).collect(Collectors.joining());
            notice.accept("trusted from now on: %s goes to %s%s%s".formatted(spec.alias(),
                    address.isEmpty() ? "this machine" : address, withKey, others));
        }
        return trustAll;
    }
}
