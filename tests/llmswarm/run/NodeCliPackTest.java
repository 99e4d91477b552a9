package llmswarm.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import llmswarm.InstalledPack;
import llmswarm.Scaffold;
import llmswarm.Workshop;
import llmswarm.check.Counts;
import llmswarm.check.FailureBlocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pack node-cli with real npm: its checks find what is right in whatever form, and where what is wrong stands. */
@Timeout(300)
class NodeCliPackTest {
    private static final String PACK = "node-cli";
    private static final Map<String, String> VARIABLES =
            Map.of("name", "tally", "module", "tally", "summary", "Tallies \"all\".", "node", "20.11");
    private static final String COUNTER = """
            export function read(text) {
              if (!/^\\d+$/.test(text)) {
                throw new RangeError("no number:\\n  " + text);
              }
              return Number(text);
            }
            export { read as parse };
            """;
    private static final String TESTS = """
            import assert from "node:assert/strict";
            import { describe, it, test } from "node:test";
            import { parse, read } from "../src/parts/counter.js";

            test("passes", () => {
              console.log("# tests 99");
              assert.equal(read("7"), parse("7"));
            });
            describe("deeper", () => {
              it("reads", () => read("x"));
              it("compares", () => {
                assert.deepEqual({ a: "x\\ny" }, { a: "x\\nz" });
              });
            });
            """;

    @TempDir
    Path folder;
    private InstalledPack pack;
    private Path project;
    private Scaffold scaffold;

    @BeforeEach
    void project() throws Exception {
        pack = InstalledPack.here(PACK, VARIABLES);
        project = folder.toRealPath();
        scaffold = new Scaffold(project, PACK, VARIABLES);
    }

    private List<String> failed(String check) throws Exception {
        var outcome = pack.check(project, check, "");
        var blocks = FailureBlocks.of(outcome.failure().orElseThrow(), InstalledPack.stack(PACK).output().failures());
        return blocks.stream().map(block -> pack.places(project, block.evidence()).toString()).toList();
    }

    @Test
    void aFailedTestIsToldOnceWithItsPlaceAndTheDeepestOneInTheCode() throws Exception {
        scaffold.file("src/parts/counter.js", COUNTER).file("test/counter.test.js", TESTS);
        assertEquals(List.of("[test/counter.test.js:10, src/parts/counter.js:3]",
                "[test/counter.test.js:11, test/counter.test.js:12]"), failed("tests"));
        var said = pack.check(project, "tests", "").result().tail();
        assertEquals(3, Counts.tests(said, InstalledPack.stack(PACK).output().counts()), said);
    }

    @Test
    void aFileOfTestsThatCannotBeReadIsAFailureWithTheReason() throws Exception {
        scaffold.file("src/parts/counter.js", COUNTER).file("test/a.test.js", TESTS.replace("{ parse,", "{ toNumber,"))
                .file("test/b.test.js", TESTS.replace("counter.js", "absent.js")).file("test/c.test.js", "let a;\nlet a;\n");
        assertEquals(List.of("[test/a.test.js:1, test/a.test.js:3, src/parts/counter.js:1]", "[test/b.test.js:1]",
                "[test/c.test.js:1, test/c.test.js:2]"), failed("tests"));
    }

    @Test
    void aTaskIsCheckedWithoutWhatOthersHaveStillToWrite() throws Exception {
        scaffold.file("src/a.js", "#!/usr/bin/env node\nimport { b } from './b.js';\nexport const a = await b();\n")
                .file("src/b.js", "import './c.js';\nexport const b = (;\n").file("src/c.cjs", "if (require('./d')) return;\n");
        for (var right : List.of("src/a.js", "src/c.cjs")) pack.passed(project, "syntax", right);
        var wrong = pack.check(project, "syntax", "src/b.js").result().tail().replace(project + "/", "/");
        assertEquals(List.of("src/b.js:2"), pack.places(project, wrong), wrong);
    }

    @Test
    void thePackedCommandStartsInWhateverForm() throws Exception {
        assertTrue(pack.check(project, "starts", "").result().tail().contains("The command tally does not start (exit code 70)."));
        scaffold.file("src/main.js", "export const main = async (words) => (words[0] === '--help' ? 64 : 0);\n");
        assertEquals("Everything starts.", pack.passed(project, "starts", ""));
        scaffold.file("src/main.js", "export default () => 0;\n");
        assertEquals("[bin/tally.js:2, src/main.js:1]", failed("starts").getFirst());
        scaffold.file("src/main.js", "export { main } from '../lib/main.js';\n").file("lib/main.js", "export const main = () => 0;\n");
        assertEquals("[src/main.js:1]", failed("starts").getFirst());
        scaffold.file("package.json", "{\"name\": \"@us/other\", \"version\": \"1.0.0\", \"bin\": \"./run.cjs\"}")
                .file("run.cjs", "#!/usr/bin/env node\nconsole.error('Error: no such file'); process.exit(1);\n");
        assertEquals("Everything starts.", pack.passed(project, "starts", ""));
    }

    @Test
    void aCommandStartsBesideThePackagesThatTheProjectHas() throws Exception {
        var manifest = "{\"name\": \"tally\", \"version\": \"1.0.0\", \"type\": \"module\", \"bin\": {\"tally\": \"bin/tally.js\"}, "
                + "\"dependencies\": {\"other\": \"^1.0.0\"}}";
        scaffold.file("package.json", manifest).file("src/main.js", "import { code } from 'other';\nexport const main = () => code;\n");
        var absent = Workshop.output(project, "node", "scripts/starts.mjs");
        assertEquals("Not checked: other, which package.json asks for, is not installed.\nEverything starts.\n", absent);
        scaffold.file("node_modules/other/package.json", "{\"name\": \"other\", \"version\": \"1.0.0\", \"main\": \"x.cjs\"}")
                .file("node_modules/other/x.cjs", "exports.code = 0;\n");
        assertEquals("Everything starts.\n", Workshop.output(project, "node", "scripts/starts.mjs"));
    }
}
