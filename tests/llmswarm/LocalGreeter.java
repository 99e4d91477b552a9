package llmswarm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.config.yaml.Faults;
import llmswarm.model.grammar.Form;
import llmswarm.model.grammar.Script;
import llmswarm.plan.Plan;
import llmswarm.plan.PlanReader;
import llmswarm.plan.Task;
import llmswarm.run.journal.Event;

/**
 * The plan and the answers of a greeter in three tasks, the fewest of a plan, written as local models are held to
 * write: each word of a prompt is computed.
 */
public final class LocalGreeter {
    public static final String STACK = "python-cli";
    private static final String PLAN = """
            stack: python-cli
            name: greeter
            summary: Greets.
            contracts: [{name: greet, kind: function, text: "greeter.cli: greet(name: str) -> str"}]
            tasks:
              - {id: cli, title: Greeting, agent: backend, description: Greet., lines: ["1"], size: 20, files: [greeter/cli.py], dependsOn: [], provides: [greet], uses: []}
              - {id: tests, title: Tests, agent: tester, description: Test it., lines: ["1"], size: 20, files: [tests/test_cli.py], dependsOn: [cli], provides: [], uses: [greet]}
              - {id: readme, title: README, agent: documenter, description: Say it., lines: ["1"], size: 20, files: [README.md], dependsOn: [cli], provides: [], uses: []}
            """;
    private static final Map<String, String> TEXTS = Map.of("cli", """
            \"""Greets.\"""


            def greet(name: str) -> str:
                \"""The greeting.\"""
                return f"Hello, {name}!"


            def main(argv: list[str] | None = None) -> int:
                \"""Prints it.\"""
                import argparse
                parser = argparse.ArgumentParser()
                parser.add_argument("name")
                print(greet(parser.parse_args(argv).name))
                return 0
            """, "tests", """
            import unittest

            from greeter.cli import greet


            class Greet(unittest.TestCase):
                def test_greets(self) -> None:
                    self.assertEqual(greet("Ann"), "Hello, Ann!")
            """, "readme", "It greets.\n");

    public final Plan plan;

    /** @param change what is to be other than above, such as a task's agent */
    public LocalGreeter(UnaryOperator<Task> change) {
        var read = PlanReader.read(PLAN, "plan.yaml", new Faults(), note -> { }).orElseThrow();
        plan = new Plan(read.stack(), read.name(), read.summary(), read.requirements(), read.contracts(),
                read.tasks().stream().map(change).toList(), read.checks(), read.unclear());
    }

    /** Writes the specification into the folder. */
    public static void spec(Workshop shop) {
        shop.file("spec.md", "It greets whom it is told to.\n");
    }

    /** What the planner says. */
    public String planText() {
        try {
            return new JsonMapper().writeValueAsString(plan);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What a task's agent says. */
    public String answer(Task task) {
        var fence = task.files().getFirst().endsWith(".md") ? "````\n" : "```\n";
        return "### " + task.files().getFirst() + "\n" + fence + TEXTS.get(task.id()) + fence;
    }

    public Form planForm() {
        return new Form.PlanForm(STACK, plan.tasks().stream().map(Task::agent).distinct().toList(), false);
    }

    /** Adds the plan to a model's texts. */
    public Script plan(Script script) {
        return script.say(planText(), planForm());
    }

    /** Adds a task's answer. */
    public Script answer(Script script, Task task) {
        return script.say(answer(task), new Form.FilesForm(task.files()));
    }

    /** A tape with these answers. */
    public List<Event> tape() {
        var tape = new ArrayList<Event>();
        tape.add(answered("planner", ":plan", planText()));
        plan.tasks().forEach(task -> tape.add(answered(task.agent(), task.id(), answer(task))));
        return tape;
    }

    private static Event answered(String agent, String task, String text) {
        return new Event.AnsweredModel(null, agent, task, 1, text, null, 0, 0, false, false);
    }
}
