package llmswarm.run.task;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import llmswarm.config.stack.Stack;
import llmswarm.prompt.FileRoom;
import llmswarm.prompt.Prompts;
import llmswarm.prompt.SourceText;

/**
 * Which files of a task a repair shows whole: all where they are few, else those that the failure names and, as far as
 * few go, those that these mention; where it names none, those that it is likely about.
 *
 * @param unshown files of the task that are told by their path only
 */
record RepairFiles(Prompts.Files shown, List<SourceText> unshown) {
    private static final String ASKED = "You asked to see these files; what of them is not shown above is too much for one prompt: ";

    /**
     * Chooses among the files that the task owns; those of other tasks stay. The likeliest file and those that an agent
     * asked to see are shown whatever their size.
     *
     * @param context of the model, in tokens
     */
    static RepairFiles of(Prompts.Files all, String evidence, Stack stack, SortedMap<String, byte[]> tree,
            int context) {
        if (FileRoom.ofTexts(all.changes()) <= FileRoom.FEW) return new RepairFiles(all, List.of());
        var named = own(all, Concerned.named(evidence, stack, tree));
        var concerned = own(all, Concerned.in(evidence, stack, tree));
        var first = named.isEmpty() ? concerned.isEmpty() ? all.changes() : concerned : named;
        var room = FileRoom.ofTexts(FileRoom.part(context));
        var asked = asked(evidence);
        for (var file : first) {
            if (asked.contains(file.path())) room.require(file);
            else room.takeOrBegin(file);
        }
        var more = FileRoom.ofTexts(FileRoom.FEW - FileRoom.ofTexts(room.taken()));
        concerned.stream().filter(file -> !room.taken().contains(file)).forEach(more::take);
        var shown = Stream.concat(room.taken().stream(), more.taken().stream()).toList();
        var unshown = new ArrayList<>(all.changes());
        unshown.removeAll(shown);
        return new RepairFiles(new Prompts.Files(shown, all.direct(), all.shown(), all.others()), unshown);
    }

    private static List<SourceText> own(Prompts.Files all, List<String> paths) {
        return paths.stream().flatMap(path -> all.changes().stream().filter(file -> file.path().equals(path))).toList();
    }

    /** What an agent is told in place of what it asked for. */
    static String asked(List<String> paths) {
        return ASKED + String.join(", ", paths);
    }

    /** The files that an agent has asked to see. */
    static List<String> asked(String evidence) {
        return evidence.lines().filter(line -> line.startsWith(ASKED))
                .flatMap(line -> Stream.of(line.substring(ASKED.length()).split(", "))).toList();
    }
}
