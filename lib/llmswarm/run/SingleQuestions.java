package llmswarm.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import llmswarm.config.Agent;
import llmswarm.config.Budgets;
import llmswarm.files.Answer;
import llmswarm.files.AnswerParser;
import llmswarm.files.GitHistory;
import llmswarm.files.ProjectTree;
import llmswarm.guard.Digest;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import llmswarm.prompt.Prompt;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.Templates;
import llmswarm.run.journal.Event.AnsweredModel;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Momentary;
import llmswarm.run.journal.RunFolder;
import llmswarm.run.journal.Subject;
import llmswarm.run.options.Workplace;
import llmswarm.run.project.ProjectDisk;
import llmswarm.run.state.RunState;
import llmswarm.run.state.SpendingTotals;
import llmswarm.run.steps.Account;
import llmswarm.run.steps.Step;
import llmswarm.run.steps.World;
import llmswarm.run.trust.BroughtTrust;
import llmswarm.run.trust.PackTrust;
import text.Printable;

/** Single questions to single agents, outside of any plan; each is journaled like a run's. */
public final class SingleQuestions implements AutoCloseable {
    private static final String TASK = "ask";

    private final Workplace around;
    private final Prompts prompts;
    private final Journal journal;
    private final World world;
    private final AtomicInteger ordinal = new AtomicInteger();

    /** Opens a journal of its own in the user's state folder. */
    public SingleQuestions(Workplace around) {
        this.around = around;
        this.prompts = new Prompts(new Templates(around.catalog(), Optional.empty()));
        this.journal = Journal.create(around.state().resolve("asks").resolve(RunFolder.newId()), around.redactor());
        journal.follow(0, around.listener());
        this.world = World.of(journal, new RunState(), around.models(), around.redactor(), around.person(),
                Optional.empty(), new Account(journal, Budgets.NONE, new SpendingTotals()), Optional.empty(), false,
                Optional.empty());
    }

    /**
     * Asks and waits for the whole answer; its tokens arrive as {@link Momentary.Streaming}.
     *
     * @param files whether the answer is to give files
     */
    public AnsweredModel ask(Agent agent, String question, boolean files) throws InterruptedException {
        if (question.isBlank()) throw Stop.usage("the question is empty");
        new BroughtTrust(around, world).require();
        return send(agent, prompts.of("ask", Map.of("role", agent.role(), "question", question, "files", files)));
    }

    /** Asks, and commits the files of the answer in the working folder. */
    public AnsweredModel askForFiles(Agent agent, String question) throws InterruptedException {
        var target = Target.in(around.folder());
        target.require(around.notice());
        var answer = ask(agent, question, true);
        write(target, agent, question, answer);
        return answer;
    }

    /** Sends the prompt of a task as it was shown. */
    public AnsweredModel ask(PromptPreview shown) throws InterruptedException {
        new BroughtTrust(around, world).require();
        new PackTrust(around, world).require(shown.stack());
        return send(shown.agent(), shown.prompt());
    }

    private AnsweredModel send(Agent agent, Prompt prompt) throws InterruptedException {
        var model = world.source().model(around.catalog().model(agent.model()));
        int room = model.forPrompt(agent);
        if (Prompts.tokens(prompt) > room) {
            throw Stop.usage("the question makes a prompt of about %d tokens, but %s has room for %d; shorten it or use a model with a larger context"
                    .formatted(Prompts.tokens(prompt), model.alias(), room));
        }
        around.models().anew();
        int attempt = ordinal.incrementAndGet();
        var key = Digest.of(List.of(TASK, agent.digest(), prompt.digest(), model.model(), Integer.toString(attempt)));
        try (var turn = world.turn(model, 0, false)) {
            return world.ask(new Step.AskModel(key, new Subject.OfTask(TASK), attempt, agent, model, prompt,
                    Optional.empty(), Optional.empty(), turn));
        }
    }

    /** A file of an answer, and whether it is another one than before. */
    private record Written(String path, boolean changed) {
    }

    /**
     * Where the files of an answer go.
     *
     * @param folder   with a clean repository, or empty, or not there yet
     * @param declared paths that may be written, as in {@link llmswarm.plan.Task#files}
     * @param allow    of them those that may be written although other tools obey them
     */
    public record Target(Path folder, List<String> declared, List<String> allow) {
        /** Any file of that folder. */
        public static Target in(Path folder) {
            return new Target(folder, List.of(AnswerParser.ANY), List.of());
        }

        /** The files of an answer that may be written. */
        public Answer files(String answer) {
            return AnswerParser.parse(answer, declared, allow);
        }

        /** Refuses a folder that cannot be written to. */
        public void require(Consumer<String> notice) {
            var made = GitHistory.isNew(folder);
            GitHistory.here(folder).remarks().forEach(notice);
            if (made) notice.accept("made a git repository in %s, as there was none".formatted(folder));
        }
    }

    /** Writes an answer's files in one commit, and tells which changed; the title is the commit's. */
    public void write(Target target, Agent agent, String title, AnsweredModel answer) {
        var answered = target.files(answer.text());
        if (answer.cutOff()) throw Stop.unfinished("nothing was written: the answer was cut off at the token limit");
        var left = answered.dropped().stream().flatMap(name -> SafePath.obeyed(name, target.allow()).stream()).toList();
        if (!answered.faults().isEmpty() || answered.files().isEmpty()) {
            throw Stop.unfinished("nothing was written: "
                    + String.join("; ", left.isEmpty() ? answered.faults() : left));
        }
        left.forEach(refusal -> around.notice().accept("left a file out: " + refusal));
        var git = GitHistory.here(target.folder());
        var ignored = git.ignored(answered.files().stream().map(file -> file.path().toString()).toList());
        if (!ignored.isEmpty()) throw Stop.unfinished("nothing was written: git ignores %s in '%s', and no commit gets what it ignores"
                .formatted(String.join(", ", ignored), target.folder()));
        var disk = ProjectDisk.of(new ProjectTree(target.folder()), committed(git), journal, around.redactor());
        var written = new ArrayList<Written>();
        for (var file : answered.files()) {
            var content = file.text().getBytes(StandardCharsets.UTF_8);
            var changed = disk.read(file.path()).filter(before -> Arrays.equals(before, content)).isEmpty();
            if (disk.write(file.path(), content)) written.add(new Written(file.path().toString(), changed));
        }
        // What is cut first is not known for a secret any more.
        var line = around.redactor().redact(Printable.shown(title.strip().lines().findFirst().orElse("")).strip())
                .text();
        git.commit(around.redactor()
                .redact("%s%n%nAgent: %s%n".formatted(line.length() > 72 ? line.substring(0, 69) + "..." : line,
                agent.name())), written.stream().map(Written::path).toList());
        written.forEach(file ->
                journal.append(new Event.Noted(agent.name(), (file.changed() ? "wrote " : "unchanged ")
                + file.path())));
        if (written.size() < answered.files().size()) throw Stop.unfinished("%d of the answer's %d files were not written"
                .formatted(answered.files().size() - written.size(), answered.files().size()));
    }

    /** What the newest commit holds, by path: what else lies in the folder is a person's. */
    private Map<String, byte[]> committed(GitHistory git) {
        var checkout = ProjectTree.fresh(journal.folder().resolve("before"), around.notice());
        try {
            git.cleanCheckout(checkout.root());
            return checkout.contents();
        } finally {
            checkout.remove().ifPresent(around.notice());
        }
    }

    @Override
    public void close() {
        journal.close();
    }
}
