package llmswarm.plan;

import java.util.Arrays;
import java.util.List;

import llmswarm.config.stack.Stack;

/** Small plans for tests. */
final class Plans {
    private Plans() {
    }

    /** A task of the agent backend that writes one file named like itself. */
    static Task task(String id, String... dependsOn) {
        return new Task(id, "Write " + id, "backend", "Write it.", List.of(), List.of(id + ".txt"), List.of(dependsOn),
                List.of(), List.of());
    }

    static Task writing(Task task, String... files) {
        return new Task(task.id(), task.title(), task.agent(), task.description(), task.requirements(), List.of(files),
                task.dependsOn(), task.provides(), task.uses());
    }

    static Plan plan(Task... tasks) {
        return new Plan("plain", "demo", "A demo.", List.of(), List.of(), Arrays.asList(tasks), List.of(), List.of());
    }

    /** A stack with the agents backend and tester. */
    static Stack stack() {
        return Stack.plain("plain", "Plain files.", List.of("backend", "tester"), false);
    }
}
