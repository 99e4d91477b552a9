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
    /**
     * Chooses among the files that the task owns; those of other tasks stay. The likeliest file is shown whatever
     * its size.
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
        first.forEach(room::takeOrBegin);
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
}
