package llmswarm.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.check.ContractLint;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;
import llmswarm.files.AnswerParser;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Stop;
import llmswarm.model.Usage;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanJson;
import llmswarm.plan.PlanLint;
import llmswarm.plan.PlanReader;
import llmswarm.plan.SoloPlan;
import llmswarm.plan.Task;
import llmswarm.prompt.SourceText;
import llmswarm.run.Run;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Planning;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Subject;
import llmswarm.run.options.Spec;
import llmswarm.run.options.Workplace;
import llmswarm.run.planning.Planner;
import llmswarm.run.project.ScaffoldFiles;
import machine.Reason;

/** Makes a pack's example of a project: of its run's journal, or of its files as if they had been answered. */
public final class ExampleTape {
    private static final String NOTE = "The answers on this tape are files of a project; no model was asked.";

    private final Workplace around;
    private final Stack stack;
    private final Path project;
    private final List<String> notes = new ArrayList<>();

    /** @param project a folder with files or with a run, or the folder of a run */
    ExampleTape(Workplace around, Stack stack, Path project) {
        this.around = around;
        this.stack = stack;
        this.project = around.folder().resolve(project).normalize();
    }

    /**
     * What was made.
     *
     * @param place the example's folder
     * @param notes what is odd, a sentence each
     */
    public record Made(Path place, List<String> notes) {
        public Made {
            notes = List.copyOf(notes);
        }
    }

    /**
     * Writes specification and tape into the pack's example, in place of what is there.
     *
     * @param plan whose tasks the files are answers to; without it one task has all of them, or there is a run
     * @param spec in place of the run's, or of the example's
     */
    Made make(Optional<Path> plan, Optional<Path> spec) {
        var pack = stack.folders().getFirst();
        if (pack.kind() == Layer.Origin.BUNDLED) throw Stop.usage("The pack %s comes with the program; copy it first: stacks new NAME --from %1$s.".formatted(
                stack.name()));
        if (!Files.isDirectory(project)) throw Stop.usage("%s: is no folder of a project.".formatted(project));
        var folder = pack.folder().resolve(PackExample.FOLDER);
        var runs = RunFolder.runs(project);
        var run = Files.exists(project.resolve(Journal.FILE)) ? Optional.of(project)
                : plan.isPresent() || runs.isEmpty() ? Optional.<Path>empty() : Optional.of(runs.getLast());
        var events = run.map(this::ofRun).orElseGet(() -> ofFiles(plan, specOf(spec, folder)));
        var started = (Event.RunStarted) events.getFirst();
        write(events, spec.isPresent() || run.isEmpty() ? specOf(spec, folder) : started.spec(), folder);
        return new Made(folder, notes);
    }

    private String specOf(Optional<Path> spec, Path folder) {
        var file = spec.or(() -> Optional.of(folder.resolve(PackExample.SPEC)).filter(Files::isRegularFile))
                .orElseThrow(() -> Stop.usage("The example has no specification yet; name it: --spec FILE."));
        return Spec.read(around.folder(), file.toString()).text();
    }

    /** What a replay reads of a journal; all else is of that machine. */
    private List<Event.Kept> ofRun(Path run) {
        var events = new ArrayList<Event.Kept>();
        for (var entry : Journal.read(run.resolve(Journal.FILE))) {
            switch (entry.event()) {
                case Event.RunStarted s -> events.addFirst(new Event.RunStarted(s.run(), s.spec(), PackExample.SPEC,
                        s.variables(), Map.of("stack", stack.name()), s.version(), s.note()));
                case Planning.Sized sized -> events.add(sized);
                case Planning.ProgramsFound found -> events.add(found);
                case Planning.ProgramsMissing missing -> events.add(missing);
                case Event.AskedModel asked -> events.add(asked);
                case Event.AnsweredModel answered -> events.add(answered);
                case Event.RunEnded ended when ended.exit() != 0 -> notes.add(
                        "the run ended with exit code %d: %s".formatted(ended.exit(), ended.label()));
                default -> { }
            }
        }
        if (events.isEmpty() || !(events.getFirst() instanceof Event.RunStarted)) {
            throw Stop.usage("%s: holds no journal of a run.".formatted(run));
        }
        return events;
    }

    private List<Event.Kept> ofFiles(Optional<Path> file, String spec) {
        var plan = file.map(this::plan);
        var values = plan.map(found -> SampleValues.of(stack, found.name(), found.summary()))
                .orElseGet(() -> SampleValues.of(stack, name(), ""));
        var files = files(values);
        var events = new ArrayList<Event.Kept>();
        events.add(new Event.RunStarted(RunFolder.newId(), spec, PackExample.SPEC, Map.of(), Map.of(), Run.VERSION,
                NOTE));
        if (plan.isEmpty()) {
            events.add(answer(Planner.AGENT, Subject.Whole.STACK.id(), new JsonMapper().createObjectNode()
                    .put("stack", stack.name()).put("reason", "It is the example's.").put("name", name())
                    .put("lines", files.values().stream().mapToLong(text -> text.lines().count()).sum()).toString()));
            events.add(answer(SoloPlan.AGENT, SoloPlan.TASK, text(SoloPlan.TASK, files)));
            return events;
        }
        events.add(answer(Planner.AGENT, Subject.Whole.PLAN.id(), PlanJson.of(plan.get())));
        var left = new TreeMap<>(files);
        var own = new LinkedHashMap<Task, SortedMap<String, String>>();
        // A folder of one task may hold what another names.
        for (var task : plan.get().tasks()) own.put(task, taken(left, task.files()::contains));
        own.forEach((task, texts) -> texts.putAll(taken(left, task::owns)));
        own.forEach((task, texts) -> events.add(answer(task.agent(), task.id(), text(task.id(), texts))));
        if (!left.isEmpty()) notes.add("no task of the plan writes %s; left out".formatted(String.join(", ",
                left.keySet())));
        return events;
    }

    private Plan plan(Path file) {
        var plan = PlanReader.require(Spec.read(around.folder(), file.toString()).text(), file.toString(),
                notes::add);
        var faults = ContractLint.lint(plan, stack).faults();
        if (!faults.isEmpty()) throw Stop.usage(faults.stream().map(fault -> file + ": " + fault).toList());
        return plan;
    }

    private static SortedMap<String, String> taken(SortedMap<String, String> files, Predicate<String> wanted) {
        var own = new TreeMap<String, String>();
        files.forEach((path, text) -> {
            if (wanted.test(path)) own.put(path, text);
        });
        files.keySet().removeAll(own.keySet());
        return own;
    }

    /** What the project has and the scaffold does not bring, by path. */
    private SortedMap<String, String> files(Map<String, String> values) {
        var files = new TreeMap<String, String>();
        var found = contents();
        found.remove(PlanLint.PLAN_PAGE);
        ScaffoldFiles.of(around.catalog(), stack, values).forEach((path, content) -> {
            if (Arrays.equals(found.get(path.toString()), content)) found.remove(path.toString());
        });
        found.forEach((path, content) -> SourceText.of(path, content).filter(source -> source.text().indexOf(0) < 0)
                .ifPresentOrElse(source ->
                files.put(path, source.text()), () -> notes.add("%s is no text, which no answer holds; left out"
                .formatted(path))));
        return files;
    }

    /** What is committed, where it is a repository; else all but what setup makes. */
    private SortedMap<String, byte[]> contents() {
        if (Files.exists(project.resolve(".git"))) {
            var place = Packs.temporary();
            try {
                return new TreeMap<>(new ProjectTree(GitHistory.here(project).cleanCheckout(place)).contents());
            } finally {
                ProjectTree.remove(place);
            }
        }
        var files = new TreeMap<>(new ProjectTree(project).contents());
        files.keySet().removeIf(path -> stack.setup().shared().stream().anyMatch(made -> path.startsWith(made + "/")));
        return files;
    }

    private String name() {
        return project.getFileName().toString();
    }

    /** A task's answer, which has to be read as just these files. */
    private String text(String task, SortedMap<String, String> files) {
        if (files.isEmpty()) throw Stop.usage("%s has no file of the task '%s'.".formatted(project, task));
        var text = new StringBuilder();
        files.forEach((path, content) -> {
            // In Markdown the fence of the file behind it could be one of its own.
            var fence = (path.endsWith(".md") ? "`" : "") + SourceText.fence(content);
            text.append("### %s\n%s\n%s%s%s\n\n".formatted(path, fence, content, content.isEmpty()
                    || content.endsWith("\n") ? "" : "\n", fence));
        });
        var read = AnswerParser.parse(text.toString(), List.of(AnswerParser.ANY), stack.allow(), Map.of());
        if (!read.faults().isEmpty() || read.files().size() != files.size()) throw Stop.usage(
                "the files of the task '%s' cannot be told in an answer: %s".formatted(task, String.join("; ", read.faults())));
        return text.toString();
    }

    private static Event.AnsweredModel answer(String agent, String task, String text) {
        return new Event.AnsweredModel("", agent, task, 1, text, Usage.NONE, 0, 0, false, false, "");
    }

    private void write(List<Event.Kept> events, String spec, Path folder) {
        var place = Packs.temporary();
        try {
            var run = place.resolve(((Event.RunStarted) events.getFirst()).run());
            try (var journal = Journal.create(run, around.redactor())) {
                events.forEach(journal::append);
            }
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(PackExample.SPEC), spec, StandardCharsets.UTF_8);
            Files.copy(run.resolve(Journal.FILE), folder.resolve(PackExample.TAPE),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw Stop.usage("%s: cannot be written: %s".formatted(folder, Reason.of(failed)), failed);
        } finally {
            ProjectTree.remove(place);
        }
    }
}
