package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.check.ContractCheck.Findings;
import llmswarm.plan.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a tree is held to contracts, and what is not. */
class ContractReachTest extends ContractFiles {
    @Test
    void whatIsThereAndDoesNotCountIsToldWithTheReason() {
        var call = tree("web/app.js", "fetch('/api/login')\nfetch('/api/made')\n");
        var front = check(plan(List.of(USERS), SCHEMA, SERVER, PAGE));
        var found = front.afterTask(PAGE, call, List.of("web/app.js")).broken();
        assertEquals(List.of("server/app.py:7 provides the endpoint '/api/login', which web/app.js:1 uses; the task 'page' does not see that file, as it does not depend on the task 'server'"),
                front.unseen(PAGE, found, tree("server/app.py", BACK)));
        var kept = check(WEB).afterTask(SERVER, tree("server/app.py", "x = 1\n", "server/old.py", BACK), List.of());
        assertEquals("the contract 'login' promises the endpoint '/api/login', but the tool found it in no file of the task; "
                + "server/old.py:7 provides it, which is no file of the task 'server'; provide it in server/app.py, or leave it if it is there in another form, and say so",
                kept.broken().getFirst().sentence());
        call.put("docs/back.txt", BACK.getBytes(StandardCharsets.UTF_8));
        assertEquals("web/app.js:1 uses the endpoint '/api/login', which no contract promises and no file provides; docs/back.txt:7 looks like it, where the stack's patterns for this kind do not look",
                front.whole(call).broken().stream().map(ContractFinding::sentence).filter(text -> text.contains("'/api/login'"))
                .findFirst().orElse(""));
    }

    @Test
    void onlyKindsThatTheStackKnowsAreJudged() {
        var contract = new Plan.Contract("Greeting", "type", "class Greeting");
        var task = task("a", List.of("a.txt"), List.of("Greeting"), List.of());
        assertEquals(new Findings(List.of(), List.of()),
                check(plan(List.of(contract), task)).afterTask(task, tree("a.txt", "x\n"), List.of("a.txt")));
    }

    @Test
    void otherFilesBinaryOnesLargeOnesAndThePlansPageAreNotRead() {
        var call = "fetch('/nowhere')\n";
        var tree = tree("docs/PLAN.md", "CREATE TABLE x\n", "server/schema.sql", SQL, "docs/notes.md", call,
                "web/picture.js", "\0" + call, "web/large.js", call + "x".repeat(1 << 20), "web/a.js", call);
        var found = check(plan(List.of(USERS), SCHEMA)).whole(tree);
        assertEquals(List.of("web/a.js:1 uses the endpoint '/nowhere', which no contract promises and no file provides; there is none"),
                found.broken().stream().map(ContractFinding::sentence).toList());
        assertEquals(List.of(), found.warnings());
    }

    @Test
    void aFailureHoldsTheSentences() {
        var failure = new Failure.Contract(List.of("a", "b"));
        assertEquals("contract", failure.kind());
        assertEquals("a\nb", failure.evidence());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch('", "fetch( ", "fetch('/a') ", "select ", "select from ", "create table ",
            "CREATE TABLE a ", "/a/:b?", "app.get('/${", "def a(\n", "\n", "é日", "store.a("})
    void hostileFilesOfAMegabyteAreReadQuickly(String piece) {
        var text = piece.repeat(1_000_000 / piece.getBytes(StandardCharsets.UTF_8).length);
        assertTimeout(Duration.ofSeconds(60), () -> check(WEB).whole(tree("web/a.py", text, "web/b.py", text)));
    }

    @Test
    void aFloodOfUnknownNamesIsCut() {
        var text = new StringBuilder();
        for (int i = 0; i < 5000; i++) text.append("fetch('/x%d')\n".formatted(i));
        var found = check(WEB).afterTask(PAGE, tree("web/a.js", text.toString()), List.of("web/a.js"));
        assertEquals(20, found.broken().size());
        assertTrue(found.broken().getLast().sentence().startsWith("web/a.js:20 uses the endpoint '/x19'"));
    }
}
