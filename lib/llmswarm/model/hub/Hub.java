package llmswarm.model.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import llmswarm.guard.Stop;
import machine.Proxies;

/**
 * A server that keeps models as Hugging Face does.
 *
 * @param address   http or https, without a slash at its end
 * @param token     sent to this address only
 * @param firstWait before the second try; the following waits grow threefold
 * @param idle      the longest pause within an answer; after one in which next to nothing came the connection counts as
 *                  broken
 * @param proxies   of the environment, through which the hub and the stores behind it are asked
 */
public record Hub(URI address, Optional<String> token, Duration firstWait, Duration idle, Proxies proxies) {
    private static final String USUAL = "https://huggingface.co";

    /**
     * The address of HF_ENDPOINT and the token of HF_TOKEN, the variables of the hub's own tools. Throws {@link Stop}
     * for values that can be neither.
     */
    public static Hub of(Map<String, String> env) {
        var token = value(env, "HF_TOKEN");
        if (token.isPresent() && !token.get().matches("[!-~]+")) {
            throw Stop.usage("HF_TOKEN holds characters that no token has; set it again.");
        }
        return new Hub(address(value(env, "HF_ENDPOINT").orElse(USUAL)), token, Duration.ofSeconds(1),
                Duration.ofMinutes(1), new Proxies(env));
    }

    /** How sentences name it: without a password that the address may hold. */
    String shown() {
        var port = address.getPort() < 0 ? "" : ":" + address.getPort();
        return address.getScheme() + "://" + address.getHost() + port + address.getRawPath();
    }

    /** How sentences end that may be about a proxy in between: empty without one. */
    String through() {
        return proxies.to(address).map(" It was asked through %s."::formatted).orElse("");
    }

    /** The list of all files of a repository. */
    URI listing(String repository) {
        return URI.create("%s/api/models/%s/tree/main?recursive=true".formatted(address, repository));
    }

    /** Where one of its files is had. */
    URI file(String repository, String path) {
        try {
            return URI.create("%s/%s/resolve/main%s".formatted(address, repository,
                    new URI(null, null, "/" + path, null).getRawPath()));
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether the token may be sent there. */
    boolean owns(URI target) {
        return address.getScheme().equalsIgnoreCase(target.getScheme()) && address.getHost()
                .equalsIgnoreCase(target.getHost())
                && port(address) == port(target);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) return address.getPort();
        return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static URI address(String text) {
        try {
            var address = new URI(text.replaceAll("/+$", ""));
            var scheme = Optional.ofNullable(address.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            var plain = address.getRawQuery() == null && address.getRawFragment() == null
                    && address.getRawUserInfo() == null;
            if ((scheme.equals("http") || scheme.equals("https")) && address.getHost() != null && plain) return address;
        } catch (URISyntaxException none) {
            // told below
        }
        throw Stop.usage("HF_ENDPOINT is '%s', which is no address of a hub; write one such as %s.".formatted(HubText.line(text), USUAL));
    }

    private static Optional<String> value(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
