package llmswarm.cli.shell;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import llmswarm.guard.Stop;

/**
 * Runs lines of JShell without a person: no banner, no prompt, and the values of expressions alone are printed. The
 * first fault ends it with a sentence that names the line.
 */
final class Script {
    private final Session session;
    private final String name;
    private final Direct engine = new Direct();

    /** @param name of the file, for faults */
    Script(Session session, String name) {
        this.session = session;
        this.name = name;
    }

    /** Runs the text and gives the exit code. */
    int run(String text) {
        try (var shell = JShell.builder().executionEngine(engine, Map.of()).build()) {
            Shell.imports().forEach(what -> shell.eval("import " + what + ";"));
            return run(shell, text.lines().toList());
        }
    }

    private int run(JShell shell, List<String> lines) {
        var source = "";
        int first = 1;
        for (int i = 0; i < lines.size(); i++) {
            if (source.isBlank()) {
                source = "";
                first = i + 1;
                var line = lines.get(i).strip();
                if (i == 0 && line.startsWith("#!")) continue;
                var end = command(line, first);
                if (end.isPresent()) return end.get();
            }
            source += lines.get(i) + "\n";
            boolean more = i + 1 < lines.size();
            for (var read = shell.sourceCodeAnalysis().analyzeCompletion(source); whole(read.completeness(), more);
                    read = shell.sourceCodeAnalysis().analyzeCompletion(source)) {
                int exit = evaluated(shell, read.source(), first);
                if (exit != 0) return exit;
                first += (int) read.source().lines().count() - 1;
                source = read.remaining();
            }
        }
        if (source.isBlank() || shell.sourceCodeAnalysis().analyzeCompletion(source).completeness()
                == Completeness.EMPTY) return session.exit();
        return fault(first, 1, "what begins here has no end; close its brackets and quotes", Stop.USAGE);
    }

    private static boolean whole(Completeness completeness, boolean more) {
        return completeness.isComplete() || completeness == Completeness.CONSIDERED_INCOMPLETE && !more;
    }

    /** The exit code with which a line ends the script, where it is a command of the interactive shell. */
    private Optional<Integer> command(String line, int number) {
        if (!line.startsWith("/") || line.startsWith("//") || line.startsWith("/*")) return Optional.empty();
        var words = line.split("\\s+");
        if (!words[0].equals("/exit") || words.length > 2 || words.length == 2 && !words[1].matches("\\d{1,3}")) {
            return Optional.of(fault(number, 1, "'%s' is for the interactive shell; here only Java and /exit with a number can stand".formatted(line), Stop.USAGE));
        }
        return Optional.of(words.length == 2 ? Integer.parseInt(words[1]) : session.exit());
    }

    private int evaluated(JShell shell, String source, int first) {
        for (var event : shell.eval(source)) {
            if (event.causeSnippet() != null) continue;
            if (event.status() == Snippet.Status.REJECTED) {
                var why = shell.diagnostics(event.snippet()).filter(diagnostic -> diagnostic.isError()).findFirst();
                int at = why.map(diagnostic -> (int) Math.max(0, diagnostic.getPosition())).orElse(0);
                var before = source.substring(0, Math.min(at, source.length()));
                return fault(first + (int) before.chars().filter(c -> c == '\n').count(),
                        before.length() - before.lastIndexOf('\n'), why.map(diagnostic ->
                        diagnostic.getMessage(Locale.ROOT).lines().reduce((a, b) -> a + "; " + b.strip()).orElse(""))
                        .orElse("is no Java"), Stop.USAGE);
            }
            if (event.exception() instanceof UnresolvedReferenceException early) {
                return fault(first, 1, "%s uses what is not declared yet: %s".formatted(early.getSnippet().name(),
                        shell.unresolvedDependencies(early.getSnippet()).collect(Collectors.joining(", "))),
                        Stop.USAGE);
            }
            if (event.exception() != null) {
                return engine.thrown instanceof Failed failed ? fault(first, 1, failed.getMessage(), failed.exit())
                        : fault(first, 1, String.valueOf(engine.thrown), Stop.INTERNAL);
            }
            print(event);
        }
        return 0;
    }

    /** The value of an expression that nobody keeps; an answer was printed already. */
    private void print(SnippetEvent event) {
        var kind = event.snippet().subKind();
        if (kind != Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND && kind != Snippet.SubKind.VAR_VALUE_SUBKIND
                && kind != Snippet.SubKind.OTHER_EXPRESSION_SUBKIND) return;
        if (engine.value == null || engine.value instanceof AgentAnswer) return;
        session.print(String.valueOf(engine.value).replaceFirst("^\\n", ""));
    }

    private int fault(int line, int column, String sentence, int exit) {
        session.say("%s:%d:%d: %s".formatted(name, line, column, sentence));
        return exit;
    }

    /** Runs snippets in this thread, which Ctrl-C interrupts, and keeps what came of the last one. */
    private static final class Direct extends DirectExecutionControl implements ExecutionControlProvider {
        private Object value;
        private Throwable thrown;

        @Override
        public String name() {
            return "direct";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return this;
        }

        @Override
        protected String invoke(Method method) throws Exception {
            value = null;
            thrown = null;
            try {
                value = method.invoke(null);
                return "";
            } catch (InvocationTargetException failed) {
                thrown = failed.getCause();
                throw failed;
            }
        }
    }
}
