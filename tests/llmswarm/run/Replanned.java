package llmswarm.run;

import static llmswarm.run.Notes.task;

abstract class Replanned extends Impossible {
    static String sharing(String task, String provides, String uses) {
        return task.replaceFirst("\\}$", ", provides: [%s], uses: [%s]}".formatted(provides, uses));
    }

    /** A task of the pack, its contract and another task that uses it and begins at once. */
    void share(String... tasks) {
        notes.plan(tasks);
        var plan = notes.shop.folder.resolve("plan.yaml");
        notes.shop.file("plan.yaml", notes.shop.read(plan)
                .replace("requirements: [],",
                "requirements: [], contracts: [{name: word, kind: word, text: old word}],"));
    }
}
