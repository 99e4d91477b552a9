package llmswarm.cli.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import llmswarm.guard.Stop;
import llmswarm.prompt.SourceText;

/** Files that are shown to an agent with a question. */
final class FileQuestion {
    private static final int LARGEST = 1 << 20;

    private FileQuestion() {
    }

    /** The question, and behind it each file under its name; {@link Stop} for what is no text of at most 1 MB. */
    static String of(Path folder, String question, List<Path> files) {
        var text = new StringBuilder(question);
        for (var file : files) {
            var shown = read(folder.resolve(file), file.toString());
            text.append("\n\n### %1$s\n%2$s\n%3$s%2$s".formatted(file, shown.data().get("fence"),
                    shown.data().get("text")));
        }
        return text.toString();
    }

    private static SourceText read(Path place, String name) {
        if (!Files.exists(place)) throw Stop.usage("%s: there is no such file".formatted(name));
        if (Files.isDirectory(place)) throw Stop.usage("%s: is a folder; name the files to show".formatted(name));
        try (var in = Files.newInputStream(place)) {
            var bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) throw Stop.usage("%s: has more than the %d KB that can be shown".formatted(name, LARGEST >> 10));
            return SourceText.of(name, bytes).orElseThrow(() ->
                    Stop.usage("%s: is not text in UTF-8".formatted(name)));
        } catch (IOException e) {
            throw Stop.usage("%s: cannot be read: %s".formatted(name, e.getMessage()), e);
        }
    }
}
