package llmswarm.serve;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import llmswarm.serve.http.Problem;

/** Which field of a plan a fault is about, as its sentence says. */
final class PlanFaults {
    private static final Pattern THING = Pattern.compile("(task|requirement|contract) '([^']*)'(.*)", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("(name|stack|parts|tasks|checks):.*", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("plan\\.json(:\\d+)*: ?");

    private PlanFaults() {
    }

    /** Of a text that is no plan. */
    static List<Problem.Fault> ofReading(List<String> sentences) {
        return sentences.stream().map(sentence -> new Problem.Fault("", PLACE.matcher(sentence).replaceFirst(""))).toList();
    }

    static List<Problem.Fault> of(Plan plan, List<String> sentences) {
        return sentences.stream().map(sentence -> new Problem.Fault(pointer(plan, sentence), sentence)).toList();
    }

    private static String pointer(Plan plan, String sentence) {
        var field = FIELD.matcher(sentence);
        if (field.matches()) return "/" + field.group(1);
        var thing = THING.matcher(sentence);
        if (!thing.matches()) return sentence.startsWith("the tasks depend") ? "/tasks" : "";
        return switch (thing.group(1)) {
            case "requirement" -> "/requirements" + place(plan.requirements(), Plan.Requirement::id, thing.group(2));
            case "contract" -> "/contracts" + place(plan.contracts(), Plan.Contract::name, thing.group(2));
            default -> "/tasks" + place(plan.tasks(), Task::id, thing.group(2)) + part(plan, thing.group(2), thing.group(3));
        };
    }

    private static <T> String place(List<T> things, Function<T, String> key, String wanted) {
        for (int i = 0; i < things.size(); i++) if (key.apply(things.get(i)).equals(wanted)) return "/" + i;
        return "";
    }

    private static String part(Plan plan, String task, String rest) {
        if (rest.startsWith(": the id") || rest.startsWith(": this id") || rest.startsWith(" is there twice")) return "/id";
        if (rest.startsWith(": unknown agent")) return "/agent";
        if (rest.startsWith(": unknown dependency")) return "/dependsOn";
        if (rest.startsWith(": unknown requirement")) return "/requirements";
        if (rest.startsWith(": unknown contract")) return plan.tasks().stream().filter(one -> one.id().equals(task))
                .anyMatch(one -> one.uses().stream().anyMatch(rest::contains)) ? "/uses" : "/provides";
        return "/files";
    }
}
