package llmswarm.guard;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets amidst a value that holds several things, such as the options of a program, whatever the variable is called:
 * what stands behind a name that is a secret's, what follows the name of a user, and what has a secret's form. Time
 * grows with the length of the value only.
 */
final class SecretOptions {
    private static final String VALUE = "(?:\"([^\"]{1,400}+)\"|'([^']{1,400}+)'|([^\\s\"']{1,400}+))";
    private static final String SIGN = "[\"']?\\s{0,3}+[=:]\\s{0,3}+";
    /** A setting as of Java, JSON, YAML or a connection, and an option whose value is the next word. */
    private static final List<Pattern> NAMED = List.of(
            Pattern.compile("(?:(?<=-)D)?(?<name>[A-Za-z_][\\w.-]{0,100}+)" + SIGN + VALUE),
            Pattern.compile("--(?<name>[A-Za-z][\\w-]{0,100}+)\\s{1,3}+(?!-)" + VALUE));
    private static final Pattern OF_USER = Pattern.compile(
            "(?:(?<!\\S)-u|--(?:proxy-)?user)[\\s=]{0,3}+[\"']?[^\\s:\"']{1,100}+:([^\\s\"']{1,400}+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("[${%<\\[].*");
    /** Where a value may end without a blank. */
    private static final Pattern END = Pattern.compile("[;,&)}\\]]");

    private SecretOptions() {
    }

    /** All that may be a secret, also what ends earlier than the word does. */
    static Stream<String> in(String text) {
        var named = NAMED.stream().flatMap(pattern -> named(pattern, text));
        var ofUser = OF_USER.matcher(text).results().map(found -> found.group(1));
        var known = SecretShape.ALL.stream().filter(shape -> shape.mayBeIn(text)).flatMap(shape -> shape.pattern()
                .matcher(text).results().map(found -> found.group(found.groupCount())).filter(shape.secret()));
        return Stream.concat(Stream.concat(named, ofUser).flatMap(value -> Stream.of(value, END.split(value, 2)[0])),
                known).distinct()
                .filter(value -> !PLACEHOLDER.matcher(value).matches());
    }

    private static Stream<String> named(Pattern pattern, String text) {
        var found = Stream.<String>builder();
        var matcher = pattern.matcher(text);
        // A value may hold settings itself.
        for (int from = 0; from <= text.length() && matcher.find(from); from = matcher.end("name")) {
            if (SecretNames.isOption(matcher.group("name"))) found.add(value(matcher));
        }
        return found.build();
    }

    private static String value(Matcher matcher) {
        return Stream.of(2, 3, 4).map(matcher::group).filter(group -> group != null).findFirst().orElseThrow();
    }
}
