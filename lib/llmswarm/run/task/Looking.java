package llmswarm.run.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import answers.Thinking;
import llmswarm.files.AnswerParser;
import llmswarm.guard.Digest;
import llmswarm.plan.Impossible;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;
import llmswarm.prompt.Tokens;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.look.Look;
import llmswarm.run.look.LookLines;
import llmswarm.run.look.ProjectView;
import llmswarm.run.project.Assignment;
import llmswarm.run.project.Job;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;

/**
 * Lets an agent look before it writes: an answer that holds no files but wishes to see something is given that, and
 * asked again. Each further answer is a part {@code +lookN} of its attempt in the journal.
 */
final class Looking {
    private static final String PART = "+look";
    /** Tokens of the words around what is shown, and characters that a token holds at least. */
    private static final int AROUND = 200, CHARACTERS = 3;
    /** Characters of what one answer asks for. */
    private static final int MOST = 2 * ProjectView.MOST;
    private static final String CROWDED = "It has no room beside what stands here; ask for it alone, or for fewer lines.";

    private final Job job;
    private final World world;
    private final Journal journal;
    private final Continuation asker;
    private final CheckFolders folders;
    private final PlannerWord planner;

    Looking(Job job, World world, Journal journal, Continuation asker, CheckFolders folders) {
        this.job = job;
        this.world = world;
        this.journal = journal;
        this.asker = asker;
        this.folders = folders;
        this.planner = new PlannerWord(job, world);
    }

    /** Of whom it is asked and what the attempt starts from. */
    record Around(Assignment work, Draft draft, Prompted what) {
    }

    /**
     * The answer that holds files, or the last one where nothing more can be looked at.
     *
     * @param asked what the question shows, and how often it lets the agent look
     */
    Asked.Whole ask(Step.AskModel question, TaskPrompt.Fits asked, Around around) throws InterruptedException {
        var agent = around.what().agent();
        int looks = asked.looks();
        var task = around.what().task();
        var view = new ProjectView(visible(around.what().tree()), job.spec());
        var seen = new HashSet<>(asked.seen());
        var had = new HashSet<String>();
        var step = question;
        try {
            for (int number = 1; ; number++) {
                var answer = asker.ask(step, seen);
                var part = PART + number;
                var wishes = number > looks || answer.cutOff() ? List.<Look>of() : wishes(answer.text(), task);
                if (wishes.isEmpty() || !world.source().holds(agent.name(), step.subject(), step.attempt(), part)) {
                    return new Asked.Whole(answer.text(), answer.cutOff(), Set.copyOf(seen));
                }
                journal.append(new Event.Noted(task.id(), "looks (%d of %d): %s".formatted(number, looks,
                        wishes.stream().map(Look::line).collect(Collectors.joining("; ")))));
                var granted = new ArrayList<Map<String, Object>>();
                int room = room(step, answer.text());
                for (var wish : wishes.subList(0, Math.min(LookLines.MOST, wishes.size()))) {
                    var text = had.add(wish.line()) ? granted(wish, view, around) : "It stands above already.";
                    boolean fits = text.length() <= room;
                    if (fits) room -= text.length();
                    else text = CROWDED;
                    if (fits && wish instanceof Look.Text(var path, var lines) && lines.isEmpty()
                            && view.shows(path)) seen.add(path);
                    granted.add(new SourceText(wish.line(), text).data());
                }
                var prompt = extended(step.prompt(), answer.text(), job.prompts().of("looked", Map.of("results", granted, "more", more(wishes),
                        "left", number == looks ? false : Integer.toString(looks - number))));
                if (Prompts.tokens(prompt) > step.model().forPrompt(agent)) {
                    journal.append(new Event.Noted(task.id(), "what it asks to see has no room in the prompt"));
                    return new Asked.Whole(answer.text(), answer.cutOff(), Set.copyOf(seen));
                }
                var turn = world.firstTurn(step.model());
                step.turn().close();
                step = step.next(Digest.of(List.of(step.key(), prompt.digest(), part)), part, prompt, turn);
            }
        } finally {
            if (step != question) step.turn().close();
        }
    }

    /** Those that are not granted, as templates see them. */
    private static Object more(List<Look> wishes) {
        return wishes.size() <= LookLines.MOST ? false : Map.of("most", Integer.toString(LookLines.MOST), "lines",
                ProjectView.bounded(wishes.stream().skip(LookLines.MOST).map(Look::line)
                .collect(Collectors.joining("; "))));
    }

    /** Characters that what is asked for may take. */
    private static int room(Step.AskModel step, String answer) {
        int taken = Prompts.tokens(step.prompt()) + Tokens.estimate(answer) + AROUND;
        int left = step.model().forPrompt(step.agent()) - taken;
        return Math.clamp((long) left * CHARACTERS, 0, MOST);
    }

    /** What an answer without any file, and without saying that the task cannot be done, wishes to see. */
    private List<Look> wishes(String answer, Task task) {
        var parsed = AnswerParser.parse(answer, task.files(), job.stack().allow(), Map.of(), Set.of());
        var spoken = Thinking.removed(answer).orElse("");
        return !parsed.files().isEmpty() || !parsed.deleted().isEmpty() || Impossible.reason(answer).isPresent()
                ? List.of() : LookLines.of(spoken);
    }

    private static SortedMap<String, byte[]> visible(SortedMap<String, byte[]> tree) {
        var visible = new TreeMap<>(tree);
        visible.remove(PlanLint.PLAN_PAGE);
        return visible;
    }

    private String granted(Look wish, ProjectView view, Around around) throws InterruptedException {
        return switch (wish) {
            case Look.Files files -> view.files(files);
            case Look.Text text -> view.text(text);
            case Look.Search search -> view.search(search);
            case Look.Specification lines -> view.specification(lines);
            case Look.Check(var name) -> ProjectView.bounded(folders.shown(around.work(), around.what().attempt(),
                    around.draft(), name));
            case Look.Question(var words) -> ProjectView.bounded(planner.about(words));
        };
    }

    /** The same messages, what was answered to them, and more to say. */
    private static Prompt extended(Prompt prompt, String answer, Prompt more) {
        var messages = new ArrayList<>(prompt.messages());
        messages.add(new Message("assistant", answer));
        messages.addAll(more.messages());
        return new Prompt(messages, prompt.cut(), prompt.template());
    }
}
