package answers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.re2j.Pattern;

/**
 * An answer that is nothing but calls of a tool which writes files, by models that were trained to call one and do so
 * unasked. Where every call says plainly which file has which text, the answer means those files.
 */
final class FileCalls {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Pattern WRITES = Pattern.compile("(?i)(^|[^a-z])(write|create|save)");
    private static final Pattern OTHER = Pattern.compile("(?i)comment|append|patch|diff|edit|insert|replace");
    private static final Pattern MARK = Pattern.compile("\\s*(```+|~~~+)\\w*\\s*"
            + "|\\s*(</?tool_calls?>|\\[/?TOOL_CALLS\\]|<\\|/?tool_calls?\\|?>)\\s*");
    private static final Set<String> NAME = Set.of("name", "tool", "tool_name", "recipient_name"),
            INPUT = Set.of("arguments", "parameters", "input", "tool_input", "args"),
            PATH = Set.of("path", "file_path", "filePath", "filepath", "filename", "file_name", "file", "target_file"),
            TEXT = Set.of("content", "contents", "text", "file_text", "code", "file_content");
    private static final int MOST_TALK = 4;

    private FileCalls() {
    }

    /** The same answer in the form that was asked for; empty when it is no such answer, or names another file. */
    static Optional<String> asked(String text, DeclaredPaths declared) {
        if (!text.contains("{")) return Optional.empty();
        var files = new LinkedHashMap<String, String>();
        for (var value : values(text)) if (!add(value, files)) return Optional.empty();
        boolean known = files.keySet().stream().allMatch(path -> declared.path(path, false, true).isPresent());
        if (files.isEmpty() || !known) return Optional.empty();
        var answer = new StringBuilder();
        files.forEach((path, content) -> {
            var fence = Fence.around(content);
            answer.append("### ").append(path).append('\n').append(fence).append('\n').append(content)
                    .append(content.endsWith("\n") || content.isEmpty() ? "" : "\n").append(fence).append('\n');
        });
        return Optional.of(answer.toString());
    }

    /** The JSON values of which the answer consists, without marks around them and a few lines of talk before. */
    private static List<JsonNode> values(String text) {
        var lines = text.lines().filter(line -> !MARK.matches(line)).toList();
        int first = 0;
        while (first < lines.size() && !lines.get(first).strip().startsWith("{")
                && !lines.get(first).strip().startsWith("[")) first++;
        var talk = lines.subList(0, first).stream().filter(line -> !line.isBlank()).toList();
        if (first == lines.size() || talk.size() > MOST_TALK
                || talk.stream().anyMatch(line -> line.startsWith("#"))) return List.of();
        var values = new ArrayList<JsonNode>();
        try (var read = JSON.readerFor(JsonNode.class).<JsonNode>readValues(
                String.join("\n", lines.subList(first, lines.size())))) {
            while (read.hasNextValue()) values.add(read.nextValue());
            return values;
        } catch (IOException other) {
            return List.of();
        }
    }

    private static boolean add(JsonNode value, SequencedMap<String, String> files) {
        if (value.isArray()) {
            for (var each : value) if (!add(each, files)) return false;
            return true;
        }
        for (var list : List.of("tool_calls", "files")) {
            if (value.path(list).isArray()) return add(value.path(list), files);
        }
        if (isFile(value)) return add(only(value, PATH), only(value, TEXT), files);
        var call = value.path("function").isObject() ? value.path("function") : value;
        var name = only(call, NAME).or(() -> Optional.of(call.path("function")).filter(JsonNode::isTextual));
        var input = only(call, INPUT).map(FileCalls::object);
        if (name.isEmpty() || input.isEmpty() || !WRITES.matcher(name.get().asText()).find()
                || OTHER.matcher(name.get().asText()).find()) return false;
        return add(only(input.get(), PATH), only(input.get(), TEXT), files);
    }

    private static boolean add(Optional<JsonNode> name, Optional<JsonNode> content,
            SequencedMap<String, String> files) {
        var path = name.map(JsonNode::textValue);
        var text = content.map(JsonNode::textValue);
        if (path.isEmpty() || text.isEmpty() || path.get().isBlank() || path.get().contains("\n")) return false;
        var earlier = files.put(path.get().strip().replaceFirst("^\\./", ""),
                text.get().replace("\r\n", "\n").replace('\r', '\n'));
        return earlier == null || earlier.equals(files.get(path.get().strip().replaceFirst("^\\./", "")));
    }

    /** An object that is nothing but a path and the text of its file. */
    private static boolean isFile(JsonNode value) {
        return value.size() == 2 && only(value, PATH).isPresent() && only(value, TEXT).isPresent();
    }

    /** Whether a text is JSON in which that file stands by its path, with its text beside or behind it. */
    static boolean holds(String text, String file) {
        var start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) return false;
        try {
            return holds(JSON.readTree(text), file, 0);
        } catch (JsonProcessingException other) {
            return false;
        }
    }

    private static boolean holds(JsonNode value, String file, int depth) {
        if (depth > 3 || value.isValueNode()) return false;
        boolean here = value.has(file) || only(value, TEXT).isPresent()
                && only(value, PATH).map(JsonNode::asText).filter(file::equals).isPresent();
        if (here) return true;
        for (var each : value) if (holds(each, file, depth + 1)) return true;
        return false;
    }

    /** Some models give the arguments as a string that holds them. */
    private static JsonNode object(JsonNode input) {
        try {
            return input.isTextual() ? JSON.readTree(input.textValue()) : input;
        } catch (JsonProcessingException none) {
            return input;
        }
    }

    private static Optional<JsonNode> only(JsonNode object, Set<String> keys) {
        var found = keys.stream().filter(object::has).toList();
        return found.size() == 1 ? Optional.of(object.get(found.getFirst())) : Optional.empty();
    }
}
