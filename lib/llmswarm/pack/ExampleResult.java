package llmswarm.pack;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.config.Catalog;
import llmswarm.config.stack.Stack;
import llmswarm.files.AnswerParser;
import llmswarm.guard.Stop;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.run.journal.Event;
import llmswarm.run.journal.Journal;
import llmswarm.run.journal.Subject;
import llmswarm.run.project.ScaffoldFiles;

/**
 * What a tape's answers make of a pack's scaffold, read without running anything.
 *
 * @param stack   with its patterns filled in as for that plan
 * @param files   by path
 * @param outputs of checks, where the tape kept any
 */
record ExampleResult(Stack stack, SortedMap<String, byte[]> files, Optional<Plan> plan, List<String> outputs) {
    /** {@link Stop} when the tape cannot be read. */
    static ExampleResult of(Catalog catalog, Stack stack, PackExample example) {
        var events = Journal.read(example.tape()).stream().map(entry -> entry.event()).toList();
        var plan = events.stream().flatMap(event -> plan(event).stream()).reduce((first, last) -> last);
        var files = new TreeMap<String, byte[]>();
        var values = plan.map(found -> SampleValues.of(stack, found.name(), found.summary()))
                .orElseGet(() -> SampleValues.of(stack));
        ScaffoldFiles.of(catalog, stack, values).forEach((path, content) -> files.put(path.toString(), content));
        var outputs = new ArrayList<String>();
        for (var event : events) {
            if (event instanceof Event.Checked checked) outputs.add(checked.tail());
            if (event instanceof Event.AnsweredModel answer && isTask(answer.task())) {
                write(answer.text(), stack, files);
            }
        }
        return new ExampleResult(stack.filled(values), files, plan, List.copyOf(outputs));
    }

    private static boolean isTask(String subject) {
        return Subject.of(subject) instanceof Subject.OfTask && !subject.isEmpty();
    }

    private static Optional<Plan> plan(Event event) {
        return switch (event) {
            case Event.Planned planned -> Optional.of(planned.plan());
            case Event.AnsweredModel answer when answer.task().equals(Subject.Whole.PLAN.id()) ->
                    PlanReader.read(answer.text()).plan();
            default -> Optional.empty();
        };
    }

    private static void write(String answer, Stack stack, SortedMap<String, byte[]> files) {
        var current = new HashMap<String, String>();
        files.forEach((path, content) -> current.put(path, new String(content, StandardCharsets.UTF_8)));
        AnswerParser.parse(answer, List.of(AnswerParser.ANY), stack.allow(), current).files()
                .forEach(file -> files.put(file.path().toString(), file.text().getBytes(StandardCharsets.UTF_8)));
    }
}
