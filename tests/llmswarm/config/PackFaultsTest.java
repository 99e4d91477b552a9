package llmswarm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of a pack that were easy to misread, or told too late. */
class PackFaultsTest {
    @TempDir
    Path temp;

    private ConfigFixture pack(String more) {
        return ConfigFixture.home(temp).withBasics().with("stacks/x/stack.yaml",
                "name: x\ndescription: For tests.\nagents: [backend]\n" + more);
    }

    @Test
    void faultsOfAFileStandInTheOrderOfItsLines() {
        assertEquals(List.of("stacks/x/stack.yaml:4:1", "stacks/x/stack.yaml:10:12", "stacks/x/stack.yaml:11:9"),
                pack("convention: none\n\n\n\n\n\nlocation: ['(']\ntests: ['{']\n").faults().stream()
                        .map(fault -> fault.substring(0, fault.indexOf(": "))).toList());
    }

    @Test
    void aCheckThatNeedsAnotherIsToldWhatIsWrongWithThat() {
        assertEquals(List.of(
                "stacks/x/stack.yaml:5:43: 'checks[0].needs' names 'b', which stands after this one; put it before.",
                "stacks/x/stack.yaml:6:43: 'checks[1].needs' names 'b', the check itself.",
                "stacks/x/stack.yaml:7:47: 'checks[2].needs' names 'tets', but no check of that name stands before this one.",
                "stacks/x/stack.yaml:8:43: 'checks[3].needs' names 'tets', but no check of that name stands before this one; did you mean 'tests'?"),
                pack("""
                checks:
                  - {name: a, when: end, run: [x], needs: [b]}
                  - {name: b, when: end, run: [x], needs: [b]}
                  - {name: tests, when: end, run: [x], needs: [tets]}
                  - {name: c, when: end, run: [x], needs: [tets]}
                """).faults());
    }

    @Test
    void aTabIsCalledByItsName() {
        assertEquals(List.of("stacks/x/stack.yaml:5:1: this is not valid YAML: a tab stands where blanks are needed; indent with blanks."),
                pack("checks:\n\t- {name: a}\n").faults());
    }

    @Test
    void aPackThatIsTooLargeIsNotSaidToHaveNoFile() {
        var home = pack("");
        for (int i = 0; i < 2001; i++) home.with("stacks/x/a/" + i, "");
        assertEquals(List.of("stacks/x: holds more than 2000 files or 64 MB, too much for a pack."), home.faults());
    }

    @Test
    void aScaffoldThatCannotBeWrittenIsToldWhenThePackIsRead() {
        var home = pack("variables: {v: {default: ..}}\nallow: [.ok/]\n").with("stacks/x/scaffold/{{v}}/evil.txt", "")
                .with("stacks/x/scaffold/.github/workflows/a.yml.mustache", "").with("stacks/x/scaffold/.ok/a", "")
                .with("stacks/x/scaffold/{{module}}/{{name}}.txt.mustache", "");
        assertEquals(List.of(
                "stacks/x/scaffold/.github/workflows/a.yml.mustache: '.github/workflows/a.yml' is refused, because GitHub runs it when it is pushed; leave it out, or allow it with --allow or under 'allow' in the pack's stack.yaml.",
                "stacks/x/scaffold/{{v}}/evil.txt: '../evil.txt' climbs out of the project."), home.faults());
    }

    @Test
    void aPackIsNotProposedAsItsOwnBase() {
        assertEquals(List.of("stacks/x/stack.yaml:4:10: unknown stack 'xx'. Known stacks: none."),
                pack("extends: xx\n").faults());
    }
}
