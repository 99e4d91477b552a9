package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import llmswarm.InstalledPack;
import llmswarm.ReactNode;
import llmswarm.Tape;
import llmswarm.Workshop;
import llmswarm.check.ContractCheck;
import llmswarm.check.Failure;
import llmswarm.check.Locations;
import llmswarm.check.Programs;
import llmswarm.check.RequiredPrograms;
import llmswarm.files.ProjectTree;
import llmswarm.pack.Packs;
import llmswarm.pack.TestReport;
import llmswarm.run.journal.Event;
import machine.Removal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sandbox.Walls;

/** The pack's example with real npm, PostgreSQL and Chromium, and faults in its project, each of which is found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ReactNodePackTest {
    private static final Path TAPE = ReactNode.EXAMPLE.resolve("tape.jsonl");

    private InstalledPack pack;
    private TestReport report;
    private Path project;

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        pack = ReactNode.here();
        try (var swarm = new Workshop(folder).swarm()) {
            report = swarm.packs().test(ReactNode.PACK, new Packs.Trial(Optional.empty(), false, false, true),
                    kind -> { });
            project = report.folder().orElseThrow();
        }
    }

    @AfterAll
    void remove() {
        if (project != null) Removal.of(project.getParent());
    }

    private <T extends Event> List<T> events(Class<T> type) throws Exception {
        try (var runs = Files.list(project.resolve(".swarm/runs"))) {
            return Workshop.journaled(runs.findFirst().orElseThrow().resolve("journal.jsonl")).stream()
                    .filter(type::isInstance).map(type::cast).toList();
        }
    }

    @Test
    void theExampleBecomesAWebAppWhoseChecksAllRanAndPassed() throws Exception {
        assertEquals(List.of(), report.faults());
        // Its prompts are the tape's, but for the first: no other pack is offered.
        assertEquals(List.of(), report.warnings());
        var checks = events(Event.Checked.class);
        assertEquals(List.of(), checks.stream().filter(check -> !check.passed()).toList());
        // Types are shown as soon as their files are there, and not again at the end, which has the same files.
        assertEquals("{browser=1, build=1, contracts=1, syntax=15, tests=1, types-server=1, types-tests=1, types-web=1}",
                checks.stream().filter(check -> !check.check().equals("setup")).collect(Collectors
                .groupingBy(Event.Checked::check, TreeMap::new, Collectors.counting())).toString());
        assertEquals(Map.of("tests", 15, "browser", 9), checks.stream().filter(check -> check.tests() > 0)
                .collect(Collectors.toMap(Event.Checked::check, Event.Checked::tests)));
        assertEquals(List.of(), events(Event.Noted.class).stream().map(Event.Noted::sentence)
                .filter(sentence -> sentence.contains("contract")).toList());
    }

    /** The project with a fault in one file, and of its tests that one only. */
    private Path broken(Path folder, String file, String right, String wrong, String test) throws Exception {
        Workshop.output(folder, "git", "clone", "--quiet", project.toString(), "clone");
        var clone = folder.toRealPath().resolve("clone");
        try (var tests = Files.walk(clone.resolve("tests"))) {
            for (var other : tests.filter(path -> path.toString().endsWith(".test.ts") && !path.endsWith(test))
                    .toList()) {
                Files.delete(other);
            }
        }
        var text = Files.readString(clone.resolve(file));
        assertTrue(text.contains(right), text);
        Files.writeString(clone.resolve(file), text.replace(right, wrong));
        return clone;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "syntax | web/App.tsx | return ( | return (( | web/App.tsx | Expected \")\"",
        "types-server | server/endpoints/profile.ts | account.id, | account.key, | server/endpoints/profile.ts | Property 'key' does not exist",
        "types-web | web/pages/ProfilePage.tsx | {profile.email} | {profile.mail} | web/pages/ProfilePage.tsx | Property 'mail' does not exist",
        "types-web | web/App.tsx | onSignedIn={setProfile} | onDone={setProfile} | web/App.tsx | Property 'onDone' does not exist",
        "types-tests | tests/server/profile.test.ts | site.visitor() | site.guest() | tests/server/profile.test.ts | Property 'guest' does not exist",
        "build | web/App.tsx | ./pages/SignInPage.tsx | ./pages/LoginPage.tsx | web/App.tsx | ./pages/LoginPage.tsx",
        "tests | server/sessions.ts | 7 * 24 | 8 * 24 | tests/server/accounts.test.ts | signing in lasts seven days",
        "tests | server/endpoints/session.ts | context.text(\"email\") | (context.body.email as string) | tests/server/starts.test.ts | POST /api/session: the endpoint threw",
        "tests | server/store.ts | DELETE FROM session | DELETE FROM sitting | server/store.ts | relation \"sitting\" does not exist",
        "tests | server/migrations/001-accounts.sql | created_at timestamptz | created_at timestampz | server/migrations/001-accounts.sql | type \"timestampz\" does not exist",
        "browser | web/pages/ProfilePage.tsx | id=\"save\" | id=\"store\" | tests/browser/profile.test.ts | locator('#save')",
        "browser | web/main.tsx | createRoot(root) | createRoot(nobody) | tests/browser.ts | the page shows nothing: ReferenceError: nobody is not defined",
        "browser | web/App.tsx | .finally(() => setKnown(true)) | .finally(() => setTimeout(() => nobody, setKnown(true))) | tests/browser.ts | a script of the page threw: ReferenceError: nobody is not defined",
    })
    void aFaultIsFoundByItsCheckWithItsPlace(String check, String file, String right, String wrong, String place,
            String said, @TempDir Path folder) throws Exception {
        var test = place.endsWith(".test.ts") ? place
                : "tests/%s.test.ts".formatted(check.equals("browser") ? "browser/profile" : "server/accounts");
        var clone = broken(folder, file, right, wrong, test);
        var outcome = pack.check(clone, check, file);
        assertTrue(outcome.failure().orElseThrow() instanceof Failure.Broken, outcome.result()::tail);
        var tail = outcome.result().tail().replace(clone + "/", "");
        assertTrue(tail.contains(said), tail);
        var files = List.copyOf(new ProjectTree(clone).contents().keySet());
        var places = Locations.in(tail, ReactNode.stack().output().location(), files);
        assertTrue(places.stream().anyMatch(found -> found.file().equals(place)), () -> places + "\n" + tail);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "web/pages/ProfilePage.tsx | \"/api/profile\", { | \"/api/profiles\", { | :25 uses the endpoint 'PUT /api/profiles', which no contract promises and no file provides; did you mean 'PUT /api/profile'?",
        "server/endpoints/session.ts | route(\"DELETE\", \"/api/session\" | route(\"DELETE\", \"/api/sessions\" | the contract 'DELETE /api/session' promises the endpoint 'DELETE /api/session', but the tool found it in no file",
        "server/store.ts | DELETE FROM session WHERE ends | DELETE FROM sessions WHERE ends | :61 uses the table 'sessions', which no contract promises and no file provides; did you mean 'session'?",
        "server/migrations/001-accounts.sql | CREATE TABLE session | CREATE TABLE sitting | the contract 'session' promises the table 'session', but the tool found it in no file",
        "web/App.tsx | import { SignInPage } | import { LoginPage } | :9 uses the component 'LoginPage', which no contract promises and no file provides",
        "tests/browser/profile.test.ts | #save\" | #store\" | :21 uses the element 'store', which no contract promises and no file provides",
    })
    void aSideThatDoesNotKeepToTheContractIsFound(String file, String right, String wrong, String said,
            @TempDir Path folder) throws Exception {
        var clone = broken(folder, file, right, wrong, file);
        var check = new ContractCheck(ReactNode.stack(), new Tape(TAPE).plan());
        var found = check.whole(new ProjectTree(clone).contents()).broken().stream()
                .map(ContractCheck.ContractFinding::sentence).toList();
        var whole = said.startsWith(":") ? file + said : said;
        assertTrue(found.stream().anyMatch(sentence -> sentence.startsWith(whole)), found::toString);
    }

    @Test
    void theLockNamesNoHostButThePublicRegistry() throws Exception {
        try (var lines = Files.lines(project.resolve("package-lock.json"))) {
            assertEquals(List.of("https://registry.npmjs.org/"), lines.filter(line -> line.contains("\"resolved\""))
                    .map(line -> line.replaceFirst(".*\"resolved\": \"(https?://[^/]*/).*", "$1")).distinct().toList());
        }
    }

    @Test
    void aNodeThatIsTooOldIsToldBeforeAnythingIsInstalled() throws Exception {
        var missing = new RequiredPrograms(new Programs(), Walls.here("bubblewrap"))
                .of(ReactNode.stack().setting(Map.of("node", "99.1")), true).lacks();
        assertTrue(missing.getFirst()
                .matches("it needs 'node' 99.1 or newer, and here is node [0-9.]+; install a newer one"), missing::toString);
    }
}
