package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import llmswarm.config.ConfigFixture;
import llmswarm.config.Parts;
import llmswarm.config.stack.Stack;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sandbox.Sandbox;
import sandbox.Walls;

/** What packs require, held against programs of a folder that say their versions in all kinds of ways. */
class RequiredProgramsTest {
    private static final String THEN = ", then run again (./jbang swarm.java doctor shows what is there)";

    @TempDir
    Path temp;
    private Sandbox sandbox;

    @BeforeEach
    void machine() throws Exception {
        program("bin/view", "echo 'view 1.9.4'");
        program("bin/lens", "echo 'The Lens 12 (build 3)'");
        program("bin/stub", "echo 'install it by apt' >&2; exit 1");
        program("bin/odd", "echo 'unknown option' >&2; exit 2");
        program("bin/mute", "echo no number");
        program("bin/pick", "echo 'no module' >&2; exit 1");
        program("apps/Great Lens.app/bin/pick", "test \"$1\" = -q && echo 'pick 3.1'");
        program("apps/Great Lens.app/bin/Great Lens", "echo 'Great Lens 14.0.1'");
        sandbox = Walls.here("off", Walls.with(Map.of("PATH", temp.resolve("bin") + ":/usr/bin:/bin")));
    }

    private void program(String name, String does) throws IOException {
        Walls.script(temp.resolve(name), "#!/bin/sh\n" + does + "\n");
    }

    private Stack stack(String more) {
        return ConfigFixture.home(temp.resolve("home")).withBasics().with("stacks/x/stack.yaml", """
                name: x
                description: X.
                agents: [backend]
                """ + more).catalog().stack("x");
    }

    private RequiredPrograms.Found found(Stack stack) throws InterruptedException {
        return new RequiredPrograms(new Programs(), sandbox).of(stack, true);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "view                              | -",
        "{name: view, least: '1.9'}        | -",
        "{name: view, least: 1}            | -",
        "{name: view, least: '1.9.4'}      | -",
        "{name: view, least: '1.10'}       | it needs 'view' 1.10 or newer, and here is view 1.9.4; install a newer one",
        "{name: view, least: '1.9.4.1'}    | it needs 'view' 1.9.4.1 or newer, and here is view 1.9.4; install a newer one",
        "{name: lens, least: '9.5'}        | -",
        "{name: none, least: '9.5'}        | it needs 'none' 9.5 or newer, which is not on the PATH; install it",
        "none                              | it needs 'none', which is not on the PATH; install it",
        // What does not know the question, or gives no number, may be right all the same.
        "{name: odd, least: '3'}           | -",
        "{name: mute, least: '3'}          | -",
        "{name: odd, least: '3', version: [sh, -c, 'echo 2.9']} | it needs 'odd' 3 or newer, and here is odd 2.9; install a newer one",
        "{name: some, any: [none, nobody]} | it needs one of 'none' and 'nobody', none of which is on the PATH; install it",
        "{name: some, any: [pick], version: ['{{program}}', -q]} | it needs 'pick', which is not on the PATH; install it",
        "{name: some, any: [pick], version: ['{{program}}', -q], help: install its module} | it needs 'pick'; install its module",
        "{name: some, any: [view], version: ['{{program}}', -q], least: '2', help: install its module} | it needs 'view' 2 or newer, and here is view 1.9.4; install a newer one",
        "{name: some, any: [none]}         | it needs 'none', which is not on the PATH; install it",
        "{name: some, any: [view, lens], least: '13'} | it needs one of 'view' and 'lens' 13 or newer, and here is view 1.9.4, lens 12; install a newer one"})
    void whatIsMissingOrTooOldIsTold(String requirement, String sentence) throws Exception {
        var found = found(stack("requires: [%s]\n".formatted(requirement)));
        assertEquals(Stream.ofNullable(sentence).toList(), found.lacks());
        assertEquals(Stream.ofNullable(sentence).map(text -> text + THEN).toList(), found.missing().stream()
                .map(MissingProgram::toldToRun).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "any: [none, lens, view]                | lens",
        "any: [view, lens], least: '2'          | lens",
        "any: [stub, view]                      | view",
        "any: [stub, none]                      | stub",
        "any: [none, Great Lens], path: [APPS]  | APPS/Great Lens",
        // With a question of its own, one of those folders may have what the first on the PATH lacks.
        "any: [pick], path: [APPS], version: ['{{program}}', -q]  | APPS/pick",
        "any: [view, pick], path: [APPS], version: ['{{program}}', -q] | view",
        "any: [Great Lens, view], path: [APPS], least: '2' | APPS/Great Lens"})
    void commandsAreGivenTheFirstThatIsThereAndRunsAndIsNewEnough(String any, String word) throws Exception {
        var apps = temp.resolve("apps").toString();
        var stack = found(stack("""
                requires: [{name: viewer, %s}]
                services: [{name: shown, run: ["{{viewer}}", --port], ready: ["{{viewer}}"], environment: {BY: "{{viewer}}"}}]
                checks: [{name: look, when: end, run: ["{{viewer}}", "a b"], services: [shown]}]
                """.formatted(any.replace("APPS", apps + "/*.app/bin")))).stack();
        var there = word.replace("APPS", apps + "/Great Lens.app/bin");
        var command = DueChecks.atEnd(stack.checks(), List.of(), stack.values(Map.of())).getFirst();
        assertEquals(List.of(there, "a b"), command.words());
        assertEquals(List.of(there, "--port"), command.around().services().getFirst().run());
        assertEquals(Map.of("BY", there), command.around().services().getFirst().environment());
    }

    @Test
    void aProgramThatIsRequiredIsNotToldOfItsCommandsOnceMore() throws Exception {
        assertEquals(List.of("it needs 'none' 3 or newer, which is not on the PATH; install it",
                "check 'none' needs 'nobody', which is not on the PATH; install it"), found(stack("""
                requires: [{name: none, least: "3"}]
                checks: [{name: a, when: end, run: [none, x]}, {name: none, when: end, run: [nobody]}]
                """)).lacks());
    }

    @Test
    void theLeastVersionMayBeAVariablesValue() throws Exception {
        var stack = stack("variables: {view: {default: '1.9'}}\nrequires: [{name: view, least: '{{view}}'}]\n");
        assertEquals(List.of(), found(stack).lacks());
        assertEquals(List.of("it needs 'view' 2.1 or newer, and here is view 1.9.4; install a newer one"),
                found(stack.setting(Map.of("view", "2.1"))).lacks());
        assertEquals("the least version of view becomes 'new', which is no version; set another value",
                assertThrows(Stop.class, () -> found(stack.setting(Map.of("view", "new")))).getMessage());
    }

    @Test
    void eachPartOfAProjectHasItsOwn() throws Exception {
        var more = """
                variables: {low: {default: "1"}}
                requires: [{name: viewer, any: [%s], least: "{{low}}"}]
                checks: [{name: look, when: end, run: ["{{viewer}}"]}]
                """;
        stack(more.formatted("none, lens"));
        var catalog = ConfigFixture.home(temp.resolve("home")).with("stacks/y/stack.yaml",
                "name: y\ndescription: Y.\nagents: [backend]\n" + more.formatted("view")).catalog();
        var stack = found(new Parts(catalog).stack("x:a,y:b").setting(Map.of("a.low", "12"))).stack();
        assertEquals(List.of(List.of("lens"), List.of("view")), DueChecks.atEnd(stack.checks(), List.of(),
                stack.values(Map.of())).stream().map(CheckRunner.Command::words).toList());
    }

    @Test
    void aPackStandsOnWhatItsBaseRequiresAndMayWantMore() throws Exception {
        stack("requires: [{name: view, least: '1'}, {name: viewer, any: [lens]}]\n");
        var catalog = ConfigFixture.home(temp.resolve("home")).with("stacks/y/stack.yaml",
                "name: y\ndescription: Y.\nextends: x\nrequires: [{name: view, least: '2'}, none]\n"
                + "checks: [{name: a, when: end, run: ['{{viewer}}']}]\n").catalog();
        assertEquals(List.of("it needs 'view' 2 or newer, and here is view 1.9.4; install a newer one",
                "it needs 'none', which is not on the PATH; install it"), found(catalog.stack("y")).lacks());
    }
}
