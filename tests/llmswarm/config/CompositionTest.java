package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.google.re2j.Pattern;
import llmswarm.Tape;
import llmswarm.check.CheckRunner;
import llmswarm.check.DueChecks;
import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Check;
import llmswarm.config.stack.ContractPattern;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.PartName;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.guard.SafePath;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several packs as one: what each of them says holds below its root, and nowhere else. */
class CompositionTest {
    private static final String TOOL = """
            name: tool
            description: A tool.
            variables: {version: {default: "3"}, level: {default: "1"}, port: {default: "80"}}
            agents: [backend, tester]
            conventions: Use {{version}}.
            setup: [[fetch, "{{version}}"]]
            shared: [vendor]
            services:
              - {name: base, run: [base, "{{level}}", "{{port}}"], ready: [up], environment: {AT: "{{port}}/{{version}}"}}
            checks:
              - {name: syntax, when: task, files: "**/*.t", run: [parse, "{{file}}", "{{version.json}}"], reads: ["{{file}}", "kept/{{file}}.k", "*.h"]}
              - {name: whole, when: task, run: [look]}
              - {name: early, when: ready, of: ["{lib,bin}/**"], run: [link], memory: 1g}
              - {name: tests, when: end, run: [run], kind: test, folder: bin, services: [base], timeout: 90s}
              - {name: alone, when: end, run: [run, "{{port}}"], needs: []}
            location: ['(?<file>\\w+) at (?<line>\\d+)']
            counts: ['ran (?<tests>\\d+)']
            contracts:
              - {kind: Endpoint, provided: 'on (?<name>/\\w+)', used: 'ask (?<name>/\\w+)', normalise: [['\\d', 'n']], form: called by its path}
            tests: ["t/**"]
            allow: [.tool/, "**/build.t"]
            programs: [{name: shared, version: [shared, v]}, one]
            limits: {files: 2000}
            """;
    private static final String SITE = """
            name: site
            description: A site.
            variables: {version: {default: "9"}}
            agents: [tester, writer]
            conventions: Pages.
            checks: [{name: tests, when: end, run: [look, "{{version}}", "{{name}}"]}]
            checks-from-plan: true
            location: ['(?<file>\\w+) at (?<line>\\d+)', 'in (?<file>\\w+):(?<line>\\d+)']
            contracts:
              - {kind: endpoint, files: "{a,b}/**", provided: 'on (?<name>/\\w+)', used: 'ask (?<name>/\\w+)', normalise: [['m', 'M']]}
            review: {agent: tester, when: end, rounds: 2}
            programs: [{name: shared, version: [shared, w]}]
            limits: {files: 1500}
            """;

    @TempDir
    Path temp;
    private ConfigFixture home;

    @BeforeEach
    void packs() {
        home = ConfigFixture.home(temp).withBasics().with("agents/tester.yaml", ConfigFixture.agent("tester"))
                .with("agents/writer.yaml", ConfigFixture.agent("writer"))
                .with("stacks/tool/stack.yaml", TOOL).with("stacks/site/stack.yaml", SITE);
    }

    private Stack both() {
        return new Parts(home.catalog()).stack("tool:apps/tool,site:site");
    }

    private <T> Map<String, T> checks(Function<Check, T> of) {
        return both().checks().stream().collect(Collectors.toMap(Check::name, of));
    }

    @Test
    void itIsCalledByItsPartsAndHasTheAgentsOfAll() {
        var stack = both();
        assertEquals("tool in apps/tool/ and site in site/", stack.name());
        assertEquals("tool in apps/tool/: A tool. site in site/: A site.", stack.description());
        assertEquals(List.of("backend", "tester", "writer"), stack.agents());
        assertEquals(true, stack.checksFromPlan());
        assertEquals("tester", stack.review().orElseThrow().agent());
        assertEquals(List.of(new PartName("tool", "apps/tool"), new PartName("site", "site")), stack.partNames());
        assertEquals(2, stack.folders().size());
        assertEquals(true, stack.trusted());
    }

    @Test
    void checksStartInTheirPartAndLookAtItsFiles() {
        assertEquals(List.of("apps/tool/syntax", "apps/tool/whole", "apps/tool/early", "apps/tool/tests",
                "apps/tool/alone", "site/tests"), both().checks().stream().map(Check::name).toList());
        assertEquals(Optional.of("apps/tool/**/*.t"), checks(Check::files).get("apps/tool/syntax"));
        assertEquals(List.of("{{file}}", "apps/tool/kept/**.k", "apps/tool/*.h"),
                checks(Check::reads).get("apps/tool/syntax"));
        assertEquals(List.of("apps/tool/{lib,bin}/**"), checks(Check::of).get("apps/tool/early"));
        assertEquals(Optional.of(1L << 30), checks(Check::memory).get("apps/tool/early"));
        assertEquals(Optional.of("apps/tool/bin"), checks(Check::folder).get("apps/tool/tests"));
        assertEquals(Optional.of("site"), checks(Check::folder).get("site/tests"));
    }

    @Test
    void aCheckWaitsForThoseOfItsPartOnly() {
        var given = Map.of("name", "x", "file", "f");
        var waits = DueChecks.atEnd(both().checks(), List.of(), both().values(given)).stream()
                .collect(Collectors.toMap(CheckRunner.Command::check, CheckRunner.Command::after));
        assertEquals(Map.of("apps/tool/early", List.of(), "apps/tool/tests", List.of("apps/tool/early"),
                "apps/tool/alone", List.of(), "site/tests", List.of()), waits);
        assertEquals(Optional.of(List.of()), checks(Check::needs).get("apps/tool/alone"));
        assertEquals(Optional.empty(), checks(Check::needs).get("site/tests"));
    }

    @Test
    void variablesOfOneNameStayApart() {
        assertEquals(List.of("parse", "{{file}}", "{{apps/tool.version.json}}"),
                checks(Check::run).get("apps/tool/syntax"));
        assertEquals(List.of("look", "{{site.version}}", "{{name}}"), checks(Check::run).get("site/tests"));
        assertEquals(List.of("run", "{{apps/tool.port}}"), checks(Check::run).get("apps/tool/alone"));
        assertEquals(List.of("apps/tool.version", "apps/tool.level", "apps/tool.port", "site.version"),
                List.copyOf(both().variables().keySet()));
        var service = checks(Check::services).get("apps/tool/tests").getFirst();
        assertEquals("apps-tool-base", service.name());
        assertEquals(List.of("base", "{{apps/tool.level}}", "{{port}}"), service.run());
        assertEquals(Map.of("AT", "{{port}}/{{apps/tool.version}}"), service.environment());
        assertEquals(List.of(List.of("fetch", "{{apps/tool.version}}")), both().setup().commands());
    }

    @Test
    void pathsAndPatternsHoldBelowTheRoot() {
        var stack = both();
        assertEquals(List.of("apps/tool/vendor"), stack.setup().shared());
        assertEquals(Optional.of(2000), stack.setup().files());
        assertEquals(List.of("apps/tool/t/**"), stack.tests());
        assertEquals(List.of("apps/tool/.tool/", "apps/tool/**/build.t"), stack.allow());
        assertEquals(List.of("(?<file>\\w+) at (?<line>\\d+)", "in (?<file>\\w+):(?<line>\\d+)"),
                stack.output().location().stream().map(Pattern::pattern).toList());
        assertEquals(1, stack.output().counts().size());
        assertEquals(List.of(new PackProgram("shared", List.of("shared", "v")), new PackProgram("one")),
                stack.programs());
    }

    @Test
    void whatAPackAllowsIsAllowedInItsPartAtAnyDepth() {
        var allow = List.of("tool/**/build.rs");
        assertEquals(true, SafePath.obeyed("build.rs", List.of()).isPresent());
        assertEquals(Optional.empty(), SafePath.obeyed("tool/build.rs", allow));
        assertEquals(Optional.empty(), SafePath.obeyed("tool/deep/down/build.rs", allow));
        assertEquals(true, SafePath.obeyed("build.rs", allow).isPresent());
        assertEquals(true, SafePath.obeyed("site/build.rs", allow).isPresent());
    }

    @Test
    void aKindThatBothHaveIsComparedInOneForm() {
        var patterns = both().contracts();
        assertEquals(List.of(Optional.of("apps/tool/**"), Optional.of("site/{a,b}/**")),
                patterns.stream().map(ContractPattern::files).toList());
        assertEquals(List.of(List.of(List.of("\\d", "n"), List.of("m", "M")), List.of(List.of("m", "M"), List.of("\\d", "n"))),
                patterns.stream().map(ContractPattern::normalise).toList());
        assertEquals(Optional.of("called by its path (where apps/tool/ provides it)"), patterns.getFirst().form());
    }

    @Test
    void onePackForTheWholeProjectIsThatPack() {
        var catalog = home.catalog();
        assertEquals(catalog.stack("tool"), new Parts(catalog).stack("tool"));
        assertEquals(catalog.stack("tool"), new Parts(catalog).stack(List.of(new PartName("tool", "./"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "tool:a,site:a | the root 'a' is there twice",
        "tool:a,site:A/ | the root 'A' is there twice",
        "tool:a,site:a/b | the root 'a/b' lies inside the root 'a'",
        "tool:a/b,site:a | the root 'a/b' lies inside the root 'a'",
        "tool:../a,site:b | part 'tool': the root '../a' climbs out of the project",
        "tool:a/../../b,site:c | part 'tool': the root 'a/../../b' climbs out of the project",
        "tool:.a,site:b | part 'tool': the root '.a' is hidden; a root's name does not begin with a dot",
        "tool:/a,site:b | part 'tool': the root '/a' must be a folder of the project, named by letters, digits, '-', '_' and '.'",
        "tool:a*,site:b | part 'tool': the root 'a*' must be a folder of the project, named by letters, digits, '-', '_' and '.'",
        "tool:con,site:b | part 'tool': the root 'con/' uses a name that Windows keeps for a device",
        "tool,site:b | part 'tool': it has no root, and each of several parts has a folder of its own, such as tool:tool",
        "tool:a,sites:b | There is no stack 'sites'; did you mean 'site'? Known stacks: site, tool."})
    void whatCannotBePartsOfOneProjectIsRefused(String words, String sentence) {
        var parts = new Parts(home.catalog());
        assertEquals(sentence, assertThrows(Stop.class, () -> parts.stack(words)).getMessage());
    }

    @Test
    void oneNameForTwoAgentsOrTemplatesIsRefused() {
        home.with("stacks/site/agents/tester.yaml", ConfigFixture.agent("tester") + "role: Another.\n")
                .with("stacks/tool/templates/task.mustache", "{{role}}\n")
                .with("stacks/tool/agents/writer.yaml", ConfigFixture.agent("writer"));
        assertEquals("""
                tool in apps/tool/ and site in site/ cannot be one project: the agent 'tester' is not the same in each; give one of them another name in its pack
                tool in apps/tool/ and site in site/ cannot be one project: the template 'task' is not the same in each; give one of them another name in its pack""",
                assertThrows(Stop.class, this::both).getMessage());
    }

    @Test
    void whatOnePartBringsAloneIsThere() {
        home.with("stacks/site/agents/poet.yaml", ConfigFixture.agent("poet") + "prompt: ode\n")
                .with("stacks/site/templates/ode.mustache", "{{role}}\n")
                .with("stacks/site/stack.yaml", SITE.replace("writer]", "writer, poet]"));
        var catalog = home.catalog();
        var stack = new Parts(catalog).stack("tool:tool,site:site");
        assertEquals("ode", catalog.agent("poet", stack).prompt());
        assertEquals(true, catalog.template("ode", Optional.of(stack)).isPresent());
    }

    @Test
    void theBundledPacksCanStandBesideEachOther() {
        var catalog = Catalog.load(List.of(new Layer(Layer.Origin.BUNDLED, Tape.checkout(), "clone")), new Faults());
        var names = catalog.stacks().stream().map(pack -> new PartName(pack.name(), pack.name())).toList();
        assertEquals(names, new Parts(catalog).stack(names).partNames());
    }
}
