package llmswarm.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AskedNamesTest {
    @Test
    void aFileThatTheSpecificationNamesIsToldWithTheToolAndTheRemedy() {
        assertEquals(List.of("the specification names 'AGENTS.md', which is left out, because coding agents take it for their orders; "
            + "to have it written, say --allow AGENTS.md, or list that under 'allow' in the pack's stack.yaml"),
            AskedNames.in("Write a parser. Add an AGENTS.md.", List.of()));
        assertEquals(List.of("the specification names 'ci/.github/workflows/tests.yml', which is left out, because GitHub runs it when it is pushed; "
            + "to have it written, say --allow ci/.github/workflows/tests.yml, or list that under 'allow' in the pack's stack.yaml"),
            AskedNames.in("Tests run by `ci/.github/workflows/tests.yml`, a GitHub workflow.", List.of()));
    }

    @Test
    void whatHasAnotherNameInSpecificationsIsFoundByThat() {
        assertEquals(List.of("the specification speaks of 'GitHub workflow', but '.github/workflows/' is left out, because GitHub runs it when it is pushed; "
            + "to have it written, say --allow .github/workflows/, or list that under 'allow' in the pack's stack.yaml"),
            AskedNames.in("With a github workflow that runs the tests.", List.of()));
    }

    @Test
    void whatIsAllowedIsNotTold() {
        assertEquals(List.of(), AskedNames.in("With a GitHub workflow.", List.of(".github/workflows/ci.yml")));
        assertEquals(List.of(), AskedNames.in("With GitHub Actions in .github/workflows/ci.yml.",
                List.of(".github/workflows/")));
        assertEquals(List.of(), AskedNames.in("With an AGENTS.md.", List.of("AGENTS.md")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "Answers GET/HEAD requests.", "Reads .csv, .in and .out files, all .py files ...",
                "Ignore node_modules/, .venv and __pycache__ in .gitignore.",
        "See https://example.org/x/AGENTS.md and git@host:a/.envrc.",
        "The agents are listed in agents.yaml; the workflow is manual.", "Copy .env.example.",
        "A Makefile, tests/conftest.py and package.json.", "~/.profile and /etc/.bashrc stay as they are.",
        "Version 1.2.3, e.g. v1.env-like.", "*.pyc files",
        "A tool for Node.js 20, without packages of node.js."})
    void wordsThatOnlyLookLikeSuchFilesAreNone(String specification) {
        assertEquals(List.of(), AskedNames.in(specification, List.of()));
    }

    @Test
    void noMoreThanFiveAreTold() {
        assertEquals(5, AskedNames.in(IntStream.range(0, 2_000).mapToObj("d%d/.envrc"::formatted)
                .collect(Collectors.joining(" ")), List.of()).size());
    }
}
