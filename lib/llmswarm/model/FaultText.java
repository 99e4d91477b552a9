package llmswarm.model;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import llmswarm.config.ModelSpec;
import llmswarm.model.ModelFailed.Kind;

/** The sentences in which a model's faults are told, each with its remedy. */
public final class FaultText {
    /** Where a model is asked whose entry names no address. */
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final Pattern OF_A_KEY = Pattern.compile("(?i)\\b(api|access)?[-_ ]?(keys?|tokens?)\\b|auth|credential|log ?in|sign ?in");
    /** Azure calls a model that was set up there a deployment. */
    private static final Pattern OF_A_MODEL = Pattern.compile("(?i)model|deployment");
    /** As OpenRouter words it where none of the providers behind it may answer. */
    private static final Pattern UNROUTED = Pattern.compile("(?i)no (allowed )?(endpoints|providers) (are )?(found|available)");
    private static final String ELSE = "; wait a while, or use another model in models.yaml.";

    private FaultText() {
    }

    /** Told before try {@code next}. */
    static String again(ModelSpec spec, Fault fault, Duration wait, int next) {
        return "%s: %s; trying again in %s (%d of %d)".formatted(spec.alias(), brief(spec, fault), length(wait), next,
                fault.tries());
    }

    /** In mid-sentence: what went wrong at one try. */
    static String brief(ModelSpec spec, Fault fault) {
        return switch (fault) {
            case Fault.Status(var code, _, _, _) when code == 429 -> "the server is busy (429)";
            case Fault.Status(var code, _, _, _) when code >= 500 -> "the server failed (%d)".formatted(code);
            case Fault.Status(var code, _, _, _) -> "the server refused the request (%d)".formatted(code);
            case Fault.Garbage _ -> "the answer was not the OpenAI protocol";
            case Fault.Cut cut -> broken(cut);
            case Fault.NoReason _ -> "the answer ended without a reason ('finish_reason'), so it may not be whole";
            case Fault.Closed _ -> "the server closed the connection without an answer";
            case Fault.Endless(var sent) -> "the server sent " + sent;
            case Fault.Memory _ -> "the answer took more memory than there is";
            case Fault.Unreachable _ -> "could not connect to " + address(spec);
            case Fault.Slow _ -> "no whole answer within " + length(spec.timeout());
            case Fault.Withheld(var words) when !words.isEmpty() -> "the model refused";
            case Fault.Withheld _ -> "the server withheld the answer";
            case Fault.Empty(var instead) -> "the answer holds " + instead;
            case Fault.Thought _ -> "the model used its whole answer for thinking";
        };
    }

    /** Told when the call is given up. */
    static ModelFailed failed(ModelSpec spec, Fault fault, Instant now) {
        var alias = spec.alias();
        return switch (fault) {
            case Fault.Status s -> refused(spec, s, now);
            case Fault.Garbage(var text) -> failure(Kind.SERVER, fault, alias, address(spec)
                    + " answered something that is not the OpenAI protocol: \"" + Excerpt.of(text, 80)
                    + "\"; check 'base-url' in models.yaml.");
            case Fault.Cut cut -> failure(Kind.SERVER, fault, alias, "%s at all %d tries".formatted(broken(cut), fault.tries())
                    + ELSE);
            case Fault.NoReason _ -> failure(Kind.SERVER, fault, alias,
                    ("%s ended the answer without a reason ('finish_reason'), twice, so nobody can tell a whole answer "
                    + "from one that broke off; use another server or model in models.yaml.").formatted(address(spec)));
            case Fault.Closed _ -> failure(Kind.SERVER, fault, alias,
                    ("%s closed the connection without an answer at all %d tries; look into its log, or check "
                    + "'base-url' in models.yaml (http or https, and the port).").formatted(address(spec), fault.tries()));
            case Fault.Endless(var sent) -> failure(Kind.SERVER, fault, alias,
                    ("%s sent %s, which no answer within a context of %d tokens "
                    + "needs; look after that server, or raise 'context' of %s in models.yaml.")
                    .formatted(address(spec), sent, spec.context(), alias));
            case Fault.Memory _ -> failure(Kind.SERVER, fault, alias,
                    ("the answer took more memory than the %d MB this program has; lower "
                    + "'parallel' or 'context' of %s in models.yaml, or say -Xmx with more in JDK_JAVA_OPTIONS.")
                    .formatted(Runtime.getRuntime().maxMemory() >> 20, alias));
            case Fault.Unreachable(var reason) when reason.contains("PKIX") -> failure(Kind.CONFIGURATION, fault, alias,
                    ("Java does not trust the certificate of %s; name a trust store that holds its authority in "
                    + "JDK_JAVA_OPTIONS (-Djavax.net.ssl.trustStore=FILE).").formatted(address(spec)));
            case Fault.Unreachable(var reason) when reason.contains("Unsupported or unrecognized SSL message") ->
                failure(Kind.CONFIGURATION, fault, alias, "%s answers without TLS; write 'http://' in 'base-url' of models.yaml."
                    .formatted(address(spec)));
            case Fault.Unreachable(var reason) -> failure(Kind.NETWORK, fault, alias, "could not connect to "
                    + address(spec)
                    + (reason.isEmpty() ? "" : " (" + reason + ")")
                    + (spec.baseUrl().filter(LocalServer::isSilent).isPresent() ? "; start the server, or check"
                    : "; check the network and")
                    + " 'base-url' in models.yaml.");
            case Fault.Slow _ -> failure(Kind.TIMEOUT, fault, alias,
                    ("no whole answer within %s; raise 'timeout' of %s in "
                    + "models.yaml, or use a faster model.").formatted(length(spec.timeout()), alias));
            case Fault.Withheld(var words) when !words.isEmpty() -> failure(Kind.REQUEST, fault, alias,
                    "the model refused: \"%s\"; word the request differently, or use another model in models.yaml."
                    .formatted(Excerpt.of(words, 200)));
            case Fault.Empty(var instead) when instead.startsWith("thinking") -> failure(Kind.SERVER, fault, alias,
                    ("the answer held %s, twice; lower the 'effort' of %s in models.yaml ('none', where the model can do "
                    + "without), or use another model.").formatted(instead, alias));
            case Fault.Empty(var instead) -> failure(Kind.SERVER, fault, alias,
                    "the answer held %s, twice; use another model in models.yaml.".formatted(instead));
            case Fault.Thought _ -> failure(Kind.REQUEST, fault, alias,
                    ("the model used its whole answer for thinking; lower the 'effort' of %s in models.yaml, raise its "
                    + "'context' if the model has more, or use another model.").formatted(alias));
            case Fault.Withheld _ -> failure(Kind.REQUEST, fault, alias,
                    "the server's content filter withheld the answer; "
                    + "word the request differently, or use another model in models.yaml.");
        };
    }

    private static String broken(Fault.Cut cut) {
        return cut.reason().isEmpty() ? "the answer broke off"
                : "the server broke the answer off ('%s')".formatted(Excerpt.of(cut.reason(), 40));
    }

    private static ModelFailed refused(ModelSpec spec, Fault.Status s, Instant now) {
        var code = s.code();
        var said = s.text().isEmpty() ? "" : ": " + Excerpt.of(s.text(), 200).replaceAll("\\.+$", "");
        var busy = code == 429;
        if (s.spent()) {
            return failure(Kind.RATE_LIMIT, s, spec.alias(),
                    "the account at %s is used up (%d)".formatted(address(spec), code)
                    + said + "; top it up, or use another model in models.yaml.");
        }
        if (s.tooLarge()) {
            return failure(Kind.REQUEST, s, spec.alias(), ("the request is too large for the server's limits (%d)%s; lower 'context' of "
                    + "%s in models.yaml, or use another model.").formatted(code, said, spec.alias()));
        }
        if (s.overlong()) {
            return failure(Kind.REQUEST, s, spec.alias(), ("the prompt and its answer do not fit into the server's context (%d)%s; say what the "
                    + "server has as 'context' of %s in models.yaml, or start it with more.").formatted(code, said, spec.alias()));
        }
        if (s.filtered()) {
            return failure(Kind.REQUEST, s, spec.alias(), ("the server's content filter refused the prompt (%d)%s; word the request "
                    + "differently, or use another model in models.yaml.").formatted(code, said));
        }
        if (s.tooLong()) {
            var back = MINUTE.format(now.plus(s.retryAfter().get()).plusMillis(59_999).atZone(ZoneId.systemDefault()));
            return failure(busy ? Kind.RATE_LIMIT : Kind.SERVER, s, spec.alias(),
                    "the server %s (%d) and asks to come back in %s, at %s.".formatted(busy ? "is busy" : "failed",
                    code, length(s.retryAfter().get()), back));
        }
        if (s.impatient()) {
            return failure(Kind.SERVER, s, spec.alias(), ("a gateway in front of the model did not wait for its answer (%d), twice%s; raise the "
                    + "gateway's time-out, name the server behind it as 'base-url' in models.yaml, or use a faster model.").formatted(code, said));
        }
        if (s.unfit()) {
            return failure(Kind.SERVER, s, spec.alias(), ("the server cannot hold the model (%d), twice%s; give it a smaller context there, or "
                    + "use a smaller model in models.yaml.").formatted(code, said));
        }
        if (s.tries() > 1) {
            return busy ? failure(Kind.RATE_LIMIT, s, spec.alias(),
                    ("the rate limit is reached (429, %d tries)%s; wait a while, "
                    + "or lower 'parallel' of %s in models.yaml.").formatted(s.tries(), said, spec.alias()))
                    : failure(Kind.SERVER, s, spec.alias(),
                            "the server failed (%d) at all %d tries".formatted(code, s.tries()) + said + ELSE);
        }
        return switch (code) {
            case 401, 403 -> failure(Kind.KEY, s, spec.alias(), spec.apiKeyEnv().map(name -> code == 401
                    ? "the server does not accept the key in %s (401)%s; set %1$s to a valid key.".formatted(name, said)
                    : ("the server refused the request (403)%s; check what the key in %s may use, "
                    + "and from where.").formatted(said, name))
                    .orElseGet(() -> withoutKey(spec, s, said)));
            case 404, 405 -> notFound(spec, s, said);
            default -> failure(Kind.REQUEST, s, spec.alias(), "the server refused the request (%d)".formatted(code)
                    + said
                    + "; check %s in models.yaml.".formatted(spec.alias()));
        };
    }

    private static String withoutKey(ModelSpec spec, Fault.Status s, String said) {
        return s.code() == 401 || s.text().isEmpty() || OF_A_KEY.matcher(s.text()).find()
                ? "%s wants a key (%d)%s; name its environment variable as 'api-key-env' in models.yaml."
                .formatted(address(spec), s.code(), said)
                : "the server refused the request (%d)%s; check what may be used there, or use another model in models.yaml."
                .formatted(s.code(), said);
    }

    /** Either the model is not there, or there is no chat at this address, which most servers have below /v1. */
    private static ModelFailed notFound(ModelSpec spec, Fault.Status s, String said) {
        var address = address(spec);
        var path = Optional.ofNullable(address.getPath()).orElse("");
        boolean versioned = path.matches(".*/v\\d\\w*(/.*)?");
        boolean ofModel = s.text().isEmpty() ? versioned : OF_A_MODEL.matcher(s.text()).find();
        if (UNROUTED.matcher(s.text()).find()) {
            return failure(Kind.CONFIGURATION, s, spec.alias(),
                    ("nobody behind %s serves '%s' as your account there allows it (%d)%s; change that account's settings, or use "
                    + "another model in models.yaml.").formatted(address, spec.model(), s.code(), said));
        }
        if (ofModel && !AnswerStream.NO_CHAT.matcher(s.text()).find()) {
            return failure(Kind.CONFIGURATION, s, spec.alias(),
                    "nothing at %s goes by the name '%s' (%d)%s; check 'model' and 'base-url' in models.yaml."
                    .formatted(address, spec.model(), s.code(), said));
        }
        return failure(Kind.CONFIGURATION, s, spec.alias(),
                "%s is no address for chat completions (%d)%s; ".formatted(address, s.code(), said)
                + (versioned ? "check 'base-url' in models.yaml."
                : "did you mean 'base-url: %s/v1' in models.yaml?".formatted(address.toString().replaceAll("/+$", ""))));
    }

    /** A duration as people say it: {@code 0.5 s}, {@code 20 s}, {@code 5 min}, {@code 3 h}; rounded up. */
    static String length(Duration duration) {
        var seconds = Math.ceil(duration.toNanos() / 1e8) / 10;
        if (seconds < 10 && seconds != Math.rint(seconds)) return seconds + " s";
        if (seconds < 120) return String.format(Locale.ROOT, "%.0f s", Math.ceil(seconds));
        return seconds < 7200 ? String.format(Locale.ROOT, "%.0f min", Math.ceil(seconds / 60))
                : String.format(Locale.ROOT, "%.0f h", Math.ceil(seconds / 3600));
    }

    public static URI address(ModelSpec spec) {
        return spec.baseUrl().orElse(OPENAI);
    }

    private static ModelFailed failure(Kind kind, Fault fault, String alias, String sentence) {
        return new ModelFailed(kind, alias + ": " + sentence, new Fault.TryFailed(fault));
    }
}
