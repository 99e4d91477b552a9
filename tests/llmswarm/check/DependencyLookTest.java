package llmswarm.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.re2j.Pattern;
import llmswarm.InstalledPack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sandbox.Walls;

/** How names of packages are read and dates of releases understood. */
class DependencyLookTest {
    @TempDir
    Path folder;

    private DependencyLook look(String pack) throws Exception {
        assumeTrue(new ProcessBuilder("npm", "--version").start().waitFor() == 0, "skipped: npm is not here");
        return new DependencyLook(Walls.here("bubblewrap"), InstalledPack.stack(pack).setup().dependencies().getFirst(),
                Map.of(), Map.of());
    }

    /** Right work in all the forms that npm knows. */
    @ParameterizedTest
    @ValueSource(strings = {"node-cli", "react-node"})
    void npmsFormsOfDependenciesAreReadAndWhatIsInNoRegistryIsPassedOver(String pack) throws Exception {
        var text = """
                \uFEFF{"name": "t", "version": "1.0.0", "engines": {"node": ">=20"}, "scripts": {"test": "x"},
                 "dependencies": {"a": "^1", "@s/b": "1.2.3", "JSONStream": "~1.0",
                  "w": "workspace:*", "f": "file:../x", "l": "link:../l", "g": "git+https://example.org/x.git", "gh": "user/repo",
                  "h": "https://example.org/x.tgz", "al": "npm:@s/real@^2", "al2": "npm:real2@1", "any": "", "tag": "latest"},
                 "devDependencies": {"d": "1 || 2"}, "optionalDependencies": {"o.js": "*"},
                 "peerDependencies": {"p": ">=1 <2"}, "overrides": {"z": "1"}}
                """;
        Files.writeString(folder.resolve("package.json"), text);
        var files = new TreeMap<>(Map.of("package.json", text.getBytes(StandardCharsets.UTF_8)));
        var listing = look(pack).asked(folder, files);
        assertEquals("[a ^1, @s/b 1.2.3, JSONStream ~1.0, any, tag latest, d 1 || 2, o.js *, p >=1 <2, @s/real ^2, real2 1]",
                listing.places().keySet().toString());
        assertEquals("package.json:2", listing.places().get(new DependencyLook.Asked("@s/b", "1.2.3")));
    }

    @Test
    void aLockFilesEntriesAreReadWithTheirOwnNamesAndNotWhatIsInNoRegistry() throws Exception {
        var lock = """
                {"name": "t", "lockfileVersion": 3, "packages": {
                    "": {
                      "name": "t",
                      "version": "1.0.0"
                    },
                    "node_modules/al": {
                      "name": "ms",
                      "version": "2.1.3",
                      "integrity": "sha512-x"
                    },
                    "node_modules/@s/b/node_modules/@t/c": {
                      "version": "1.0.0-rc.1",
                      "resolved": "https://example.org/@t/c/-/c-1.0.0-rc.1.tgz",
                      "integrity": "sha512-x"
                    },
                    "node_modules/g": {
                      "version": "1.0.0",
                      "resolved": "git+ssh://git@example.org/x.git#abc"
                    },
                    "node_modules/f": {
                      "resolved": "../f",
                      "link": true
                    },
                    "node_modules/t": {
                      "version": "3.0.0",
                      "resolved": "file:t.tgz",
                      "integrity": "sha512-x"
                    }
                }}
                """;
        assertEquals("[@t/c 1.0.0-rc.1, ms 2.1.3]", look("node-cli").resolved(new TreeMap<>(Map.of("package-lock.json",
                lock.getBytes(StandardCharsets.UTF_8)))).keySet().toString());
    }

    @ParameterizedTest
    @CsvSource({"2024-12-04T23:03:58.786000+00:00, 2024-12-04T23:03:58.786Z", "2014-03-16T00:00:00Z, 2014-03-16T00:00:00Z",
        "2014-03-16, 2014-03-16T00:00:00Z", "2014-03-16 10:11, 2014-03-16T10:11:00Z", "2013-08-12T00:11:30, 2013-08-12T00:11:30Z",
        "2024-12-04T23:03:58+05:30, 2024-12-04T17:33:58Z", "1394928000, 2014-03-16T00:00:00Z", "1394928000000, 2014-03-16T00:00:00Z"})
    void datesAreUnderstoodInTheFormsOfRegistries(String text, String instant) {
        assertEquals(instant, Releases.instant(text).orElseThrow().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "never", "2024-13-01", "2024-02-30T00:00:00Z", "12", "99:99"})
    void whatIsNoDateIsNone(String text) {
        assertEquals(List.of(), Releases.instant(text).stream().toList());
    }

    @Test
    void theVersionAskedForDecidesWhereItIsToldElseTheFirst() {
        var releases = Releases.in("\"2.0\": \"2020-01-01\", \"1.0\": \"2010-01-01\"",
                Pattern.compile("\"(?<version>[^\"]+)\": \"(?<date>[^\"]+)\"")).orElseThrow();
        assertEquals(List.of("2020-01-01T00:00:00Z", "2010-01-01T00:00:00Z", "2010-01-01T00:00:00Z"),
                List.of("2.0", "^2", "").stream().map(releases::deciding).map(Object::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"left-pad", "@s/b", "JSONStream", "o.js", "org.example:artifact", "github.com/a/b/v2", "zope.interface", "Text::Roman", "_x"})
    void namesOfAllRegistriesAreNames(String name) {
        assertEquals(true, DependencyLook.isName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-g", "--registry", "../other", "a/../b", "git+https://example.org/x", "a b", "$(id)", "@", "a//b", "a:::b",
        "a/-x", "~/../x", ".", "/etc", "a\nb", "é"})
    void anOptionAPathAndAnAddressAreNone(String name) {
        assertEquals(false, DependencyLook.isName(name));
    }

    @Test
    void norIsWhatIsLongerThanAnyName() {
        assertEquals(List.of(true, false), List.of(DependencyLook.isName("a".repeat(214)), DependencyLook.isName("a".repeat(215))));
    }
}
