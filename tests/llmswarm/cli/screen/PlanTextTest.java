package llmswarm.cli.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import llmswarm.Story;
import llmswarm.plan.Plan;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    @Test
    void aPlanIsATableATreeAndLevels() {
        assertEquals("""
                shouter  (stack lines)
                Says it louder.

                Requirements
                  R1  Shouts what it is given.
                  R2  Explains itself.

                Contracts
                  shout  (function)
                    shout(text) -> text
                        upper case

                Tasks
                  id     agent       files               depends on
                  store  database    store.txt
                  voice  backend     voice.txt, louder/
                  main   backend     main.txt            store, voice
                  docs   documenter  README.md           main

                Dependencies
                  store: Keeps the words
                    main: Ties both together
                      docs: Says how
                  voice: Makes it loud
                    main (above)

                What runs at the same time
                  1.  store, voice
                  2.  main
                  3.  docs
                """.stripTrailing(), String.join("\n", PlanText.lines(Story.PLAN, 80)));
    }

    @Test
    void inFortyColumnsTheTableIsAList() {
        var lines = PlanText.lines(Story.PLAN, 40);
        assertEquals("""
                Tasks
                  store  database
                    files  store.txt
                  voice  backend
                    files  voice.txt, louder/
                  main  backend
                    files  main.txt
                    after  store, voice
                """.stripTrailing(), String.join("\n", lines.subList(lines.indexOf("Tasks"), lines.indexOf("Tasks") + 8)));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 40));
    }

    @Test
    void proposedChecksAndOpenQuestionsComeLast() {
        var plan = new Plan("any", "thing", "\u001b[2JA thing.", List.of(), List.of(), Story.PLAN.tasks().subList(0, 1),
                List.of(new Plan.PlannedCheck("whole", List.of("sh", "-c", "true\n touch x \u001b]0;; : \u0007"))),
                List.of(new Plan.Unclear("How many?\nSay!", "one")));
        assertEquals("""
                thing  (stack any)
                \\u001b[2JA thing.

                Tasks
                  id     agent     files      depends on
                  store  database  store.txt

                Dependencies
                  store: Keeps the words

                What runs at the same time
                  1.  store

                End checks it proposes
                  whole  sh -c 'true\\u000a touch x \\u001b]0;; : \\u0007'

                Unclear
                  ? How many? Say!
                    assumed: one
                """.stripTrailing(), String.join("\n", PlanText.lines(plan, 80)));
    }
}
