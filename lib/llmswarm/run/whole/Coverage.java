package llmswarm.run.whole;

import java.util.List;
import java.util.Map;

import llmswarm.check.CheckRunner;
import llmswarm.config.stack.Check;
import llmswarm.run.journal.Event.Evidenced;
import llmswarm.run.journal.Event.State;
import llmswarm.run.project.Checking;
import llmswarm.run.project.Integration;
import llmswarm.run.project.Job;

/**
 * What shows that each requirement is met: a check that passed and ran tests which were written for it. Nothing else
 * counts.
 */
public final class Coverage {
    private Coverage() {
    }

    /** One for each requirement, in the plan's order; one that nothing shows has no checks. */
    public static List<Evidenced> of(Job job, Integration integration, Map<String, State> states,
            List<Checking.Result> results) {
        var isTest = CheckRunner.matching(job.stack().tests());
        var checks = results.stream().filter(result -> result.checked().passed() && result.command()
                .says() == Check.Side.TEST)
                .map(result -> result.command().check()).distinct().toList();
        return job.plan().requirements().stream().map(requirement -> {
            var tests = job.plan().tasks().stream()
                    .filter(task -> task.requirements().contains(requirement.id())
                    && states.get(task.id()) == State.DONE)
                    .flatMap(task -> integration.writtenBy(task.id()).keySet().stream()).filter(isTest).distinct()
                    .toList();
            return new Evidenced(requirement.id(), tests.isEmpty() ? List.of()
                    : checks.stream().filter(check -> isAbout(job, check, tests)).toList(), tests);
        }).toList();
    }

    /** A part's check says nothing of tests that lie in another part. */
    private static boolean isAbout(Job job, String name, List<String> tests) {
        return job.stack().checks().stream().filter(check -> check.name().equals(name))
                .allMatch(check -> check.concerns(tests));
    }
}
