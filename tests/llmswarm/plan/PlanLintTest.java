package llmswarm.plan;

import static llmswarm.plan.Plans.plan;
import static llmswarm.plan.Plans.stack;
import static llmswarm.plan.Plans.task;
import static llmswarm.plan.Plans.writing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class PlanLintTest {
    private static List<String> faults(Plan plan) {
        return PlanLint.lint(plan, stack()).faults();
    }

    @Test
    void aPlanWithoutFaultsIsLeftAsItIs() {
        var plan = plan(task("a"), task("b", "a"));
        assertEquals(new PlanLint.Linted(plan, List.of(), List.of()), PlanLint.lint(plan, stack()));
    }

    @Test
    void aCycleIsAFaultWithItsPath() {
        assertEquals(List.of("the tasks depend on each other in a circle: a -> b -> a"),
                faults(plan(task("a", "b"), task("b", "a"))));
    }

    @Test
    void allFaultsAreToldAtOnce() {
        var odd = new Task("Odd", "t", "wizard", "d", List.of("R9"), List.of("../../etc/passwd"), List.of("nobody"),
                List.of(), List.of("api"));
        var plan = new Plan("other", "No Name", "s", List.of(new Plan.Requirement("R1", "It works.")), List.of(),
                List.of(odd), List.of(), List.of());
        assertEquals(List.of(
                "name: 'No Name' must be kebab-case with at most 64 characters",
                "stack: 'other' must be 'plain'",
                "task 'Odd': the id must be kebab-case with at most 64 characters",
                "task 'Odd': unknown agent 'wizard'; known: backend, tester",
                "task 'Odd': unknown dependency 'nobody'; known: Odd",
                "task 'Odd': unknown requirement 'R9'; known: R1",
                "task 'Odd': unknown contract 'api'; there are none",
                "requirement 'R1' is covered by no task",
                "task 'Odd': '../../etc/passwd' climbs out of the project"), faults(plan));
    }

    @Test
    void aContractThatIsUsedMustBeProvided() {
        var user = new Task("a", "t", "backend", "d", List.of(), List.of("a.txt"), List.of(), List.of(),
                List.of("api"));
        var plan = new Plan("plain", "demo", "s", List.of(), List.of(new Plan.Contract("api", "function", "f()")),
                List.of(user), List.of(), List.of());
        assertEquals(List.of("contract 'api' is used by 'a', but no task provides it"), faults(plan));
    }

    @Test
    void namesStandOnce() {
        assertEquals(List.of("task 'a' is there twice"), faults(plan(task("a"), writing(task("a"), "b.txt"))));
    }

    /** A folder without that file hides nothing, so that a project may be called as a module is. */
    @Test
    void aProjectHidesNoModuleOfPythons() {
        var hiding = new Plan("plain", "random", "s", List.of(), List.of(), List.of(writing(task("a"), "__init__.py")),
                List.of(), List.of());
        assertEquals(List.of("name: 'random' is also a module of Python's, which a folder of that name with the file __init__.py hides; choose another"),
                faults(hiding));
        var plain = new Plan("plain", "random", "s", List.of(), List.of(), List.of(writing(task("a"), "dice.py")),
                List.of(), List.of());
        assertEquals(List.of(), faults(plain));
        var other = new Plan("plain", "dice", "s", List.of(), List.of(), List.of(writing(task("a"), "__init__.py")),
                List.of(), List.of());
        assertEquals(List.of(), faults(other));
    }

    @Test
    void filesThatDifferOnlyByCaseAreAFault() {
        assertEquals(List.of("'readme.md' differs from 'README.md' only by case"),
                faults(plan(writing(task("a"), "README.md"), writing(task("b"), "readme.md"))));
    }

    @Test
    void thePlansOwnPageIsNobodysTask() {
        assertEquals(List.of("task 'a': 'docs/PLAN.md' is written by the tool itself"),
                faults(plan(writing(task("a"), "docs/PLAN.md"))));
    }

    @Test
    void aTaskNeedsFilesAndAPlanNeedsTasks() {
        assertEquals(List.of("task 'a': it declares no files"), faults(plan(writing(task("a")))));
        assertEquals(List.of("tasks: there must be at least one"), faults(plan()));
    }

    @Test
    void checksAreOnlyForStacksThatAskForThem() {
        var plan = new Plan("plain", "demo", "s", List.of(), List.of(), List.of(task("a")),
                List.of(new Plan.PlannedCheck("x", List.of("true"))), List.of());
        assertEquals(List.of("checks: the stack 'plain' has its own checks; leave this list empty"), faults(plan));
    }

    @Test
    void twoTasksThatWriteOneFileRunInThePlansOrder() {
        var lint = PlanLint.lint(plan(writing(task("a"), "same.txt"), writing(task("b"), "same.txt")), stack());
        assertEquals(List.of("'b' now waits for 'a': both write 'same.txt'"), lint.notes());
        assertEquals(List.of("a"), lint.plan().task("b").dependsOn());
    }

    @Test
    void anOrderThatIsThereAlreadyIsKept() {
        var plan = plan(writing(task("a", "b"), "same.txt"), writing(task("b"), "same.txt"));
        assertEquals(new PlanLint.Linted(plan, List.of(), List.of()), PlanLint.lint(plan, stack()));
    }

    @Test
    void aFolderThatATaskOwnsIsSharedWithTheFilesInIt() {
        var lint = PlanLint.lint(plan(writing(task("a"), "src/"), writing(task("b"), "src/x.txt")), stack());
        assertEquals(List.of("'b' now waits for 'a': both write 'src/x.txt'"), lint.notes());
    }
}
