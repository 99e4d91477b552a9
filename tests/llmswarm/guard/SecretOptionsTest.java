package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets amidst the value of a variable whose name tells of none. */
class SecretOptionsTest {
    private static final String SECRET = "Quokka-Zx81-55";

    private static Redactor redactor(String value) {
        return new Redactor(Map.of("SOME_OPTS", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dhttps.proxyUser=me -Dhttps.proxyPassword=%s", "-Djavax.net.ssl.keyStorePassword=%s -Xmx1g",
        "--registry=https://example.org/ --//example.org/:_authToken=%s", "--password %s --verbose", "--api-key=%s",
        "-u me:%s", "--proxy-user me:%s", "Server=db;User Id=me;Password=%s;Pooling=true",
        "host=db user=me password='%s'", "{\"auths\": {\"example.org\": {\"auth\": \"%s\"}}}", "aws.secretAccessKey: %s",
        "-Dx=\"token=%s\"", "https://me:%s@example.org/", "Authorization: Basic %s", "?secretKey=%s&x=y",
        "user: me\npassword: %s\n", "-Dpwd=%s"})
    void whatStandsBehindASecretsNameIsOne(String form) {
        var value = form.formatted(SECRET);
        var redactor = redactor(value);
        assertEquals("<[redacted]>", redactor.redact("<%s>".formatted(SECRET)).text());
        assertEquals(Set.of("SOME_OPTS"), redactor.guarded());
    }

    @Test
    void aValueWithSignsIsKnownWholeAndAsFarAsALineOfSettingsTakesIt() {
        var redactor = redactor("-Dhttps.proxyPassword=Quokka-Zx81;55,xyz&9");
        assertEquals("<[redacted]> <[redacted]>", redactor.redact("<Quokka-Zx81;55,xyz&9> <Quokka-Zx81>").text());
    }

    /** Usual options of programs, and of those that go by the names of secrets what is none. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Dfile.encoding=UTF-8",
        "--max-old-space-size=4096 --enable-source-maps --import=./instrument-all.mjs",
        "ssh -i ~/.ssh/id_ed25519 -o PasswordAuthentication=no -o PubkeyAcceptedKeyTypes=ssh-ed25519,ssh-rsa-cert",
        "-Djavax.net.ssl.trustStorePassword=changeit", "-Dhttps.proxyPassword=${env.PROXY_PASSWORD_2026}",
        "--token-file=/run/secrets/token-of-2026 --password-prompt", "rs=0:di=01;34:*.key=00;36:*.token=01;32",
        "https://registry.example.org:4873/npm-2026/", "--sort-key=name-and-number-7 --max-tokens=100000000000",
        "keyId=abc-123-def-456 tokenizer=bpe-2026-multilingual", "-u nobody", "--user 1000:1000",
        "Key: an example of 2026", "--password $PASSWORD_OF_2026", "author=someone-else-2026"})
    void usualOptionsHoldNone(String value) {
        var redactor = redactor(value);
        assertEquals(Set.of(), redactor.guarded());
        assertEquals(value, redactor.redact(value).text());
    }

    @Test
    void aLongValueTakesNoLongTime() {
        for (var piece : new String[] {"password=", "a", "--password ", "token: ", "-u a:", "\"", "a.b-c=d "}) {
            assertTimeout(Duration.ofSeconds(10), () -> redactor(piece.repeat(10_000)));
        }
    }
}
