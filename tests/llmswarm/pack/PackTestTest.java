package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import llmswarm.Workshop;
import llmswarm.guard.Stop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packs are tried on their examples, and told what their checks do not see. */
class PackTestTest {
    @TempDir
    Path folder;
    private Workshop shop;

    @BeforeEach
    void workshop() {
        shop = new Workshop(folder);
    }

    private TestReport test(String name, Packs.Trial trial) {
        try (var swarm = shop.swarmTrusted()) {
            return swarm.packs().test(name, trial, kind -> { });
        }
    }

    private static Map<String, String> seen(TestReport report, PlantedFault fault) {
        var seen = new TreeMap<String, String>();
        report.kinds().stream().filter(kind -> kind.fault() == fault)
                .forEach(kind -> seen.put(kind.name(), kind.red().orElse("-")));
        return seen;
    }

    /** React-node is tried by its own test, which needs npm's registry. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "python-cli | 8 | 25 | {*.md=-, *.py=syntax, *.py (tests)=syntax, *.toml=starts, .gitignore=-} | {*.py=tests, *.toml=-}",
        "static-site | 4 | 218 | {*.css=syntax, *.html=syntax, *.js=syntax, *.js (tests)=syntax, *.json=syntax, *.md=-, *.svg=syntax} | {*.css=-, *.html=-, *.js=tests, *.json=tests, *.svg=-}",
        "java-cli | 3 | 122 | {*.java=syntax, *.java (tests)=syntax, *.md=-, *.xml=starts, .gitignore=-} | {*.java=starts, *.xml=starts}",
        "node-cli | 4 | 500 | {*.js=syntax, *.js (tests)=syntax, *.json=starts, *.md=-, *.mjs=syntax, .gitignore=-} | {*.js=tests, *.json=tests, *.mjs=-}",
        "generic | 4 | 41 | {*.awk=tests, *.md=-, *.sh=starts, *.sh (tests)=tests} | {}",
        "python-web | 1 | 19 | {*.css=-, *.html=-, *.js=-, *.md=-, *.py=python, *.py (tests)=python, *.sql=starts, *.txt=-, .gitignore=-} | {*.py=tests, *.sql=tests}",
        "web-basic | 14 | 43 | {*.css=-, *.html=-, *.js=javascript, *.md=-, *.py=python, *.py (tests)=python, *.sql=starts, *.svg=-, .gitignore=-} | {*.js=-, *.py=starts, *.sql=tests}"})
    void theBundledPacksHoldOnTheirExamplesAndSeeFaults(String name, int tasks, int tests, String broken,
            String emptied) {
        var report = test(name, Packs.Trial.DEFAULT);
        assertEquals(List.of(), report.faults());
        assertEquals(List.of(tasks, tests), List.of(report.tasks(), report.tests()));
        assertEquals(broken, seen(report, PlantedFault.BROKEN).toString());
        assertEquals(emptied, seen(report, PlantedFault.EMPTIED).toString());
        assertEquals(List.of(), report.warnings());
        assertEquals(Optional.empty(), report.folder());
    }

    @Test
    void aNewPackWorksAndSoDoesACopyUnderItsNewName() {
        try (var swarm = shop.swarm()) {
            var mine = swarm.packs().create("mine", Optional.empty(), Optional.empty(), false);
            swarm.packs().create("shells", Optional.of(mine.toString()), Optional.of(Path.of("config")), false);
            swarm.packs().create("counters", Optional.of("generic"), Optional.empty(), true);
        }
        for (var name : List.of("mine", "shells", "counters")) {
            var report = test(name, new Packs.Trial(Optional.empty(), true, false, true));
            assertEquals(List.of(), report.faults(), name);
            assertTrue(Files.isRegularFile(report.folder().orElseThrow().resolve("README.md")));
        }
        var report = test("mine", Packs.Trial.DEFAULT);
        assertEquals("{*.md=-, *.sh=syntax, *.sh (tests)=syntax}", seen(report, PlantedFault.BROKEN).toString());
        assertEquals("{*.sh=tests}", seen(report, PlantedFault.EMPTIED).toString());
        assertEquals(List.of(), report.warnings());
    }

    @Test
    void nothingIsWrittenOverAnotherPack() {
        try (var swarm = shop.swarm()) {
            var place = swarm.packs().create("mine", Optional.empty(), Optional.empty(), false);
            assertEquals(folder.resolve("CONFIG/llm-swarm/stacks/mine"), place);
        }
        try (var swarm = shop.swarm()) {
            var packs = swarm.packs();
            assertEquals("There is a pack 'mine' already; choose another name.", assertThrows(Stop.class, () ->
                    packs.create("mine", Optional.empty(), Optional.of(Path.of("other")), false)).getMessage());
            shop.file("other/stacks/notes/kept", "mine");
            assertEquals(shop.folder + "/other/stacks/notes is there already; nothing was written.",
                    assertThrows(Stop.class, () -> packs.create("notes", Optional.empty(),
                    Optional.of(Path.of("other")), false)).getMessage());
            assertEquals("A pack's name is of lower-case letters, digits and single hyphens, at most 64 characters, not '../x'.",
                    assertThrows(Stop.class, () -> packs.create("../x", Optional.empty(), Optional.empty(), false))
                    .getMessage());
        }
    }

    @Test
    void anExampleThatDoesNotHoldIsToldWithWhatItsChecksSaid() throws Exception {
        try (var swarm = shop.swarm()) {
            var place = swarm.packs().create("mine", Optional.empty(), Optional.empty(), false);
            var tape = place.resolve("example/tape.jsonl");
            Files.writeString(tape, shop.read(tape).replace("Hello, %s!", "Bye, %s!"));
        }
        var told = new ArrayList<TestReport.Kind>();
        try (var swarm = shop.swarmTrusted()) {
            var report = swarm.packs().test("mine", Packs.Trial.DEFAULT, told::add);
            assertFalse(report.holds());
            assertTrue(report.faults().getFirst().startsWith("check 'tests' failed (exit code 1):\n    FAILED: the greeting is 'Bye, Ada!'\n"),
                    report.faults()::toString);
            assertEquals(List.of(), told);
        }
    }

    @Test
    void aPackOfOthersIsTriedOnlyWhenItIsTrusted() {
        try (var swarm = shop.swarm()) {
            swarm.packs().create("mine", Optional.empty(), Optional.empty(), false);
        }
        try (var swarm = shop.swarm()) {
            var stop = assertThrows(Stop.class, () -> swarm.packs().test("mine", Packs.Trial.DEFAULT, kind -> { }));
            assertEquals(Stop.UNTRUSTED, stop.exit());
            assertTrue(shop.notices.getFirst().contains("is new or has changed. It would run:\n  "),
                    shop.notices::toString);
        }
    }
}
