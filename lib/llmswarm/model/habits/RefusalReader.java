package llmswarm.model.habits;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import llmswarm.config.Effort;

/**
 * What a server's refusal of a request tells of the server. No two servers word it alike, so that the words are looked
 * for which all of them use. Only what was sent can have been refused: a word that stands in the text by chance does
 * no harm.
 *
 * @param said what the server said
 * @param sent the request as it was sent
 */
public record RefusalReader(String said, ObjectNode sent) {
    /** A number that is no part of a name, no HTTP status and no id. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])(?<!(?i:code|status|error|id)['\"]?[:=]?\\s{0,2})"
            + "(\\d{1,3}(?:,\\d{3})+|\\d{1,9})(?![\\w-])(?!\\.\\d)");
    private static final Pattern LIMIT = words("max_(completion_|output_|new_)?tokens|maxOutputTokens|max(imum)? tokens"
            + "|(completion|output|new) tokens|n_predict");
    private static final Pattern CONTEXT = Pattern.compile(
            "(?i)context[\\s_]*(?:length|window|size|limit)?[^\\d]{0,30}?(?<a>\\d[\\d,]*+)(?! \\+)|(?<b>\\d[\\d,]*)(?: tokens)? maximum context"
            + "|> (?<c>\\d[\\d,]*)(?: maximum)?|must be <= (?<d>\\d[\\d,]*)");
    private static final Pattern PROMPT = Pattern.compile(
            "(?i)(?<a>\\d[\\d,]*) (?:tokens )?(?:(?:input|prompt) tokens|(?:tokens )?(?:in the (?:messages|prompt|input)|of text input|from the input)"
            + "|`?inputs`? tokens|in your prompt)|context limit: (?<b>\\d[\\d,]*) \\+");
    private static final Pattern NEWER = words("max_completion_tokens");
    private static final Pattern UNKNOWN = Pattern.compile("(?i)not (supported|permitted|allowed|recogni[sz]ed)|un(supported|recogni[sz]ed|known)");
    private static final Pattern SCHEMA = words("response[_ ]?(format|schema|json)|json[_ -]?schema|schema|grammar"
            + "|structured[_ ]outputs?|guided[_ ]\\w+|too many states|json mode|json_object"
            + "|failed to generate json|failed_generation");
    private static final Pattern SYSTEM = words("system[_ ](role|message|prompt|instruction)s?|developer instruction"
            + "|roles? ['\"`]?(system|developer)|roles must alternate|only user and assistant roles");
    private static final Pattern STREAM = Pattern.compile("(?i)['\"`]stream['\"`]|stream(ing)?\\b.{0,40}not (supported|available|allowed)"
            + "|(not|n't) support\\w*.{0,20}\\bstream|verified to stream");
    /** How long to think, as it is refused without the parameter's name. */
    private static final Pattern EFFORT = Pattern.compile("(?i)(?<![\\w-])(?:reasoning_effort"
            + "|(?:think(?:ing)?|reasoning)[ _](?:value|mode|level|budget)|(?:does not|doesn't) support (?:thinking|reasoning)"
            + "|(?:thinking|reasoning) (?:is|cannot))(?![\\w-])");
    private static final Pattern ALWAYS = Pattern.compile("(?i)only works in thinking mode|is mandatory|cannot be (disabled|turned off)");
    /** As DeepSeek words it of an earlier answer. */
    private static final Pattern THOUGHT = Pattern.compile("(?i)(reasoning_content|\\.thinking)\\b.{0,60}\\bpassed back|missing\\W+reasoning_content");
    /** As Gemini words it where a model that always thinks is told not to. */
    private static final Pattern NAMELESS = Pattern.compile("(?i)request contains an invalid argument\\.?");
    private static final Pattern QUOTED = Pattern.compile("['\"`](\\w+)['\"`]");
    private static final int LEAST = 16, LEAST_LIMIT = 256;

    /** What is to be done otherwise at the next request; empty where the words tell nothing of that. */
    public Optional<Habit> habit() {
        if (Messages.hasAnswer(sent) && THOUGHT.matcher(said).find()) return Optional.of(new Habit.NoAnswers());
        return context().or(this::limitName).or(this::answerLimit).or(this::optional)
                .or(() -> sent.has("response_format") && SCHEMA.matcher(said).find()
                        ? Optional.of(new Habit.NoSchema()) : Optional.empty())
                .or(() -> Messages.hasSystem(sent) && SYSTEM.matcher(said).find()
                        ? Optional.of(new Habit.NoSystem()) : Optional.empty())
                .or(() -> sent.path("stream").asBoolean() && STREAM.matcher(said).find()
                        ? Optional.of(new Habit.NoStream()) : Optional.empty())
                .or(() -> NAMELESS.matcher(said).matches() && asked(Effort.NONE)
                        ? Optional.of(always()) : Optional.empty());
    }

    private OptionalInt asked() {
        return IntStream.of(Habit.limit(sent)).filter(tokens -> tokens > 0).findFirst();
    }

    /** The server says how large its context is and how much of it the prompt takes; there is room for an answer. */
    private Optional<Habit> context() {
        var prompt = number(PROMPT);
        var context = number(CONTEXT);
        if (asked().isEmpty() || prompt.isEmpty() || context.isEmpty()) return Optional.empty();
        int room = context.getAsInt() - prompt.getAsInt();
        if (prompt.getAsInt() <= 0 || room < LEAST_LIMIT || room >= asked().getAsInt()) return Optional.empty();
        return Optional.of(new Habit.Context(context.getAsInt(),
                (double) Messages.length(sent) / prompt.getAsInt()));
    }

    /** The largest number that is smaller than what was asked for: a server names the limit, and often both. */
    private Optional<Habit> answerLimit() {
        if (asked().isEmpty() || !LIMIT.matcher(said).find() || number(PROMPT).isPresent()) return Optional.empty();
        var most = NUMBER.matcher(said).results().mapToInt(number -> parsed(number.group(1)))
                .filter(number -> number >= LEAST_LIMIT && number < asked().getAsInt()).max();
        if (most.isEmpty()) return Optional.empty();
        return Optional.of(new Habit.AnswerLimit(said.contains("(exclusive)") ? most.getAsInt() - 1 : most.getAsInt()));
    }

    private Optional<Habit> limitName() {
        if (!UNKNOWN.matcher(said).find()) return Optional.empty();
        if (sent.has(Habit.MAX_TOKENS) && NEWER.matcher(said).find()) return Optional.of(new Habit.NewerLimit());
        return sent.has(Habit.MAX_COMPLETION_TOKENS) && NEWER.matcher(said).find()
                ? Optional.of(new Habit.OlderLimit()) : Optional.empty();
    }

    /** Of several names the first: those behind it tell when it would be taken. */
    private Optional<Habit> optional() {
        record Named(String name, int at) {
        }
        return Habit.OPTIONAL.stream().filter(sent::has).flatMap(name -> refused(name).matcher(said).results()
                .map(found -> new Named(name, found.start()))).min(Comparator.comparingInt(Named::at)).map(Named::name)
                .map(name -> switch (name) {
                    case Habit.EFFORT -> effort();
                    case Habit.THINKING -> said.contains("adaptive") && !sent.has(Habit.OUTPUT_CONFIG)
                            ? new ThinkingHabit.Adaptive() : new Habit.Without(name);
                    default -> new Habit.Without(name);
                });
    }

    private static Pattern refused(String name) {
        return name.equals(Habit.EFFORT) ? EFFORT : words(name);
    }

    /** The words that the server names beside the one it was sent are those it knows. */
    private Habit effort() {
        var asked = sent.path(Habit.EFFORT).asText();
        var named = QUOTED.matcher(said).results().map(found -> found.group(1).toLowerCase(Locale.ROOT)).toList();
        var known = Arrays.stream(Effort.values()).filter(effort -> !effort.word().equals(asked)).toList();
        var told = known.stream().filter(effort -> named.contains(effort.word())).collect(Collectors.toSet());
        if (!told.isEmpty()) return new ThinkingHabit.Efforts(told);
        return asked(Effort.NONE) && ALWAYS.matcher(said).find()
                ? always() : new Habit.Without(Habit.EFFORT);
    }

    /** The model takes every word but the one not to think. */
    private static Habit always() {
        return new ThinkingHabit.Efforts(EnumSet.complementOf(EnumSet.of(Effort.NONE)));
    }

    private boolean asked(Effort effort) {
        return sent.path(Habit.EFFORT).asText().equals(effort.word());
    }

    private OptionalInt number(Pattern pattern) {
        return pattern.matcher(said).results().flatMapToInt(found -> IntStream.rangeClosed(1, found.groupCount())
                .filter(group -> found.group(group) != null && Character.isDigit(found.group(group).charAt(0)))
                .map(group -> parsed(found.group(group)))).findFirst();
    }

    private static int parsed(String number) {
        var digits = number.replace(",", "");
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("(?i)(?<!\\w)(?:" + alternatives + ")(?!\\w)");
    }
}
