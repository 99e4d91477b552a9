package llmswarm.files;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import answers.AnswerReader;
import answers.ParsedAnswer;
import answers.PathPolicy;
import llmswarm.guard.SafePath;
import llmswarm.guard.UnsafePath;
import llmswarm.plan.Task;

/** Reads a model's answer by the library {@link answers} and holds its files to the rules of safe paths. */
public final class AnswerParser {
    /** In place of the declared files: any file that is safe to write. */
    public static final String ANY = Task.ANYWHERE;

    private AnswerParser() {
    }

    /**
     * The files of an answer that gives each whole.
     *
     * @param declared the paths the task may write; one that ends in a slash is a folder in which it may name files
     *                 itself
     * @param allow    paths refused by default that the stack writes on purpose, as for {@link SafePath#of}
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow) {
        return safe(AnswerReader.read(text, declared, new SafePaths(allow)), allow);
    }

    /**
     * The files of an answer that may also edit files and leaves out those that stay as they are.
     *
     * @param current the texts that are edited, by declared path or path in a declared folder
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow,
            Map<String, String> current) {
        return safe(AnswerReader.read(text, declared, new SafePaths(allow), current), allow);
    }

    /**
     * The same of an answer that may also delete files.
     *
     * @param deletable those that it may
     */
    public static Answer parse(String text, List<String> declared, Collection<String> allow,
            Map<String, String> current, Set<String> deletable) {
        return safe(AnswerReader.read(text, declared, new SafePaths(allow), current, deletable), allow);
    }

    private static Answer safe(ParsedAnswer answer, Collection<String> allow) {
        var files = answer.files().entrySet().stream()
                .map(file -> new AnswerFile(checked(file.getKey(), allow), file.getValue())).toList();
        return new Answer(files, answer.deleted().stream().map(path -> checked(path, allow)).toList(),
                answer.dropped(), answer.faults(), answer.applied());
    }

    private static SafePath checked(String path, Collection<String> allow) {
        try {
            return SafePath.of(path, allow);
        } catch (UnsafePath refused) {
            throw new IllegalStateException("a refused path was taken: " + refused.getMessage(), refused);
        }
    }

    private record SafePaths(Collection<String> allow) implements PathPolicy {
        @Override
        public Optional<String> refusal(String path) {
            return why(path, allow);
        }

        @Override
        public Optional<String> unsafe(String path) {
            return why(path, List.of(path));
        }

        @Override
        public List<String> clashes(Collection<String> paths) {
            return SafePath.caseClash(paths);
        }

        private static Optional<String> why(String path, Collection<String> allow) {
            try {
                SafePath.of(path, allow);
                return Optional.empty();
            } catch (UnsafePath refused) {
                return Optional.of(refused.getMessage());
            }
        }
    }
}
