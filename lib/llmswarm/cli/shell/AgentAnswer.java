package llmswarm.cli.shell;

import java.util.List;

import llmswarm.cli.screen.Amounts;
import llmswarm.config.Agent;
import llmswarm.files.AnswerFile;
import llmswarm.files.AnswerParser;
import llmswarm.run.SingleQuestions;
import llmswarm.run.journal.Event;

/** What an agent answered. It was printed already, so JShell shows its size only. */
public final class AgentAnswer {
    private final Session session;
    private final Agent agent;
    private final String title;
    private final Event.AnsweredModel answer;
    private final List<String> declared, allow;

    /** @param declared what of it may be written, as a task says; empty for any file */
    AgentAnswer(Session session, Agent agent, String title, Event.AnsweredModel answer, List<String> declared,
            List<String> allow) {
        this.session = session;
        this.agent = agent;
        this.title = title;
        this.answer = answer;
        this.declared = declared.isEmpty() ? List.of(AnswerParser.ANY) : declared;
        this.allow = allow;
    }

    /** All of it. */
    public String text() {
        return answer.text();
    }

    /** The files that it gives and that may be written; each has {@code path()} and {@code text()}. */
    public Rows<AnswerFile> files() {
        return Rows.of(AnswerParser.parse(answer.text(), declared, allow).files(), List.of("file", "lines"),
                file -> List.of(file.path().toString(), Amounts.tokens(file.text().lines().count())));
    }

    /**
     * Writes the files into that folder and commits them. The folder is new, empty, or a clean git repository, as for
     * {@code ask --write}.
     */
    public Rows<AnswerFile> write(String folder) {
        return Failed.told(() -> {
            var target = new SingleQuestions.Target(session.folder().resolve(folder).normalize(), declared, allow);
            target.require(session::say);
            session.swarm().questions().write(target, agent, title, answer);
            return files();
        });
    }

    @Override
    public String toString() {
        var size = "an answer of %s; .text() has it".formatted(Amounts.count(text().length(), "character"));
        var files = files();
        return files.isEmpty() ? size : size + ", .write(\"FOLDER\") its "
                + Amounts.count(files.size(), "file") + ":" + files;
    }
}
