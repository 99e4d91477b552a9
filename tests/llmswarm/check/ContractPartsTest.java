package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.check.ContractCheck.ContractFinding;
import llmswarm.config.ConfigFixture;
import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.plan.Plan;
import llmswarm.plan.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts between the parts of a project: what one of them provides and another uses. */
class ContractPartsTest {
    private static final String ENDPOINT = """
              - kind: endpoint
                files: "src/**"
                provided: 'route\\("(?<name>[A-Z]+ /[^"]*)"'
                used: 'call\\("(?<name>[A-Z]+ /[^"]*)"'
                normalise: %s
            """;
    private static final Plan.Contract THINGS = new Plan.Contract("GET /things/{id}", "endpoint", "Answers a thing."),
            TABLE = new Plan.Contract("thing", "table", "id, name.");

    @TempDir
    Path temp;
    private ConfigFixture home;

    @BeforeEach
    void packs() {
        home = ConfigFixture.home(temp).withBasics();
        pack("plain", "");
        pack("web", "contracts:\n" + ENDPOINT.formatted("[['\\{[^}]*\\}', '{}']]") + """
              - {kind: table, provided: 'CREATE TABLE (?<name>\\w+)', used: 'FROM (?<name>\\w+)'}
            """);
        pack("other", "contracts:\n" + ENDPOINT.formatted("[[':\\w+', '{}']]"));
    }

    private void pack(String name, String more) {
        home.with("stacks/%s/stack.yaml".formatted(name),
                "name: %s\ndescription: x\nagents: [backend]\n%s".formatted(name, more));
    }

    private Stack stack(String words) {
        return new Parts(home.catalog()).stack(words);
    }

    private static Task task(String id, String file, List<Plan.Contract> provides, List<Plan.Contract> uses) {
        return new Task(id, "Write " + id, "backend", "d", List.of(), List.of(file), List.of(),
                provides.stream().map(Plan.Contract::name).toList(), uses.stream().map(Plan.Contract::name).toList());
    }

    private static Plan plan(List<Plan.Contract> contracts, Task... tasks) {
        return new Plan("x", "demo", "s", List.of(), contracts, List.of(tasks), List.of(), List.of());
    }

    private static final Plan BETWEEN = plan(List.of(THINGS),
            task("server", "site/src/server", List.of(THINGS), List.of()),
            task("client", "tool/client", List.of(), List.of(THINGS)), task("notes", "tool/notes", List.of(), List.of()));

    private static SortedMap<String, byte[]> tree(String... pathsAndTexts) {
        var tree = new TreeMap<String, byte[]>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) tree.put(pathsAndTexts[i],
                pathsAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        return tree;
    }

    private static List<String> sentences(Stack stack, Plan plan, SortedMap<String, byte[]> tree) {
        return new ContractCheck(stack, plan).whole(tree).broken().stream().map(ContractFinding::sentence).toList();
    }

    @Test
    void partsThatAgreeHaveNothingToMend() {
        assertEquals(List.of(), sentences(stack("plain:tool,web:site"), BETWEEN,
                tree("site/src/server", "route(\"GET /things/{id}\")", "tool/client", "\ncall(\"GET /things/{number}\")")));
    }

    @Test
    void aUseOfWhatIsNotThereIsToldWithTheNearestThatIs() {
        assertEquals(List.of("tool/client:2 uses the endpoint 'GET /thing/{}', which no contract promises and no file provides; "
                + "site/src/server:1 provides 'GET /things/{}'"), sentences(stack("plain:tool,web:site"), BETWEEN,
                tree("site/src/server", "route(\"GET /things/{id}\")", "tool/client", "\ncall(\"GET /thing/{id}\")")));
    }

    @Test
    void aPromiseThatIsNotKeptIsToldWithWhoReliesOnIt() {
        assertEquals(List.of("the contract 'GET /things/{id}' promises the endpoint 'GET /things/{id}', but the tool found it in no file; "
                + "instead site/src/server:1 provides 'GET /thing/{}'; tool/client:2 uses it; provide it in site/src/server, "
                + "or leave it if it is there in another form, and say so"), sentences(stack("plain:tool,web:site"), BETWEEN,
                tree("site/src/server", "route(\"GET /thing/{id}\")", "tool/client", "\ncall(\"GET /things/{id}\")")));
    }

    @Test
    void inAPartWhosePackKnowsNoneOnlyFilesOfTasksThatUseSomeAreLookedAt() {
        assertEquals(List.of(), sentences(stack("plain:tool,web:site"), BETWEEN,
                tree("site/src/server", "route(\"GET /things/{id}\")", "tool/notes", "call(\"GET /elsewhere\")")));
    }

    @Test
    void whatAPartProvidesWhosePackKnowsNoneIsBelieved() {
        var plan = plan(List.of(THINGS, TABLE), task("server", "tool/server", List.of(THINGS, TABLE), List.of()),
                task("page", "site/src/page", List.of(), List.of(THINGS)));
        var stack = stack("plain:tool,web:site");
        assertEquals(List.of(), sentences(stack, plan, tree("tool/server", "anything", "site/src/page", "call(\"GET /things/{id}\")")));
        assertEquals(List.of(), new ContractCheck(stack, plan).afterTask(plan.task("server"), tree("tool/server", "anything"),
                List.of("tool/server")).broken());
        assertEquals(List.of(), ContractLint.lint(plan(List.of(new Plan.Contract("the table of things", "table", "Some.")),
                task("server", "tool/server", List.of(new Plan.Contract("the table of things", "", "")), List.of())), stack).doubts());
    }

    @Test
    void aKindThatBothPacksHaveIsComparedThoughEachWritesItInItsOwnWay() {
        var plan = plan(List.of(THINGS), task("server", "a/src/server", List.of(THINGS), List.of()),
                task("client", "b/src/client", List.of(), List.of(THINGS)));
        var stack = stack("web:a,other:b");
        assertEquals(List.of(), sentences(stack, plan,
                tree("a/src/server", "route(\"GET /things/{id}\")", "b/src/client", "call(\"GET /things/:id\")")));
        assertEquals(List.of("b/src/client:1 uses the endpoint 'GET /things', which no contract promises and no file provides; "
                + "a/src/server:1 provides 'GET /things/{}'"), sentences(stack, plan,
                tree("a/src/server", "route(\"GET /things/{id}\")", "b/src/client", "call(\"GET /things\")")));
    }

    @Test
    void aPatternLooksAtFilesOfItsPartOnly() {
        assertEquals(List.of(), sentences(stack("web:a,other:b"), plan(List.of(TABLE)),
                tree("b/src/notes", "Taken FROM nowhere", "a/schema", "CREATE TABLE thing")));
    }
}
