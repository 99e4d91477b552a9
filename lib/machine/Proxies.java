package machine;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The HTTP proxies of an environment: HTTP_PROXY, HTTPS_PROXY and ALL_PROXY by the scheme of the address that is asked,
 * in small letters first, and NO_PROXY with what is asked without one, as curl and the Go and Python libraries read
 * them. The machine itself is always asked without a proxy. What the environment leaves open is as the JVM's own
 * settings say, such as {@code -Dhttp.proxyHost}.
 */
public final class Proxies extends ProxySelector {
    /** The JVM withholds a password from a proxy's tunnel unless this is set before the first client is made. */
    private static final String WITHHELD = "jdk.http.auth.tunneling.disabledSchemes";
    private static final Pattern SCHEME = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*)://(.*)$");
    private static final Pattern PLACE = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^\\[\\]:/@\\s]+)(?::([0-9]{1,5}))?");

    /**
     * A proxy that an address is asked through.
     *
     * @param variable where it is named
     * @param shown    its address without the password; empty where the value holds none
     * @param trouble  why no proxy can be used by that value, as a sentence with a remedy; empty where one can
     * @param place    unresolved
     * @param password the header that a proxy with a password wants
     */
    public record Way(String variable, String shown, Optional<String> trouble, InetSocketAddress place,
            Optional<String> password) {
        /** How sentences name it: {@code the proxy http://127.0.0.1:3128 of HTTP_PROXY}. */
        @Override
        public String toString() {
            return "the proxy %s of %s".formatted(shown, variable);
        }
    }

    /** What the proxy itself refuses; the message names it, without its password. */
    public static final class ProxyRefused extends ConnectException {
        private static final long serialVersionUID = 1;

        ProxyRefused(Way way, String predicate, Throwable cause) {
            super("%s %s".formatted(way, predicate));
            initCause(cause);
        }
    }

    private final Map<String, String> environment;

    /** @param environment names and values, such as those of {@link System#getenv()} */
    public Proxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The proxy through which an address of http or https is asked; empty when it is asked without one. */
    public Optional<Way> to(URI address) {
        var host = NoProxy.host(address);
        if (NoProxy.isThisMachine(host)) return Optional.empty();
        var own = "https".equalsIgnoreCase(address.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
        var named = named(own).or(() -> named("ALL_PROXY"));
        if (named.isEmpty()) return ofTheJvm(address);
        var exempt = named("NO_PROXY").map(list -> NoProxy.holds(list.getValue(), host, port(address))).orElse(false);
        return exempt ? Optional.empty() : named.map(found -> way(found.getKey(), found.getValue()));
    }

    /** Every proxy that the environment names, whatever is asked. */
    public List<Way> all() {
        return Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY").flatMap(name -> named(name).stream())
                .map(found -> way(found.getKey(), found.getValue())).toList();
    }

    /** What is asked without a proxy, as it stands there; empty where nothing is said. */
    public String exempt() {
        return named("NO_PROXY").map(Map.Entry::getValue).orElse("");
    }

    /** A client that asks through these proxies and tells each of them its password. */
    public HttpClient client(HttpClient.Builder builder) {
        if (all().stream().anyMatch(way -> way.password().isPresent()) && System.getProperty(WITHHELD) == null) {
            System.setProperty(WITHHELD, "");
        }
        return new ProxiedClient(builder.proxy(this).build(), this);
    }

    @Override
    public List<Proxy> select(URI address) {
        return List.of(to(address).filter(way -> way.trouble().isEmpty())
                .map(way -> new Proxy(Proxy.Type.HTTP, way.place())).orElse(Proxy.NO_PROXY));
    }

    /** The client tells its caller, who is told the proxy by {@link #to}. */
    @Override
    public void connectFailed(URI address, SocketAddress place, IOException failed) {
    }

    private Optional<Map.Entry<String, String>> named(String variable) {
        return Stream.of(variable.toLowerCase(Locale.ROOT), variable)
                .map(name -> Map.entry(name, environment.getOrDefault(name, "").strip()))
                .filter(found -> !found.getValue().isEmpty()).findFirst();
    }

    private static Optional<Way> ofTheJvm(URI address) {
        var usual = ProxySelector.getDefault();
        if (usual == null || usual instanceof Proxies) return Optional.empty();
        return usual.select(address).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP && proxy.address() instanceof InetSocketAddress)
                .map(proxy -> (InetSocketAddress) proxy.address()).findFirst()
                .map(place -> new Way("the JVM's settings", "http://%s:%d".formatted(place.getHostString(),
                place.getPort()), Optional.empty(), place, Optional.empty()));
    }

    private static Way way(String variable, String value) {
        var parts = SCHEME.matcher(value);
        var scheme = parts.matches() ? parts.group(1).toLowerCase(Locale.ROOT) : "http";
        var rest = parts.matches() ? parts.group(2) : value;
        // Passwords are written with any sign in them: the last @ ends them.
        int at = rest.lastIndexOf('@');
        var place = PLACE.matcher(rest.substring(at + 1).replaceFirst("[/?#].*$", ""));
        boolean read = place.matches();
        int port = read && place.group(2) != null ? Integer.parseInt(place.group(2)) : 80;
        if (!read || port < 1 || port > 65_535) {
            return unusable(variable, "", "%s holds no address of a proxy; write one such as http://proxy.example:3128"
                    .formatted(variable));
        }
        var shown = "%s://%s:%d".formatted(scheme, place.group(1), port);
        if (!scheme.equals("http")) {
            return unusable(variable, shown, ("%s names %s, and only proxies that take plain HTTP can be used; "
                    + "name one as http://proxy.example:3128, or the servers to be asked without it in NO_PROXY")
                    .formatted(variable, shown));
        }
        var host = place.group(1).replaceAll("[\\[\\]]", "");
        return new Way(variable, shown, Optional.empty(), InetSocketAddress.createUnresolved(host, port),
                at < 0 ? Optional.empty() : Optional.of(basic(rest.substring(0, at))));
    }

    private static Way unusable(String variable, String shown, String trouble) {
        return new Way(variable, shown, Optional.of(trouble), InetSocketAddress.createUnresolved("", 0),
                Optional.empty());
    }

    /** Percent signs that encode nothing, and plus signs, are those of a password that nobody encoded. */
    private static String basic(String user) {
        var encoded = user.replace("+", "%2B").replaceAll("%(?![0-9a-fA-F]{2})", "%25");
        var plain = URLDecoder.decode(encoded, StandardCharsets.UTF_8) + (user.contains(":") ? "" : ":");
        return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }
}
