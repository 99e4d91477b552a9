package llmswarm.guard;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which values of an environment are secret, or hold secrets, and which of those are too short or too common to be
 * looked for in texts.
 */
final class SecretValues {
    private static final int SHORTEST = 8, SHORT = 12, SHORTEST_LINE = 24;
    /** What models.yaml may call a key, but what is in every text about a machine. */
    private static final Set<String> ORDINARY =
            Set.of("PATH", "HOME", "PWD", "OLDPWD", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE",
            "TMPDIR", "TEMP", "TMP", "HOSTNAME", "EDITOR", "JAVA_HOME", "SWARM_HOME");
    private static final Pattern IN_ADDRESS = Pattern.compile("://[^\\s/?#:@]{0,100}+:([^\\s/?#@]{1,200}+)@");
    /** Stand-ins for a key that servers on one's own machine take, and words that are in many texts. */
    private static final Set<String> COMMON =
            Set.of("password", "passwd", "passphrase", "secret", "changeme", "example", "token", "username",
            "administrator",
            "administration", "authentication", "authorization", "configuration", "placeholder", "default",
            "development", "production", "staging", "localhost",
            "pass", "pwd", "test", "testing", "dummy", "none", "null", "empty", "unused", "admin", "user", "root",
            "guest", "postgres", "ollama", "lm-studio", "llama.cpp",
            "sk-no-key-required", "no-key-required", "no-key-needed", "not-required", "your-password", "your_password",
            "your-api-key", "your_api_key",
            "my-secret-key", "mypassword", "mysecret", "letmein", "welcome", "qwerty", "iloveyou", "minioadmin",
            "api-key", "api_key", "apikey");
    private static final Pattern WORD =
            Pattern.compile("\\p{Lu}?\\p{Ll}+(?:[ ._-]\\p{Lu}?\\p{Ll}+)*|\\p{Lu}+(?:[ ._-]\\p{Lu}+)*");
    private static final Pattern NUMBER = Pattern.compile("[\\d .,:/_-]+"), REPEATED =
            Pattern.compile("(.)\\1*", Pattern.DOTALL);

    /** Keys of which one is taken after another. */
    private static final Pattern SEVERAL = Pattern.compile("[\\w.~+/=-]{16,}+(?:[,;\\s]{1,3}+[\\w.~+/=-]{16,}+)++");

    private final List<String> values;
    private final SortedSet<String> guarded = new TreeSet<>(), common = new TreeSet<>();

    /** @param named variables that hold a key, whatever they are called */
    SecretValues(Map<String, String> environment, Collection<String> named) {
        var found = new TreeSet<>(Comparator.comparing(String::length).reversed()
                .thenComparing(Comparator.naturalOrder()));
        environment.forEach((name, value) -> {
            if (ORDINARY.contains(name.toUpperCase(Locale.ROOT))) return;
            if (named.contains(name) || SecretNames.isVariable(name)) add(name, value, found);
            var address = IN_ADDRESS.matcher(value);
            while (address.find()) add(name, address.group(1), found);
            SecretOptions.in(value).filter(secret -> !isCommon(secret)).forEach(secret -> add(name, secret, found));
        });
        common.removeAll(guarded);
        values = List.copyOf(found);
    }

    private void add(String name, String value, Collection<String> found) {
        var secrets = parts(value.strip()).filter(part -> !isCommon(part)).toList();
        (secrets.isEmpty() ? common : guarded).add(name);
        found.addAll(secrets);
    }

    /** A value of several lines, such as a private key, is often told line by line. */
    private static Stream<String> parts(String value) {
        var parts = new ArrayList<>(List.of(value));
        if (value.contains("\n")) value.lines().map(String::strip)
                .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----")).forEach(parts::add);
        if (value.contains("%")) parts.add(decoded(value));
        if (SEVERAL.matcher(value).matches()) parts.addAll(List.of(value.split("[,;\\s]+")));
        return parts.stream();
    }

    /** Passwords in addresses are written with percent signs. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException plain) {
            return value;
        }
    }

    /** Whether a password is one that stands in examples. */
    static boolean isExample(String password) {
        return COMMON.contains(password.toLowerCase(Locale.ROOT));
    }

    /**
     * Whether texts that have nothing to do with it would hold the value: replacing it would spoil them and hide
     * nothing.
     */
    private static boolean isCommon(String value) {
        if (value.length() < SHORTEST || REPEATED.matcher(value).matches()) return true;
        var small = value.toLowerCase(Locale.ROOT);
        if (COMMON.contains(small) || COMMON.contains(small.replaceFirst("[\\d.!_-]+$", ""))) return true;
        if (value.length() < SHORT && (WORD.matcher(value).matches() || NUMBER.matcher(value).matches())) return true;
        return value.startsWith("/") && isFile(value);
    }

    private static boolean isFile(String value) {
        try {
            return Files.exists(Path.of(value));
        } catch (InvalidPathException none) {
            return false;
        }
    }

    /** The longest first. */
    List<String> values() {
        return values;
    }

    /** The names of the variables whose values are looked for. */
    SortedSet<String> guarded() {
        return guarded;
    }

    /** The names of those whose values are too short or too common. */
    SortedSet<String> common() {
        return common;
    }
}
