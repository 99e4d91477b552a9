package llmswarm.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanLint;
import llmswarm.plan.Task;

/**
 * Holds files to the plan's contracts, where it has any, without running anything: what a contract promises must be
 * provided, and what a file uses must be promised or provided. Only kinds for which the stack has patterns are judged;
 * files that are no text or larger than 1 MB are not read.
 */
public final class ContractCheck {
    private static final int LARGEST = 1 << 20, SNIFFED = 8000;

    private final Plan plan;
    private final Map<String, ContractPatterns> kinds;

    /**
     * Something that is not as the plan says.
     *
     * @param file     where it is; without one it is nowhere
     * @param line     counted from 1; 0 without a file
     * @param name     of the contract, where what it promises is missing, so that its provider is the owner; else what
     *                 was found
     * @param sentence with place, contract and remedy
     */
    public record ContractFinding(Optional<String> file, int line, String kind, String name, String sentence) {
    }

    /** What fails, and what is only told. */
    public record Findings(List<ContractFinding> broken, List<ContractFinding> warnings) {
        public Findings {
            broken = List.copyOf(broken);
            warnings = List.copyOf(warnings);
        }
    }

    /** Whether a pack's pattern for contracts finds anything in a text, where a line begins and ends as in any file. */
    public static boolean finds(Pattern pattern, String text) {
        return ContractPatterns.byLine(pattern).matcher(text).find();
    }

    /** For a plan that was accepted for the stack. */
    public ContractCheck(Stack stack, Plan plan) {
        this.plan = plan;
        // who works alone has promised nobody anything, and shows by the tests what fits together
        this.kinds = plan.contracts().isEmpty() ? Map.of() : ContractPatterns.byKind(stack);
    }

    /**
     * After a task: what it provides must be in files it may write, and what it uses must be promised or there.
     *
     * @param tree    all files, those of the task included
     * @param written the files that the task wrote
     */
    public Findings afterTask(Task task, SortedMap<String, byte[]> tree, Collection<String> written) {
        var texts = texts(tree);
        var own = new HashSet<>(written);
        texts.keySet().stream().filter(task::owns).forEach(own::add);
        var judged = new Judged();
        kinds.forEach((kind, patterns) -> {
            var words = new ContractWords(kind, patterns, plan, texts);
            words.promises(plan).forEach((contract, promise) -> {
                var providers = words.providers(promise.name()).stream().filter(place -> own.contains(place.file()));
                if (task.provides().contains(contract.name()) && patterns.judge(task)
                        && providers.findAny().isEmpty()) {
                    judged.broken.add(words.missing(contract, promise, task, "no file of the task"));
                }
            });
            judged.broken.addAll(words.unknownUses(words.mentioned(), written, "no file that this task sees"));
        });
        return judged.findings();
    }

    /**
     * What a task uses as far as files provide it that the task does not see, a sentence each: its work is right then,
     * and the plan does not say so.
     *
     * @param found  at the task
     * @param unseen files of other tasks, by path
     */
    public List<String> unseen(Task task, Collection<ContractFinding> found, Map<String, byte[]> unseen) {
        var texts = texts(new TreeMap<>(unseen));
        return found.stream().filter(finding -> finding.file().isPresent()).flatMap(finding -> texts.entrySet().stream()
                .flatMap(file -> kinds.get(finding.kind()).provided(file.getKey(), file.getValue()).stream()
                .filter(named -> named.name().equals(finding.name()))
                .map(named -> "%s:%d provides the %s '%s', which %s:%d uses; the task '%s' does not see that file, as it does not depend on %s"
                .formatted(file.getKey(), named.line(), finding.kind(), finding.name(), finding.file().get(),
                finding.line(), task.id(), writer(file.getKey())))).limit(1)).toList();
    }

    private String writer(String file) {
        return plan.tasks().stream().filter(task -> task.owns(file)).findFirst()
                .map(task -> "the task '%s'".formatted(task.id())).orElse("who wrote it");
    }

    /** The whole project: all that is promised must be provided, and all that is used. */
    public Findings whole(SortedMap<String, byte[]> tree) {
        var texts = texts(tree);
        var judged = new Judged();
        kinds.forEach((kind, patterns) -> {
            var words = new ContractWords(kind, patterns, plan, texts);
            words.promises(plan).forEach((contract, promise) -> {
                if (!words.providers(promise.name()).isEmpty() || !patterns.judge(plan, contract)) return;
                var owner = plan.tasks().stream().filter(task -> task.provides().contains(contract.name())).findFirst();
                if (owner.isPresent()) judged.broken.add(words.missing(contract, promise, owner.get(), "no file"));
                else judged.warnings.add(words.orphaned(contract, promise));
            });
            judged.broken.addAll(words.unknownUses(words.promised(), texts.keySet(), "no file"));
        });
        return judged.findings();
    }

    private static final class Judged {
        private final List<ContractFinding> broken = new ArrayList<>();
        private final List<ContractFinding> warnings = new ArrayList<>();

        private Findings findings() {
            return new Findings(broken, warnings);
        }
    }

    private static SortedMap<String, String> texts(SortedMap<String, byte[]> tree) {
        var texts = new TreeMap<String, String>();
        tree.forEach((path, content) -> {
            if (!path.equals(PlanLint.PLAN_PAGE) && content.length <= LARGEST && isText(content)) texts.put(path,
                    new String(content, StandardCharsets.UTF_8));
        });
        return texts;
    }

    private static boolean isText(byte[] content) {
        for (int i = 0; i < Math.min(content.length, SNIFFED); i++) if (content[i] == 0) return false;
        return true;
    }
}
