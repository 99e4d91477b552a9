package llmswarm.config.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that must end with exit code 0.
 *
 * @param files with {@code when: task}, a glob: the command runs once for each written file it matches, with
 *              {@code {{file}}} in its words; without it once a task
 * @param kind   what its failure says
 * @param needs  names of the checks it waits for, and without which it is not run; without it it waits for all that
 *               stand before it, so that only a check that says so runs beside others, and runs whatever they show
 * @param agents with {@code when: task}, only after tasks of these agents; of all, when empty
 * @param reads  globs of the files its result depends on, {@code {{file}}} among them; all files, when empty
 * @param timeout how long it may take, where the usual is not right
 * @param services    what runs beside it
 * @param environment variables that it is given
 * @param folder      of the project, in which it starts; the project's own without it
 * @param of     with {@code when: ready}, globs: it runs as soon as all planned files that they match are there
 * @param memory in bytes, of all its processes together, where the usual is not right
 * @param root   of the part whose check it is, where a project has several: without files, it runs after tasks that
 *               wrote something there
 */
public record Check(String name, When when, Optional<String> files, List<String> run, Side kind,
                    Optional<List<String>> needs, List<String> agents, List<String> reads,
                    Optional<Duration> timeout, List<Service> services, Map<String, String> environment,
                    Optional<String> folder, List<String> of, Optional<Long> memory,
                    Optional<String> root) {
    public Check {
        services = List.copyOf(services);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        run = List.copyOf(run);
        needs = needs.map(List::copyOf);
        agents = List.copyOf(agents);
        reads = List.copyOf(reads);
        of = List.copyOf(of);
    }

    /** A check with the usual of everything. */
    public Check(String name, When when, Optional<String> files, List<String> run) {
        this(name, when, files, run, Side.CODE, Optional.empty(), List.of(), List.of(), Optional.empty(),
                List.of(), Map.of(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** Whether what was written lies where it looks; without a root it does everywhere. */
    public boolean concerns(Collection<String> written) {
        return root.isEmpty() || written.stream().anyMatch(file -> file.startsWith(root.get() + "/"));
    }

    /** Whether the check of that name is of the same part. */
    public boolean isBeside(String other) {
        return root.map(part -> other.startsWith(part + "/")).orElse(true);
    }

    /** How its command names a file of the project: from where it starts, and never like an option. */
    public String seen(String file) {
        var seen = folder.map(start -> Path.of(start).normalize().relativize(Path.of(file)).toString()
                .replace('\\', '/')).orElse(file);
        return seen.startsWith("-") ? "./" + seen : seen;
    }

    Check filled(Filling values) {
        return new Check(name, when, values.glob(files), run, kind, needs, agents,
                reads.stream().map(values::glob).toList(), timeout, services, environment, folder.map(values::path),
                of.stream().map(values::glob).toList(), memory, root);
    }

    /** What a check's failure says: the code is wrong, or a test and the code disagree and either may be wrong. */
    public enum Side { CODE, TEST }

    /**
     * When a check runs: after each task in that attempt's folder, as soon as some files of several tasks are there, or
     * at the end in a clean checkout, where what ran before runs once more.
     */
    public enum When { TASK, READY, END }
}
