package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.cli.packs.StackRows;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.prompt.Templates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack that stands on another one. */
class ExtendsTest {
    private static final String BASE = """
            name: base
            description: A base.
            variables: {version: {default: "1"}, port: {default: 80}}
            agents: [backend]
            conventions: Base {{version}}.
            setup: [[get, base]]
            shared: [lib]
            services: [{name: database, run: [db], ready: [up]}]
            checks:
              - {name: syntax, when: task, run: [parse]}
              - {name: http, when: end, run: [call], services: [database]}
              - {name: tests, when: end, run: [test], needs: [http]}
            location: ['(?<file>a):(?<line>1)']
            counts: ['(?<tests>1)']
            contracts:
              - {kind: table, provided: '(?<name>a)', used: '(?<name>b)'}
              - {kind: table, provided: '(?<name>c)', used: '(?<name>d)'}
              - {kind: endpoint, provided: '(?<name>e)', used: '(?<name>f)'}
            tests: ["tests/**"]
            review: {agent: backend, when: end}
            allow: [.ci/]
            programs: [gcc, make]
            checks-from-plan: true
            limits: {files: 2000}
            """;

    @TempDir
    Path temp;
    private ConfigFixture home;

    @BeforeEach
    void packs() {
        home = ConfigFixture.home(temp).withBasics().with("agents/tester.yaml", ConfigFixture.agent("tester"))
                .with("stacks/base/stack.yaml", BASE);
    }

    private ConfigFixture child(String more) {
        return home.with("stacks/x/stack.yaml", "name: x\ndescription: More.\nextends: base\n" + more);
    }

    private Stack x(String more) {
        return child(more).catalog().stack("x");
    }

    private List<String> faults() {
        var faults = new Faults();
        Templates.lint(Catalog.load(List.of(home.layer()), faults), faults);
        return faults.sentences();
    }

    @Test
    void whoSaysNothingIsAsTheBase() {
        var base = home.catalog().stack("base");
        var x = x("");
        assertEquals(List.of("x", "More."), List.of(x.name(), x.description()));
        assertEquals(List.of(base.variables(), base.agents(), base.setup(), base.checks(), base.tests(), base.review(),
                base.allow(), base.programs(), base.checksFromPlan()), List.of(x.variables(), x.agents(), x.setup(),
                x.checks(), x.tests(), x.review(), x.allow(), x.programs(), x.checksFromPlan()));
        assertEquals("Base {{version}}.", x.conventions());
        assertEquals(base.contracts().toString(), x.contracts().toString());
        assertNotEquals(base.digest(), x.digest());
    }

    @Test
    void listsAreTheBasesThenTheOwnAndTheSameNameStandsInItsPlace() {
        var x = x("""
                variables: {port: {default: 81}, host: {default: "h{{version}}"}}
                agents: [tester, backend]
                conventions: Own {{host}}.
                setup: [[get, own]]
                shared: [vendor, lib]
                services: [{name: database, run: [sql], ready: [up]}, {name: mail, run: [smtp], ready: [up]}]
                checks:
                  - {name: more, when: end, run: [more], services: [mail], needs: [tests]}
                  - {name: syntax, when: task, run: [compile]}
                location: ['(?<file>b):(?<line>2)']
                contracts: [{kind: table, provided: '(?<name>x)', used: '(?<name>y)'}]
                tests: ["t/**"]
                allow: [.own/]
                programs: [{name: make, version: [make, -v]}, cc]
                checks-from-plan: false
                """);
        assertEquals(Map.of("version", "1", "port", "81", "host", "h1"), x.values(Map.of()));
        assertEquals(List.of("backend", "tester"), x.agents());
        assertEquals("Base {{version}}.\nOwn {{host}}.", x.conventions());
        assertEquals(List.of(List.of("get", "base"), List.of("get", "own")), x.setup().commands());
        assertEquals(List.of("lib", "vendor"), x.setup().shared());
        assertEquals(2000, x.setup().files().orElseThrow());
        assertEquals(List.of("syntax compile", "http call", "tests test", "more more"), x.checks().stream()
                .map(check -> check.name() + " " + String.join(" ", check.run())).toList());
        assertEquals(List.of("sql"), x.checks().get(1).services().getFirst().run());
        assertEquals(2, x.output().location().size());
        assertEquals(List.of("table (?<name>x)", "endpoint (?<name>e)"), x.contracts().stream()
                .map(contract -> contract.kind() + " " + contract.provided()).toList());
        assertEquals(List.of("tests/**", "t/**"), x.tests());
        assertEquals(List.of(".ci/", ".own/"), x.allow());
        assertEquals(List.of(new PackProgram("gcc"), new PackProgram("make", List.of("make", "-v")),
                new PackProgram("cc")), x.programs());
        assertEquals(false, x.checksFromPlan());
        var rows = StackRows.of(x, List.of());
        assertEquals("1 (of base)", rows.get("variable version"));
        assertEquals("81", rows.get("variable port"));
        assertEquals("backend, tester", rows.get("agents"));
        assertTrue(rows.get("check http").endsWith("call (of base)"), rows.get("check http"));
        assertTrue(rows.get("check syntax").endsWith("compile"), rows.get("check syntax"));
        assertEquals("gcc (of base), make (make -v), cc; versions by --version or as shown", rows.get("programs"));
        assertEquals("tests/** (of base), t/**", rows.get("tests"));
    }

    @Test
    void setupThatHasMoreToSayIsJoinedWithOneThatHasNot() {
        var setup = x("setup: {run: [[get, own]], reads: [a.lock]}\n").setup();
        assertEquals(List.of(List.of("get", "base"), List.of("get", "own")), setup.commands());
        assertEquals(List.of("a.lock"), setup.reads());
        home.with("stacks/y/stack.yaml", "name: y\ndescription: Y.\nextends: x\nsetup: {run: [[z]], reads: [b.lock], keep: [b.lock]}\n");
        setup = home.catalog().stack("y").setup();
        assertEquals(List.of("get", "get", "z"), setup.commands().stream().map(List::getFirst).toList());
        assertEquals(List.of("a.lock", "b.lock"), setup.reads());
        assertEquals(List.of("b.lock"), setup.keep());
    }

    @Test
    void whatIsNotWantedIsLeftOut() {
        var x = x("""
                without: {checks: [tests, http], variables: [port], setup: all, conventions: all, contracts: [table],
                          review: all, agents: [backend], location: all}
                agents: [tester]
                conventions: Own.
                """);
        assertEquals(List.of("syntax"), x.checks().stream().map(Check::name).toList());
        assertEquals(Map.of("version", "1"), x.values(Map.of()));
        assertEquals(List.of(), x.setup().commands());
        assertEquals("Own.", x.conventions());
        assertEquals(List.of("endpoint"), x.contracts().stream().map(ContractPattern::kind).toList());
        assertTrue(x.review().isEmpty());
        assertEquals(List.of("tester"), x.agents());
        assertEquals(List.of(), x.output().location());
    }

    @Test
    void threeStandOnEachOther() {
        child("conventions: Of x.\ntests: [x]\n");
        home.with("stacks/y/stack.yaml", "name: y\ndescription: Y.\nextends: x\nwithout: {tests: [\"tests/**\"]}\ntests: [y]\nconventions: Of y.\n");
        var y = home.catalog().stack("y");
        assertEquals(List.of("x", "y"), y.tests());
        assertEquals("Base {{version}}.\nOf x.\nOf y.", y.conventions());
        assertEquals("x", y.origins().get("tests/x"));
        assertEquals("base", y.origins().get("checks/http"));
    }

    @Test
    void whatComesOutOfBothNamesTheBase() {
        home.with("stacks/base/scaffold/main.x.mustache", "port {{port}}\n");
        child("without: {variables: [port], checks: [http]}\nchecks: [{name: a, when: end, run: [\"{{port}}\"]}]\n");
        assertEquals(List.of(
                "stacks/x/stack.yaml:3:10: together with 'base': stacks/base/stack.yaml:12:50: 'checks[2].needs' names 'http', but no check of that name stands before this one.",
                "stacks/x/stack.yaml:3:10: together with 'base': stacks/base/scaffold/main.x.mustache:1:6: unknown variable 'port'. Known here: module, name, summary, version.",
                "stacks/x/stack.yaml:5:38: unknown variable 'port'. Known here: module, name, summary, version."),
                faults());
    }

    @Test
    void aFaultOfTheBaseAloneIsToldOnce() {
        home.with("stacks/base/stack.yaml", BASE.replace("agents: [backend]", "agents: [backnd]").replace("needs: [http]",
                "needs: [htp]"));
        child("");
        assertEquals(2, faults().size(), faults()::toString);
        assertEquals(2, Catalog.load(List.of(home.layer()), new Faults()).brokenStacks().get("x").size());
    }

    @Test
    void whatCannotBeLeftOutIsTold() {
        child("without: {check: [a], checks: [htp], tests: 3, review: [a], limits: [file], agents: all}\n");
        home.with("stacks/z/stack.yaml", "name: z\ndescription: Z.\nagents: [backend]\nwithout: {checks: all}\n");
        assertEquals(List.of("stacks/z/stack.yaml:4:10: 'without' belongs to packs with 'extends'.",
                "stacks/x/stack.yaml:1:1: missing key 'agents'.",
                "stacks/x/stack.yaml:4:11: unknown key 'check'; did you mean 'checks'? What the base has: variables, agents, setup, shared, services, checks, location, counts, contracts, tests, review, allow, programs, checks-from-plan, limits.",
                "stacks/x/stack.yaml:4:32: unknown name 'htp'; did you mean 'http'? 'checks' of the base: syntax, http, tests.",
                "stacks/x/stack.yaml:4:45: 'without.tests' must be all or a list of names.",
                "stacks/x/stack.yaml:4:57: unknown name 'a'. 'review' of the base: agent, when.",
                "stacks/x/stack.yaml:4:70: unknown name 'file'; did you mean 'files'? 'limits' of the base: files."), faults());
    }
}
