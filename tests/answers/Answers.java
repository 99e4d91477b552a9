package answers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers as the tests read them, and what they are compared with. */
final class Answers {
    /** No path may leave the project, and nobody may write .envrc. */
    static final PathPolicy POLICY = new PathPolicy() {
        @Override
        public Optional<String> refusal(String path) {
            return path.equals(".envrc") ? Optional.of("'.envrc' is not for answers") : unsafe(path);
        }

        @Override
        public Optional<String> unsafe(String path) {
            return path.startsWith("/") || List.of(path.split("/", -1)).contains("..")
                    ? Optional.of("'%s' leaves the project".formatted(path)) : Optional.empty();
        }

        @Override
        public List<String> clashes(Collection<String> paths) {
            var first = new HashMap<String, String>();
            var clashes = new ArrayList<String>();
            for (var path : paths) {
                var other = first.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
                if (other != null) clashes.add("'%s' and '%s' are one file".formatted(other, path));
            }
            return clashes;
        }
    };

    private Answers() {
    }

    static ParsedAnswer read(String answer, List<String> declared) {
        return AnswerReader.read(answer, declared, POLICY);
    }

    static ParsedAnswer read(String answer, List<String> declared, Map<String, String> current) {
        return AnswerReader.read(answer, declared, POLICY, current);
    }

    /** The files of an answer without any fault, in their order. */
    static Map<String, String> files(String answer, String... declared) {
        var parsed = read(answer, List.of(declared));
        assertEquals(List.of(), parsed.faults());
        return parsed.files();
    }

    static ParsedAnswer given(Map<String, String> files, List<String> dropped, List<String> faults) {
        return given(files, dropped, faults, 0);
    }

    static ParsedAnswer given(Map<String, String> files, List<String> dropped, List<String> faults, int applied) {
        return new ParsedAnswer(new LinkedHashMap<>(files), List.of(), dropped, faults, applied);
    }
}
