package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
    private final Redactor redactor = new Redactor(Map.of());

    /** The two halves are joined here, so that this file holds no text with the shape of a secret. */
    @ParameterizedTest
    @ValueSource(strings = {"sk-|proj-Ab3dEf6hIj9kLm2nOp5q_rS-tU8v", "sk-|0123456789abcdef0123456789abcdef", "sk-ant-|api03-Ab3dEf6hIj9kLm2nOp5q",
            "gh|p_0123456789abcdefghijABCDEFGHIJ012345", "github_|pat_11ABCDEFG0123456789_abcdefghijklmnop", "glp|at-0123456789abcdefghij",
            "AK|IAIOSFODNN7EXAMPLE", "AI|zaSyA0123456789abcdefghijklmnopqrstuv", "xo|xb-1234567890-abcdefghij", "h|f_AbCdEfGhIjKlMnOpQrStUvWxYzAbCdEfGh",
            "gs|k_0123456789abcdefghijABCDEFGHIJ", "eyJ|hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlX3g", "sk_|live_0123456789abcdef"})
    void aKeyIsKnownByItsShape(String halves) {
        var key = halves.replace("|", "");
        assertEquals("key='[redacted]', next", redactor.redact("key='%s', next".formatted(key)));
    }

    @Test
    void headersLoseTheirTokens() {
        assertEquals("Authorization: Bearer [redacted]", redactor.redact("Authorization: Bearer " + "abc.def-123_456~789"));
        assertEquals("'authorization': 'Basic [redacted]'", redactor.redact("'authorization': 'Basic " + "dXNlcjpwYXNzd29yZA=='"));
    }

    @Test
    void addressesLoseTheirPasswords() {
        assertEquals("postgres://app:[redacted]@db:5432/x", redactor.redact("postgres://app:" + "hunter2@db:5432/x"));
        assertEquals("https://:[redacted]@host", redactor.redact("https://:" + "t0ps3cret@host"));
    }

    @Test
    void privateKeysGoWhole() {
        var body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(4);
        var pem = "-----BEGIN RSA PRIVATE" + " KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + body + "-----END RSA PRIVATE" + " KEY-----";
        assertEquals("a\n[redacted]\nb", redactor.redact("a\n" + pem + "\nb"));
        assertEquals("a [redacted] b", redactor.redact("a " + pem.replace("\n", "\\n") + " b"));
        assertEquals("cut [redacted]\n", redactor.redact("cut -----BEGIN PRIVATE" + " KEY-----\n" + body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password = input()", "token = os.environ[\"API_TOKEN\"]", "class=\"sk-fading-circle sk-folding-cube-animation\"",
            "commit 3f786850e387550fdab836ed7e6dc881de23001b", "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "123e4567-e89b-12d3-a456-426614174000", "Bearer authentication is required", "f\"Bearer {token}\"", "Authorization: Bearer ${TOKEN_1234567890123}",
            "http://localhost:8080/users?mail=a@example.com", "postgres://app:app@localhost/db", "postgres://user:${DB_PASSWORD}@db/x",
            "postgres://postgres:postgres@db/x", "mysql://root:password@db", "if line.startswith(\"-----BEGIN PRIVATE KEY-----\"):\n    return True",
            "integrity sha512-Vg2VbE6AMD0sCyJ4zO2cB1rN9T5mH1v0s2g5Hk3y0QkF6fQ==", "hf_hub_download(repo_id)", "git@github.com:owner/name.git",
            "def test_sk_live(): pass"})
    void ordinaryCodeStaysAsItIs(String code) {
        assertEquals(code, redactor.redact(code));
    }

    @Test
    void theValuesOfSecretVariablesGoWhereverTheyStand() {
        var redactor = new Redactor(Map.of("SERVICE_API_KEY", "correct horse", "db_password", "staple$1battery", "OTHER_TOKEN", "short",
                "HOME", "/home/someone", "DEEP_SECRET", "correct horse battery"));
        assertEquals("x[redacted]y [redacted] short /home/someone [redacted]",
                redactor.redact("xcorrect horsey staple$1battery short /home/someone correct horse battery"));
    }

    @Test
    void replacingTwiceChangesNothingMore() {
        var once = redactor.redact("Bearer " + "abcdefgh12345678 postgres://u:" + "s3cretpw@h");
        assertEquals(once, redactor.redact(once));
    }

    @Test
    void hostileTextTakesNoLonger() {
        var fence = "-----BEGIN PRIVATE" + " KEY-----";
        for (var piece : new String[] {"sk-", "a://b:", "://", "eyJa.eyJ", "Bearer ", fence, "-----", "sk-a-b_c", "authorization: basic ", "A"}) {
            var text = piece.repeat(2_000_000 / piece.length());
            assertTimeout(Duration.ofSeconds(20), () -> redactor.redact(text), piece);
        }
    }
}
