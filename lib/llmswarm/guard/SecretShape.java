package llmswarm.guard;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A secret's shape; its last group is replaced. Text with none of the hints is not searched. */
record SecretShape(List<String> hints, Pattern pattern, Predicate<String> secret) {
    private static final Predicate<String> ANY = text -> true;
    /** The user of the token that stands in most documentation of such tokens, with the id 1234567890. */
    private static final String JOHN_DOE = "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9l";
    /** How the key begins that every emulator of Azure's storage has. */
    private static final String EMULATOR = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/";
    /** No letter or digit stands before it; a word's boundary is none where a combining mark stands before. */
    private static final String BEGIN = "(?<!\\w)";
    static final List<SecretShape> ALL = List.of(
            new SecretShape("sk- pk- rk-", BEGIN + "((?:sk|pk|rk)-[\\w-]{20,}+)", SecretShape::random),
            new SecretShape("k_live_ k_test_", BEGIN + "((?:sk|rk)_(?:live|test)_\\w{16,}+)", ANY),
            new SecretShape("gsk_ xai- tvly- r8_ nvapi-", BEGIN + "((?:gsk_|xai-|tvly-|r8_|nvapi-)[\\w-]{20,}+)",
            SecretShape::random),
            new SecretShape("gh github_pat_ glpat-", BEGIN
            + "(gh[pousr]_[A-Za-z0-9]{30,}+|github_pat_\\w{30,}+|glpat-[\\w-]{20,}+)", ANY),
            new SecretShape("hf_", BEGIN + "(hf_[A-Za-z0-9]{30,}+)", ANY),
            new SecretShape("_", BEGIN + "([a-z]{3}_[A-Za-z0-9]{36}+)(?!\\w)", SecretShape::hasDigit),
            new SecretShape("AKIA ASIA", BEGIN + "((?:AKIA|ASIA)[A-Z0-9]{16})(?!\\w)", key -> !key.endsWith("EXAMPLE")),
            new SecretShape("AIza", BEGIN + "(AIza[\\w-]{35,}+)", ANY),
            new SecretShape("xox xapp-", BEGIN + "(xox[a-z]-[A-Za-z0-9-]{10,}+|xapp-[A-Za-z0-9-]{20,}+)",
            SecretShape::hasDigit),
            new SecretShape("SG. hvs. hvb. hvr. ya29.", BEGIN
            + "(SG\\.[\\w-]{16,32}\\.[\\w-]{30,}+|hv[sbr]\\.[\\w-]{24,}+|ya29\\.[\\w-]{30,}+)",
                    SecretShape::random),
            new SecretShape("_v1_ pypi-AgE dckr_pat_ shp", BEGIN
                    + "(do[opr]_v1_[a-f0-9]{64}|pypi-AgE[\\w-]{50,}+|dckr_pat_[\\w-]{20,}+"
                    + "|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32})(?!\\w)", SecretShape::hasDigit),
            new SecretShape("whsec_ tskey- ATATT3 AGE-", BEGIN
                    + "(whsec_[A-Za-z0-9+/]{24,}+=*+|tskey-[a-z]{3,20}-\\w{8,40}+-\\w{16,}+|ATATT3[\\w=-]{50,}+"
                    + "|AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58})(?!\\w)", SecretShape::hasDigit),
            new SecretShape("AccountKey=", BEGIN + "AccountKey=([A-Za-z0-9+/]{40,}+=*+)", key -> hasDigit(key)
            && !key.startsWith(EMULATOR)),
            new SecretShape("hooks.slack.com/services/",
                    "hooks\\.slack\\.com/services/(T\\w{6,20}+/B\\w{6,20}+/[A-Za-z0-9]{16,}+)",
                    SecretShape::hasDigitAtItsEnd),
            new SecretShape("eyJ", BEGIN + "(eyJ[\\w-]{10,}+\\.eyJ[\\w-]{10,}+\\.[\\w-]{10,}+)", token ->
            !token.contains(JOHN_DOE)),
            new SecretShape("earer EARER", BEGIN + "(?i)bearer\\s{1,4}+([\\w.~+/=-]{16,}+)", SecretShape::hasDigit),
            new SecretShape("uthorization UTHORIZATION",
                    BEGIN + "(?i)authorization[\"']?\\s{0,4}+[:=]\\s{0,4}+[\"']?(?:basic|token)\\s{1,4}+([\\w.~+/=-]{12,}+)", ANY),
            new SecretShape("?key= &key= token= key= secret= password= signature= sig=",
                    "(?i)[?&](?:api[_-]?key|key|token|access[_-]?token|secret|password|signature|sig)=([\\w.~%+/=-]{16,200}+)", SecretShape::random),
            new SecretShape("://", "://([\\w.~%+=-]{16,200}+)@", SecretShape::random),
            new SecretShape("://", "://([^\\s/?#:@\"'<>]{0,100}+):(?!\\1@)([^\\s/?#@\"'<>]{1,200}+)@",
            SecretShape::password));
    /** What stands for a password in templates and examples. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[${%\\[*].*|x+|\\.+");

    private SecretShape(String hints, String regex, Predicate<String> secret) {
        this(List.of(hints.split(" ")), Pattern.compile(regex), secret);
    }

    boolean mayBeIn(String text) {
        return hints.stream().anyMatch(text::contains);
    }

    /** Names such as those of style classes have the same letters, but no long run with digits in it. */
    private static boolean random(String text) {
        for (var run : text.split("[-_]")) if (run.length() >= 12 && hasDigit(run)) return true;
        return false;
    }

    /** As addresses in documentation end in a row of X. */
    private static boolean hasDigitAtItsEnd(String path) {
        return hasDigit(path.substring(path.lastIndexOf('/')));
    }

    private static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean password(String text) {
        return !PLACEHOLDER.matcher(text).matches() && !SecretValues.isExample(text);
    }
}
