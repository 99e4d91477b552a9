package llmswarm.model.jlama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import llmswarm.TinyModel.Numbers;
import llmswarm.TinyModel.Shape;
import llmswarm.TinyModel;
import llmswarm.config.stack.Stack;
import llmswarm.files.AnswerParser;
import llmswarm.model.grammar.Form.FilesForm;
import llmswarm.model.grammar.Form.PlanForm;
import llmswarm.model.grammar.Form.Size;
import llmswarm.model.grammar.Form;
import llmswarm.model.grammar.Masks;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What random weights say when a mask holds them to a form. */
class FormTest {
    private static final List<String> AGENTS = List.of("backend", "tester");
    private static final int TIMES = 50;
    /** As small as can be: what takes time is the number of tokens. */
    private static final Shape SHAPE = new Shape("qwen2", Numbers.F32, 384, 128, 2, 2, 1, 128, 4096, 42);

    @TempDir
    static Path folder;
    private static final Masks MASKS = new Masks();
    private static JlamaModels models;
    private static JlamaChatModel model;

    @BeforeAll
    static void load() {
        var spec = Locals.spec(TinyModel.random(folder.resolve("m"), SHAPE), 4096, 1);
        models = Locals.models(new ArrayList<>(), spec);
        model = models.model(spec);
    }

    @AfterAll
    static void unload() {
        models.close();
    }

    /** By turns the most likely token and one by chance. */
    private static String answer(int seed, Form form) {
        var usual = Locals.seeded(seed, seed % 2, 0.9, 4000);
        var parameters = new LocalParameters(usual, OptionalLong.of(seed), Optional.empty(),
                Optional.of(vocabulary -> MASKS.of(form, vocabulary)));
        return Locals.text(model, Locals.ask("Question " + seed, parameters));
    }

    @Test
    void fiftyOfFiftyAnswersArePlansThatLintingPasses() {
        var stack = Stack.plain("plain", "d", AGENTS, false);
        var said = new HashSet<String>();
        for (int seed = 0; seed < TIMES; seed++) {
            var size = new Size(3 + seed % 3, seed % 3, 1 + seed % 2, 12);
            var answer = answer(seed, new PlanForm("plain", AGENTS, false, size));
            said.add(answer);
            var read = PlanReader.read(answer);
            assertEquals(List.of(), read.faults(), answer);
            var plan = read.plan().orElseThrow();
            assertEquals(List.of(), PlanLint.lint(plan, stack).faults().stream()
                    .filter(fault -> !fault.endsWith("is covered by no task")).toList(), answer);
            assertTrue(plan.tasks().size() >= 3 && plan.tasks().size() <= size.tasks(), answer);
        }
        assertTrue(said.size() > TIMES / 2, "they are not all the same");
    }

    @Test
    void fiftyOfFiftyAnswersParseIntoTheDeclaredFiles() {
        var declared = List.of(List.of("src/app.py"), List.of("README.md", "src/app.py"), List.of("docs/", "Makefile"));
        for (int seed = 0; seed < TIMES; seed++) {
            var paths = declared.get(seed % declared.size());
            var answer = answer(seed, new FilesForm(paths, 40));
            var parsed = AnswerParser.parse(answer, paths, List.of());
            assertEquals(List.of(), parsed.faults(), answer);
            assertEquals(List.of(), parsed.dropped(), answer);
            var names = parsed.files().stream().map(file -> file.path().toString()).toList();
            assertTrue(names.stream().allMatch(name -> paths.contains(name) || name.startsWith("docs/")
                    && paths.contains("docs/")), answer);
            assertTrue(paths.stream().allMatch(path -> names.stream()
                    .anyMatch(name -> name.equals(path) || path.endsWith("/") && name.startsWith(path))), answer);
        }
    }
}
