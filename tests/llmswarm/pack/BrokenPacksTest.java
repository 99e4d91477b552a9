package llmswarm.pack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import llmswarm.Workshop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs that are broken in the ways in which people break them, and what they are told; others are in CatalogFaultsTest. */
class BrokenPacksTest {
    private static final String HEAD = "name: x\ndescription: For tests.\nagents: [backend]\n";

    @TempDir
    Path folder;
    private int packs;

    /** What is told of a pack whose stack.yaml goes on like this, with these files beside it: path, then text. */
    private List<String> told(String more, String... files) {
        return toldOf(HEAD + more, files);
    }

    private List<String> toldOf(String stack, String... files) {
        var shop = new Workshop(folder.resolve(Integer.toString(packs++))).file("config/stacks/x/stack.yaml", stack);
        for (int i = 0; i < files.length; i += 2) shop.file("config/stacks/x/" + files[i], files[i + 1]);
        try (var swarm = shop.swarm()) {
            return swarm.packs().check("x").faults().stream().map(fault -> fault.replace("config/stacks/x/", "")).toList();
        }
    }

    private record Row(String title, Supplier<List<String>> told, List<String> expected) {
    }

    private static Row row(String title, Supplier<List<String>> told, String... expected) {
        return new Row(title, told, List.of(expected));
    }

    private List<Row> rows() {
        return List.of(
            row("an empty file", () -> toldOf(""),
                "stack.yaml: is empty."),
            row("a list", () -> toldOf("- name: x\n"),
                "stack.yaml:1:1: this must be a map of keys and values, not a list."),
            row("a tab", () -> told("checks:\n\t- {name: a}\n"),
                "stack.yaml:5:1: this is not valid YAML: a tab stands where blanks are needed; indent with blanks."),
            row("a key twice", () -> told("tests: [a]\ntests: [b]\n"),
                "stack.yaml:5:1: key 'tests' stands here a second time; the first is on line 4, column 1."),
            row("an alias", () -> toldOf("name: x\ndescription: &d For tests.\nagents: [backend]\nconventions: *d\n"),
                "stack.yaml:2:14: YAML anchors and aliases (& and *) are not read; write the value out."),
            row("a tag that makes an object", () -> told("conventions: !!java/object:java.net.URL [x]\n"),
                "stack.yaml:4:14: YAML tags (!) are not read; leave the tag out."),
            row("an indentation", () -> told("checks:\n  - name: a\n   when: end\n"),
                "stack.yaml:6:4: this is not valid YAML: while parsing a block collection, expected <block end>, but found '<block mapping start>'."),
            row("a colon in a text", () -> told("conventions: Tests: none\n"),
                "stack.yaml:4:19: this is not valid YAML: mapping values are not allowed here."),
            row("no agents", () -> toldOf("name: x\ndescription: For tests.\nagents: []\n"),
                "stack.yaml:3:9: 'agents' must name at least one agent."),
            row("one agent without brackets", () -> toldOf("name: x\ndescription: For tests.\nagents: backend\n"),
                "stack.yaml:3:9: 'agents' must be a list of strings, not a string.",
                "stack.yaml:3:9: 'agents' must name at least one agent."),
            row("a variable of the conventions", () -> told("conventions: |\n  Port {{prot}}.\nvariables: {port: {default: '1'}}\n"),
                "stack.yaml:5:6: unknown variable 'prot'; did you mean 'port'? Known here: module, name, port, summary."),
            row("a choice that a variable does not have", () -> told("variables: {kind: {default: small, choices: [small, large]}, free: {default: a}}\nconventions: |\n  {{#kind.small}}Small.{{/kind.small}}\n  {{#kind.lage}}Large.{{/kind.lage}}\n  {{#free.a}}A.{{/free.a}}\n"),
                "stack.yaml:7:1: unknown variable 'kind.lage'; did you mean 'kind.large'? Known here: kind.large, kind.small.",
                "stack.yaml:8:1: unknown variable 'free.a'; did you mean 'free'? Known here: free, kind, module, name, summary."),
            row("a variable of a check", () -> told("checks: [{name: a, when: end, run: [sh, '{{tool}}']}]\n"),
                "stack.yaml:4:42: unknown variable 'tool'. Known here: module, name, summary."),
            row("requirements", () -> told("variables: {v: {default: '1'}}\nrequires: [{name: v, any: [sh]}, {name: file, any: []}, sh, {name: sh, least: new}, {name: a, any: ['a/b'], version: [x]}]\n"),
                "stack.yaml:5:19: 'requires[0].name' must not be 'v', which is a variable: it stands for the program in commands.",
                "stack.yaml:5:41: 'requires[1].name' must not be 'file', which is always there: it stands for the program in commands.",
                "stack.yaml:5:52: 'requires[1].any' must name at least one program.",
                "stack.yaml:5:68: 'requires[3].name' names a second requirement 'sh'.",
                "stack.yaml:5:79: 'requires[3].least' must be a version, such as \"20.19\", not 'new'.",
                "stack.yaml:5:101: 'requires[4].any[0]' must be the name of a program on the PATH, such as gcc, not 'a/b'.",
                "stack.yaml:5:118: 'requires[4].version' must hold {{program}} as a word of its own, which stands for each of 'any'."),
            row("look-ups of dependencies", () -> told("setup:\n  run: [[sh]]\n  reads: [a]\n  dependencies: [{files: [b], names: ['x'], look: [sh], absent: '(', least-age: 7}, {files: [], look: [sh, '{{file}}', '{{dependency}}'], list: [], released: x, least-age: 2d, resolve: {run: [sh], lok: 1}}]\n"),
                "stack.yaml:7:26: 'setup.dependencies[0].files' names 'b', which is not among 'setup.reads': setup would not run again for what it asks for; list it there.",
                "stack.yaml:7:39: 'setup.dependencies[0].names[0]' must have the named group (?<name>...).",
                "stack.yaml:7:51: 'setup.dependencies[0].look' must hold {{dependency}}, which stands for the package that is looked up.",
                "stack.yaml:7:65: 'setup.dependencies[0].absent' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): missing closing ) `(`.",
                "stack.yaml:7:81: 'setup.dependencies[0].least-age' must be an age such as 7d or 12h, not '7'.",
                "stack.yaml:7:81: 'setup.dependencies[0].least-age' needs 'released', which finds in what 'look' prints when a package was released.",
                "stack.yaml:7:85: missing key 'names'.",
                "stack.yaml:7:85: missing key 'absent'.",
                "stack.yaml:7:93: 'setup.dependencies[1].files' must name at least one file.",
                "stack.yaml:7:109: unknown variable 'file'. Known here: dependency, module, name, summary.",
                "stack.yaml:7:145: 'setup.dependencies[1].list' must be a command of at least one word.",
                "stack.yaml:7:159: 'setup.dependencies[1].released' must have the named group (?<date>...).",
                "stack.yaml:7:186: missing key 'files'.",
                "stack.yaml:7:186: missing key 'names'.",
                "stack.yaml:7:198: unknown key 'lok'. Known keys: run, files, names."),
            row("an unknown variable in patterns", () -> told("tests: ['{{nope}}/**']\n"),
                "stack.yaml:4:10: unknown variable 'nope'. Known here: module, name, summary."),
            row("braces in patterns", () -> told("tests: ['x{{#v}}', 'b{{c']\nlocation: ['(?<file>a{{b)(?<line>x)']\nshow: ['{{d']\nchecks: [{name: a, when: task, files: '*.x{{#e}}', run: [sh, '{{file}}'], reads: ['{{fil']}]\n"),
                "stack.yaml:4:9: 'tests[0]' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stack.yaml:4:20: 'tests[1]' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stack.yaml:5:12: 'location[0]' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stack.yaml:6:8: 'show[0]' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stack.yaml:7:39: 'checks[0].files' may hold variables as {{name}} only; write \\{\\{ for two braces.",
                "stack.yaml:7:83: 'checks[0].reads[0]' may hold variables as {{name}} only; write \\{\\{ for two braces."),
            row("a variable of setup", () -> told("setup: [[sh, '{{tool}}']]\n"),
                "stack.yaml:4:15: unknown variable 'tool'. Known here: module, name, summary."),
            row("a command as one text", () -> told("checks: [{name: a, when: end, run: make test}]\n"),
                "stack.yaml:4:36: 'checks[0].run' must be a list of strings, not a string.",
                "stack.yaml:4:36: 'checks[0].run' must be a command: its program, then its arguments."),
            row("a wrong time", () -> told("checks: [{name: a, when: ends, run: [make]}]\n"),
                "stack.yaml:4:26: 'checks[0].when' must be task, ready or end, not 'ends'; did you mean 'end'?"),
            row("a time without unit", () -> told("checks: [{name: a, when: end, run: [make], timeout: 90}]\n"),
                "stack.yaml:4:53: 'checks[0].timeout' must be a duration such as 90s, 5m or 1h, not '90'."),
            row("a time without an end", () -> told("checks: [{name: a, when: end, run: [make], timeout: 13h}]\n"),
                "stack.yaml:4:53: 'checks[0].timeout' must be at most 12h, not '13h'."),
            row("a wrong kind", () -> told("checks: [{name: a, when: end, run: [make], kind: tests}]\n"),
                "stack.yaml:4:50: 'checks[0].kind' must be code or test, not 'tests'; did you mean 'test'?"),
            row("a folder outside", () -> told("checks: [{name: a, when: end, run: [make], folder: ../a}]\n"),
                "stack.yaml:4:52: 'checks[0].folder' must be a path inside the project with / between its parts, not '../a'."),
            row("a pattern that is not linear", () -> told("location: ['(?<file>\\S+)(?=:):(?<line>\\d+)']\n"),
                "stack.yaml:4:12: 'location[0]' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): invalid or unsupported Perl syntax `(?=`."),
            row("patterns without groups", () -> told("location: ['(\\S+):(\\d+)']\ncounts: ['(\\d+) passed']\n"),
                "stack.yaml:4:12: 'location[0]' must have the named groups (?<file>...) and (?<line>...).",
                "stack.yaml:5:10: 'counts[0]' must have the named group (?<tests>...)."),
            row("an open brace", () -> told("tests: ['tests/{a']\n"),
                "stack.yaml:4:9: 'tests[0]' must be a pattern of paths such as **/*.txt, not 'tests/{a'."),
            row("variables that cannot be", () -> told("variables: {file: {default: a}, 'a b': {default: b}, c: {help: d}}\n"),
                "stack.yaml:4:12: 'variables' must not define 'file', which is always there.",
                "stack.yaml:4:12: 'variables' must have names of letters, digits, hyphens and underscores, not 'a b'."),
            row("an unknown service", () -> told("checks: [{name: a, when: end, run: [make], services: [database]}]\n"),
                "stack.yaml:4:55: 'checks[0].services[0]' names 'database', but there is no service of that name."),
            row("a service that cannot be", () -> told("services: [{name: d, path: [bin], run: [d], ready: ['true'], environment: {a-b: c}}]\n"),
                "stack.yaml:4:29: 'services[0].path[0]' must be a pattern of folders from the root on, such as /usr/lib/postgresql/*/bin.",
                "stack.yaml:4:81: 'services[0].environment.a-b' must be named as a variable of the environment is: letters, digits and underscores."),
            row("numbers out of bounds", () -> told("review: {agent: backend, when: end, rounds: 10}\nlimits: {files: 5}\n"),
                "stack.yaml:4:45: 'review.rounds' must be a whole number from 0 to 9, not '10'.",
                "stack.yaml:5:17: 'limits.files' must be a whole number from 1000 to 10000000, not '5'."),
            row("paths outside", () -> told("allow: [../x, /etc/]\nshared: [.git]\n"),
                "stack.yaml:4:9: 'allow[0]' must be a path inside the project with / between its parts, not '../x'.",
                "stack.yaml:4:15: 'allow[1]' must be a path inside the project with / between its parts, not '/etc/'.",
                "stack.yaml:5:10: '.git' belongs to git."),
            row("a variable of the scaffold", () -> told("", "scaffold/a.txt.mustache", "{{nmae}}\n"),
                "scaffold/a.txt.mustache:1:1: unknown variable 'nmae'; did you mean 'name'? Known here: module, name, summary."),
            row("an open section", () -> told("", "scaffold/a.txt.mustache", "{{#summary}}\n"),
                "scaffold/a.txt.mustache:1:1: the section {{#summary}} is never closed."),
            row("a file that tools obey", () -> told("", "scaffold/.github/workflows/ci.yml", "on: push\n"),
                "scaffold/.github/workflows/ci.yml: '.github/workflows/ci.yml' is refused, because GitHub runs it when it is pushed; leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml."),
            row("two files that become one", () -> told("", "scaffold/a.txt", "1", "scaffold/a.txt.mustache", "2"),
                "scaffold/a.txt.mustache: becomes 'a.txt', as 'a.txt' does; a project can have one of them."),
            row("two files that differ by case", () -> told("", "scaffold/Readme", "1", "scaffold/README", "2"),
                "scaffold: 'Readme' differs from 'README' only by case, and on some systems they are one file; rename one."),
            row("a path that a variable leads outside", () -> told("variables: {place: {default: ../up}}\n", "scaffold/{{place}}/a", "1"),
                "scaffold/{{place}}/a: '../up/a' climbs out of the project."),
            row("an unknown model", () -> told("", "agents/backend.yaml", "{name: backend, description: Writes., model: codr, prompt: task}\n"),
                "agents/backend.yaml:1:46: unknown model 'codr'; did you mean 'coder'? Known models: planner, coder."),
            row("a section closed by another", () -> told("", "templates/task.mustache", "{{> lost}} {{task}} {{#plan}}{{/task}}\n"),
                "templates/task.mustache:1:1: {{/task}} stands where {{/plan}} is due."),
            row("several faults at once", () -> toldOf("name: y\nagents: [backnd]\nchecks: [{name: A, when: end, run: []}]\nlocation: ['(']\n", "scaffold/b.mustache", "{{x}}", "agents/Big.yaml", ""),
                "agents/Big.yaml: the name 'Big' must be of lower-case letters, digits and single hyphens, at most 64 characters.",
                "stack.yaml:1:1: missing key 'description'.",
                "stack.yaml:1:7: 'name' must be 'x', as the file is named, not 'y'.",
                "stack.yaml:2:10: unknown agent 'backnd'; did you mean 'backend'? Known agents: Big, backend, database, documenter, frontend, planner, reviewer, solo, tester.",
                "stack.yaml:3:17: 'checks[0].name' must be a name of lower-case letters, digits and single hyphens, at most 64 characters, not 'A'.",
                "stack.yaml:3:36: 'checks[0].run' must be a command: its program, then its arguments.",
                "stack.yaml:4:12: 'location[0]' is not a regular expression of the linear-time kind (RE2, without look-around and back-references): missing closing ) `(`.",
                "scaffold/b.mustache:1:1: unknown variable 'x'. Known here: module, name, summary."));
    }

    @Test
    void eachIsToldAllItsFaultsWithPlaceAndRemedy() {
        assertAll(rows().stream().map(row -> () -> assertEquals(row.expected(), row.told().get(), row.title())));
    }
}
