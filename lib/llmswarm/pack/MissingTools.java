package llmswarm.pack;

import java.util.ArrayList;
import java.util.List;

import llmswarm.check.Programs;
import llmswarm.check.RequiredPrograms;
import llmswarm.config.stack.PackProgram;
import llmswarm.config.stack.Stack;
import sandbox.Sandbox;

/** What a pack's commands need and this machine does not have. */
final class MissingTools {
    private MissingTools() {
    }

    /** A sentence each, with its remedy; of a pack that nobody trusts yet nothing is run. */
    static List<String> of(Stack stack, Programs programs, Sandbox sandbox) throws InterruptedException {
        var missing = new ArrayList<>(new RequiredPrograms(programs, sandbox).of(stack, stack.trusted()).lacks());
        var none = stack.programs().stream().map(PackProgram::name)
                .noneMatch(name -> sandbox.program(name).isPresent());
        if (none && !stack.programs().isEmpty()) missing.add("none of its 'programs' is on the PATH, so that no plan can call any; install one.");
        return List.copyOf(missing);
    }
}
