package machine;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is asked without a proxy. */
final class NoProxy {
    private NoProxy() {
    }

    /** The host of an address in small letters, without the brackets of IPv6 and a dot at its end. */
    static String host(URI address) {
        return Optional.ofNullable(address.getHost()).orElse("").toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$",
                "");
    }

    /** Told from the name alone, without asking a name server. */
    static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.endsWith(".localhost")
                || literal(host).filter(a -> a.isLoopbackAddress() || a.isAnyLocalAddress()).isPresent();
    }

    /**
     * Whether a list of NO_PROXY holds the host: by a star, its name, a domain it is in (with or without a dot or
     * {@code *.} before it), its number or a network such as {@code 10.0.0.0/8}; each but the star with a port or for
     * all ports.
     */
    static boolean holds(String list, String host, int port) {
        return Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+")).anyMatch(entry -> holdsOne(entry, host, port));
    }

    private static boolean holdsOne(String entry, String host, int port) {
        if (entry.equals("*")) return true;
        var bare = entry.replaceFirst("^\\*(?=\\.)", "").replaceFirst("^\\[(.*)]", "$1");
        int colon = entry.startsWith("[") ? entry.indexOf("]:") < 0 ? -1 : bare.lastIndexOf(':')
                : bare.indexOf(':') == bare.lastIndexOf(':') ? bare.indexOf(':') : -1;
        if (colon >= 0 && !bare.substring(colon + 1).equals(Integer.toString(port))) return false;
        var name = (colon < 0 ? bare : bare.substring(0, colon)).replaceFirst("\\.$", "");
        var domain = name.replaceFirst("^\\.", "");
        if (domain.isEmpty()) return false;
        return host.equals(domain) || host.endsWith("." + domain) || inNetwork(domain, host);
    }

    private static boolean inNetwork(String network, String host) {
        int slash = network.indexOf('/');
        var base = literal(slash < 0 ? network : network.substring(0, slash));
        var address = literal(host);
        if (base.isEmpty() || address.isEmpty()) return false;
        byte[] wanted = base.get().getAddress(), given = address.get().getAddress();
        if (slash < 0) return Arrays.equals(wanted, given);
        if (wanted.length != given.length || !network.substring(slash + 1).matches("[0-9]{1,3}")) return false;
        int bits = Integer.parseInt(network.substring(slash + 1));
        for (int i = 0; i < Math.min(bits, given.length * 8); i++) {
            if (((wanted[i / 8] ^ given[i / 8]) >> (7 - i % 8) & 1) != 0) return false;
        }
        return bits <= given.length * 8;
    }

    private static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
