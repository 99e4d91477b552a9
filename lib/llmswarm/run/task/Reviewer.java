package llmswarm.run.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.config.Agent;
import llmswarm.config.stack.Review;
import llmswarm.guard.Digest;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.ReviewReader;
import llmswarm.plan.SpecRequirements;
import llmswarm.plan.Task;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.PromptData;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Subject;
import llmswarm.run.planning.JsonFormats;
import llmswarm.run.project.Job;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/**
 * Asks an agent that changes nothing: whose fault a failing check is, and where the work departs from its requirements.
 * What it says counts only with words that really stand in a requirement. Where there is no such agent or its model
 * cannot be had, it says nothing.
 */
public final class Reviewer {
    public static final String USUAL = "reviewer";

    private final Job job;
    private final World world;
    private final Journal journal;
    private final JsonFormats formats;
    private final Map<Subject, Integer> asked = new ConcurrentHashMap<>();
    private final Map<String, Optional<Judged>> judged = new ConcurrentHashMap<>();

    public Reviewer(Job job, World world, Journal journal) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.formats = new JsonFormats(job.catalog());
    }

    /** A departure from a requirement, told as the sentence for whoever has to mend it. */
    public record WeighedFinding(String requirement, String file, String sentence) {
    }

    /**
     * Whose fault a failure of the whole is.
     *
     * @param code      id of the task that wrote the code
     * @param test      id of the task that wrote the test; empty when there is none
     * @param testFirst whether the test is to be changed first
     * @param decided   whether that follows from words that stand in a requirement or a contract
     * @param told      what whoever mends it has to know of that
     */
    public record Judged(String code, String test, boolean testFirst, boolean decided, List<String> told) {
    }

    /**
     * Whose fault a failure of the whole is. Where nothing that was asked for decides it, the smaller change comes
     * first.
     */
    public Optional<Judged> blame(Failure failure, SortedMap<String, byte[]> tree) throws InterruptedException {
        var all = texts(concerned(failure, tree), tree);
        // the lines around the places of a long file are shown already; what it is about tells more than the rest
        var brief = all.stream().filter(text -> FileRoom.ofTexts(List.of(text)) <= FileRoom.FEW).toList();
        var shown = FileRoom.ofTexts(FileRoom.FEW).filled((brief.isEmpty() ? all : brief).stream()).taken();
        var same = Digest.of(List.of(failure.fingerprint(), all.toString()));
        if (judged.containsKey(same)) return judged.get(same);
        var evidence = Evidence.of(failure, job.stack(), tree);
        var places = Locations.in(evidence, job.stack().output().location(), tree.keySet()).stream()
                .map(Locations.FileLine::file);
        var writers = writers(Stream.concat(places, shown.stream().map(SourceText::path)).toList());
        var data = Map.<String, Object>of("evidence", evidence, "fence", SourceText.fence(evidence),
                "plan", PromptData.plan(SpecRequirements.of(job.spec()).without(job.plan()).only(contracts(writers))), "spec",
                PromptData.spec(job.spec(), lines(writers)));
        judged.put(same, ask("blame", Subject.Whole.BLAME, data, shown, ReviewReader::blame).map(this::weighed));
        return judged.get(same);
    }

    private List<Task> writers(List<String> files) {
        return job.plan().tasks().stream().filter(task -> files.stream().anyMatch(task::owns)).toList();
    }

    private List<Plan.Contract> contracts(List<Task> tasks) {
        return tasks.stream().flatMap(task -> job.plan().contracts(task).stream()).distinct().toList();
    }

    /** The lines of the specification that those tasks are for; all where nothing is known of that. */
    private List<String> lines(List<Task> tasks) {
        var lines = job.plan().requirements().stream()
                .filter(r -> tasks.stream().anyMatch(task -> task.requirements().contains(r.id())))
                .flatMap(r -> r.lines().stream()).distinct().toList();
        return lines.isEmpty() ? List.of(job.spec().all()) : lines;
    }

    /** The likeliest files first; the others may fit as well. */
    private List<String> concerned(Failure failure, SortedMap<String, byte[]> tree) {
        var files = Concerned.in(Evidence.of(failure, job.stack(), tree), job.stack(), tree);
        return files.isEmpty() ? tree.keySet().stream().filter(path -> !path.equals(PlanLint.PLAN_PAGE)).toList()
                : files;
    }

    private Judged weighed(ReviewReader.Blame blame) {
        boolean decided = ReviewReader.decides(blame.quote(), job.plan(), job.spec());
        var first = (decided ? blame.testIsWrong() : blame.testIsLess()) ? "test" : "code";
        var told = new ArrayList<String>();
        told.add(decided ? "the review takes the %s to be wrong%s".formatted(first, said(blame))
                : "nothing that was asked for says whether code or test is wrong, so the %s is changed first%s".formatted(first, said(blame)));
        if (decided) told.add("It quotes: \"%s\"".formatted(blame.quote()));
        journal.append(new Event.Noted("", told.getFirst()));
        return new Judged(blame.code(), blame.test(), first.equals("test"), decided, told);
    }

    private static String said(ReviewReader.Blame blame) {
        return blame.reason().isEmpty() ? "" : ": " + blame.reason();
    }

    /**
     * What departs from the requirements of one task, or of all; findings without a requirement's words are left out.
     */
    public List<WeighedFinding> read(Optional<Task> task, SortedMap<String, byte[]> tree) throws InterruptedException {
        var data = new HashMap<String, Object>(Map.of("plan", PromptData.plan(job.plan()), "spec",
                PromptData.spec(job.spec(), List.of(job.spec().all())), "task", false));
        task.ifPresent(one -> data.put("task", PromptData.task(job.plan(), one)));
        var files = tree.keySet().stream().filter(path -> task.map(one -> one.owns(path))
                .orElse(!path.equalsIgnoreCase(PlanLint.PLAN_PAGE))).toList();
        var place = task.<Subject>map(one -> new Subject.OfTask(one.id())).orElse(Subject.Whole.REVIEW);
        var found = ask("review", place, data, texts(files, tree), ReviewReader::findings).orElse(List.of());
        var kept = new ArrayList<WeighedFinding>();
        for (var finding : found) {
            if (!finding.file().isEmpty() && !tree.containsKey(finding.file()) || !holds(finding)) {
                journal.append(new Event.Noted(task.map(Task::id).orElse(""),
                        "a finding without a place or without a requirement's words is left out: " + finding.text()));
            } else {
                kept.add(new WeighedFinding(finding.requirement(), finding.file(), sentence(finding)));
            }
        }
        return kept;
    }

    /** Counts on from what an earlier part of the run asked about the whole and acted on. */
    public void countFrom(Map<Subject, Integer> actedOn) {
        for (var whole : List.of(Subject.Whole.BLAME, Subject.Whole.REVIEW)) {
            if (actedOn.containsKey(whole)) asked.put(whole, actedOn.get(whole));
        }
    }

    /** How often it was asked about a task, or about the whole. */
    public int asked(String task) {
        return asked.getOrDefault(task.isEmpty() ? Subject.Whole.REVIEW : Subject.of(task), 0);
    }

    private boolean holds(ReviewReader.ReviewFinding finding) {
        return finding.kind() == ReviewReader.FindingKind.UNREQUESTED ? !finding.file().isEmpty()
                : ReviewReader.stands(finding.quote(), job.plan(), job.spec());
    }

    private static String sentence(ReviewReader.ReviewFinding finding) {
        var at = finding.line() > 0 ? ":" + finding.line() : "";
        var place = finding.file().isEmpty() ? "" : finding.file() + at + ": ";
        var quote = finding.quote().isEmpty() ? "" : " %s says \"%s\".".formatted(finding.requirement(),
                finding.quote());
        return "%s%s: %s%s".formatted(place, finding.kind().name().toLowerCase(Locale.ROOT), finding.text(), quote);
    }

    private static List<SourceText> texts(List<String> files, SortedMap<String, byte[]> tree) {
        return files.stream().filter(tree::containsKey).flatMap(path -> SourceText.of(path, tree.get(path)).stream())
                .toList();
    }

    private <T> Optional<T> ask(String template, Subject place, Map<String, Object> data, List<SourceText> files,
                                Function<String, Optional<T>> reader) throws InterruptedException {
        var agent = agent();
        if (agent.isEmpty()) return Optional.empty();
        try {
            var full = new HashMap<>(data);
            full.putAll(Map.of("role", agent.get().role(), "conventions", job.conventions().whole()));
            return answer(agent.get(), template, place, full, new Prompts.Files(files, List.of(), List.of()), reader);
        } catch (ModelFailed | Stop unusable) {
            if (Thread.currentThread().isInterrupted()) throw new InterruptedException();
            if (place instanceof Subject.OfTask && unusable instanceof Stop left && left.leaves()) throw left;
            var why = "%s cannot be asked: %s".formatted(agent.get().name(), unusable.getMessage());
            journal.append(new Event.Noted(task(place), why));
            return Optional.empty();
        }
    }

    private <T> Optional<T> answer(Agent agent, String template, Subject place, Map<String, Object> data,
            Prompts.Files files, Function<String, Optional<T>> reader) throws InterruptedException {
        var wanted = job.catalog().model(agent.model());
        var model = world.source().model(wanted);
        var prompt = job.prompts().fitted(template, data, files, model.forPrompt(agent));
        for (int tries = 0; tries < agent.attempts(); tries++) {
            var key = key(agent, prompt, model.model(), tries);
            var shared = world.past().answer(key(agent, prompt, wanted.model(), tries));
            var earlier = world.past().answer(key).or(() -> shared);
            int number = earlier.map(Event.AnsweredModel::attempt).orElse(asked.getOrDefault(place, 0) + 1);
            asked.merge(place, number, Math::max);
            if (earlier.isEmpty() && !world.source().holds(agent.name(), place, number, "")) return Optional.empty();
            try (var turn = world.firstTurn(model)) {
                var question = new Step.AskModel(key, place, number, agent, model, prompt,
                        Optional.of(formats.of(template)), Optional.empty(), turn);
                var read = reader.apply(world.ask(question).text());
                if (read.isPresent()) return read;
            }
        }
        var unread = "%s gave no answer that can be read, so the run goes on without".formatted(agent.name());
        journal.append(new Event.Noted(task(place), unread));
        return Optional.empty();
    }

    private static String task(Subject place) {
        return place instanceof Subject.OfTask task ? task.id() : "";
    }

    /** By what it is asked about, not by how often it was asked before: a resume may ask in another order. */
    private static String key(Agent agent, Prompt prompt, String model, int tries) {
        var messages = prompt.messages().stream().map(message -> Failure.steady(message.text()));
        return Digest.of(Stream.concat(Stream.of("review", agent.digest(), model, Integer.toString(tries)), messages)
                .toList());
    }

    private Optional<Agent> agent() {
        var name = job.stack().review().map(Review::agent).orElse(USUAL);
        return job.catalog().agents(job.stack()).stream().filter(agent -> agent.name().equals(name)).findFirst()
                .or(() -> job.catalog().agents().stream().filter(agent -> agent.name().equals(name)).findFirst());
    }
}
