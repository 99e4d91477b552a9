package llmswarm.guard;

import java.util.regex.Pattern;

/** Which names say that what they name is a secret. */
final class SecretNames {
    private static final String WORDS = "PASSWORD\\d*|PASSWD\\d*|PASSPHRASE|SSHPASS|SECRETS?|TOKEN|API_?KEYS?|CREDENTIALS?|"
            + "(?<![A-Z])CREDS?|CONNECTION_?STRING";
    /** Too short to say that within a word. */
    private static final String ALONE = "PASS|PWD|PW|PAT|AUTH|JWT", ENDS = "_(%s|WEBHOOK(_URL)?)".formatted(ALONE);
    /** In which variables are called a key, but settings of programs are named after those of tables, too. */
    private static final String OF_VARIABLES = WORDS + "|KEYS?|TOKENS";
    /**
     * What ends in such a word, or has one before a number or a name, but not what tells where or how long a key is.
     */
    private static final Pattern VARIABLE = Pattern.compile(("(?i)(.*(%1$s|%2$s)|%3$s|"
            + "(.*_)?(%1$s)_(?!(?:.*_)?(?:PATH|FILE|DIR|FOLDER|NAME|ID|TYPE|URL|URI|HOST|PORT|SIZE|LENGTH|TTL)$).+)")
            .formatted(OF_VARIABLES, ENDS, ALONE));
    private static final Pattern OPTION = Pattern.compile(
            "(?i).*(%s|(ACCESS|SECRET|PRIVATE|ACCOUNT|SHARED|ENCRYPTION)_?KEY|%s)|%s".formatted(WORDS, ENDS, ALONE));
    /** As {@code proxyPassword} becomes {@code proxy_Password}. */
    private static final Pattern NEW_WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[.-]");

    private SecretNames() {
    }

    /** Of an environment variable. */
    static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** Of a program's option or a setting, as {@code javax.net.ssl.keyStorePassword}. */
    static boolean isOption(String name) {
        return OPTION.matcher(NEW_WORD.matcher(name).replaceAll("_")).matches();
    }
}
