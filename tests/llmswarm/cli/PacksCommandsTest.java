package llmswarm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.plan.PlanJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with which people write packs, as they type them. */
class PacksCommandsTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    @Test
    void aPackIsBegunCheckedTriedAndShown() throws Exception {
        var made = Here.run(shop, "stacks", "new", "mine", "--config", "own");
        assertEquals(0, made.exit(), made.err());
        assertEquals(shop.folder + "/own/stacks/mine\n", made.out());
        assertTrue(made.err().contains("  ./jbang swarm.java stacks test mine --config own --trust\n"), made.err());
        var checked = Here.run(shop, "stacks", "check", "own/stacks/mine");
        assertEquals("0  mine: no fault, no warning\n", checked.exit() + " " + checked.out() + " " + checked.err());
        assertEquals(4, Here.run(shop, "stacks", "test", "own/stacks/mine").exit());
        var tried = Here.run(shop, "stacks", "test", "mine", "--config", "own", "--trust", "--strict");
        assertEquals(3, tried.exit(), tried.err());
        assertTrue(tried.out().lines().anyMatch(line -> line.matches(
                "broken  \\*\\.sh          main\\.sh +[0-9.]+ s  red    syntax, at line 4")), tried.out());
        assertTrue(tried.out().endsWith("warning: no check sees what is broken in *.md (README.md)\n"), tried.out());
        assertTrue(tried.err().contains("mine: holds; replayed 1 task with 3 passed checks and 1 test in "), tried.err());
        assertEquals(0, Here.run(shop, "stacks", "test", "own/stacks/mine", "--strict", "--except", "*.md").exit());
        var json = new JsonMapper().readTree(Here.run(shop, "stacks", "show", "own/stacks/mine", "--json").out());
        assertEquals("sh", json.at("/variables/shell/default").asText());
        assertEquals("[\"{{shell}}\",\"tests/all.sh\"]", json.at("/checks/1/run").toString());
        assertEquals("option", json.path("layer").asText());
        var shown = Here.run(shop, "stacks", "own/stacks/mine").out();
        assertTrue(shown.contains("variable shell  sh (the shell that runs the program)\n"), shown);
        assertTrue(shown.contains("check syntax    task, **/*.sh, reads {{file}}: {{shell}} -n {{file}}\n"), shown);
        assertTrue(shown.contains("\nconventions\n  The program is main.sh,"), shown);
        assertTrue(shown.contains("scaffold        tests/all.sh\n"), shown);
    }

    @Test
    void whatThisMachineLacksIsToldOfAPackThatIsShown() {
        shop.file("mine/stack.yaml", """
                name: mine
                description: Mine.
                agents: [backend]
                requires: [{name: viewer, any: [no-such-a, no-such-b], least: "3", path: ["/opt/x*/bin"]}, sh]
                checks: [{name: look, when: end, run: [no-such-tool]}]
                """);
        var shown = Here.run(shop, "stacks", "./mine").out();
        assertTrue(shown.contains("requires      one of no-such-a and no-such-b 3 or newer, also in /opt/x*/bin as {{viewer}}, sh\n"), shown);
        assertTrue(shown.contains("missing here  it needs one of 'no-such-a' and 'no-such-b' 3 or newer, none of which is on the PATH; install it; "
                + "check 'look' needs 'no-such-tool', which is not on the PATH; install it\n"), shown);
    }

    @Test
    void aFaultEndsACheckWithExitCode2() {
        shop.file("mine/stack.yaml", "name: mine\ndescription: x\nagents: [backend]\nconvention: x\n");
        var checked = Here.run(shop, "stacks", "check", "./mine");
        assertEquals(2, checked.exit());
        assertTrue(checked.out().startsWith("fault: mine/stack.yaml:4:1: unknown key 'convention'; did you mean 'conventions'?"),
                checked.out());
        assertTrue(checked.err().endsWith("mine: 1 fault, 1 warning\n"), checked.err());
    }

    @Test
    void aPackOfOthersIsAddedFoundAndRemoved() {
        shop.file("there/notes/stack.yaml", "name: notes\ndescription: Notes.\nagents: [backend]\n")
                .file("packs.yaml", "packs: [{name: notes, description: Notes., source: there/notes}]\n");
        var found = Here.run(shop, "stacks", "search", "note", "--catalog", "packs.yaml");
        assertEquals("notes  Notes.\n    ./jbang swarm.java stacks add there/notes\n", found.out(), found.err());
        var refused = Here.run(shop, "stacks", "add", "there/notes");
        assertEquals(4, refused.exit(), refused.err());
        var added = Here.run(shop, "stacks", "add", "notes", "--catalog", "packs.yaml", "--trust", "--as", "mine");
        assertEquals(folder.resolve("CONFIG/llm-swarm/stacks/mine") + "\n", added.out(), added.err());
        assertEquals("mine  is as it was\n", Here.run(shop, "stacks", "update").out());
        assertTrue(Here.run(shop, "stacks").out().contains("[yours] Notes.\n"));
        assertEquals(0, Here.run(shop, "stacks", "remove", "mine").exit());
        assertEquals(2, Here.run(shop, "stacks", "remove", "mine").exit());
    }

    @Test
    void aPromptIsPrintedAndNobodyAsked() throws Exception {
        var plan = Files.writeString(folder.resolve("plan.json"),
                PlanJson.of(new Tape(Tape.example("python-cli").resolve("tape.jsonl")).plan()));
        var shown = Here.run(shop, "prompt", "backend", "--plan", plan.toString(), "--task", "cli");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().contains("--- user ---\n") && shown.out().contains("# Your task"), shown.out());
        assertTrue(shown.err().matches("(?s).*about [0-9,]+ of [0-9,]+ tokens that a prompt for coder may have beside the answer\n"), shown.err());
        var json = new JsonMapper().readTree(Here.run(shop, "prompt", "backend", "--plan", plan.toString(), "--task",
                "cli", "--json").out());
        assertTrue(json.path("tokens").asInt() > 300 && json.path("messages").size() > 0, json::toString);
    }
}
