package llmswarm.run.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import llmswarm.config.Agent;
import llmswarm.config.stack.Check;
import llmswarm.guard.Digest;
import llmswarm.prompt.Message;
import llmswarm.prompt.Prompt;
import llmswarm.run.change.Change;
import llmswarm.run.look.LookLines;
import llmswarm.run.project.Job;

/**
 * The offer to look before writing, at the end of a prompt.
 *
 * @param looks how often; 0 for no offer
 */
record LookOffer(Job job, int looks) {
    /** How often an agent looks at a project that is changed, where its file does not say it. */
    private static final int WHERE_CHANGED = 6;

    static LookOffer of(Job job, Agent agent) {
        return new LookOffer(job, agent.looks().orElse(job.change().isPresent() ? WHERE_CHANGED : 0));
    }

    /** The prompt with the offer, and as it is where there is none. */
    TaskPrompt.Fits to(TaskPrompt.Fits fits) {
        if (looks == 0) return fits;
        var offer = job.prompts().of("looking", data());
        var prompt = fits.prompt();
        var messages = new ArrayList<>(prompt.messages());
        var last = messages.removeLast();
        messages.add(new Message(last.role(), last.text() + "\n" + offer.messages().getLast().text()));
        return new TaskPrompt.Fits(new Prompt(messages, prompt.cut(),
                Digest.of(List.of(prompt.template(), offer.template()))), fits.seen(), looks);
    }

    private Map<String, Object> data() {
        var checks = job.stack().checks().stream().map(Check::name).distinct().collect(Collectors.joining(", "));
        boolean others = job.change().isPresent() || job.plan().tasks().size() > 1;
        return Map.of("looks", Integer.toString(looks), "most", Integer.toString(LookLines.MOST), "spec",
                job.change().filter(Change::inWords).isEmpty(), "others", others, "checks",
                checks.isEmpty() ? false : Map.of("names", checks));
    }
}
