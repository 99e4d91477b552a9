package llmswarm.pack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import llmswarm.prompt.SourceText;

/** A fault that can be made in any file without knowing its language. */
public enum PlantedFault {
    /** Cut in half, with a line that hardly any language parses. */ BROKEN,
    /** Without content, which most languages parse: what only tests can see. */ EMPTIED;

    private static final String LINE = "}}]])) <<<< a fault that was planted here >>>> (([[{{ \" ' `\n";

    byte[] in(String path, byte[] content) {
        if (this == EMPTIED) return new byte[0];
        var text = SourceText.of(path, content);
        if (text.isEmpty()) return Arrays.copyOf(content, content.length / 2);
        var lines = text.get().text().lines().toList();
        var half = String.join("\n", lines.subList(0, lines.size() / 2));
        return ((half.isEmpty() ? "" : half + "\n") + LINE).getBytes(StandardCharsets.UTF_8);
    }

    /** As it is told of a file. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
