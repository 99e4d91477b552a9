package llmswarm.pack;

import java.util.ArrayList;
import java.util.List;

import llmswarm.check.CheckRunner;
import llmswarm.check.Setup;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Stack;
import sandbox.Sandbox;

/** What a pack's commands need and this machine does not have. */
final class MissingTools {
    private MissingTools() {
    }

    /** A sentence each, with its remedy; nothing is run. */
    static List<String> of(Stack stack, Sandbox sandbox) {
        var missing = new ArrayList<>(new Setup(sandbox).missing(stack.setup().commands()));
        missing.addAll(new CheckRunner(sandbox).missing(stack.checks().stream().map(CheckRunner.Command::of)
                .toList()));
        var none = stack.programs().stream().map(PackProgram::name)
                .noneMatch(name -> sandbox.program(name).isPresent());
        if (none && !stack.programs().isEmpty()) missing.add("none of its 'programs' is on the PATH, so that no plan can call any; install one.");
        return List.copyOf(missing);
    }
}
