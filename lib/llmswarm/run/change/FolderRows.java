package llmswarm.run.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Files by folder, as many by name as fit; of the rest each folder with how many it holds. */
public final class FolderRows {
    private final String path;
    private final SequencedMap<String, FolderRows> folders = new TreeMap<>();
    private final SequencedMap<String, String> files = new TreeMap<>();
    private int all;
    private boolean open;

    private FolderRows(String path) {
        this.path = path;
    }

    /**
     * A row for each file or folder, in the order of their paths.
     *
     * @param told what is said of each file, by path
     * @param most rows
     */
    public static List<String> of(SequencedMap<String, String> told, int most) {
        var root = new FolderRows("");
        told.forEach((path, what) -> root.put(path, what));
        root.open(most);
        var rows = new ArrayList<String>();
        root.tell(rows, most);
        return rows;
    }

    private void put(String file, String what) {
        var folder = this;
        folder.all++;
        for (int at = file.indexOf('/'); at >= 0; at = file.indexOf('/', at + 1)) {
            folder = folder.folders.computeIfAbsent(file.substring(0, at + 1), FolderRows::new);
            folder.all++;
        }
        folder.files.put(file, what);
    }

    /** The folders with the fewest entries first: they cost the least. */
    private void open(int most) {
        open = true;
        int rows = files.size() + folders.size();
        var waiting = new PriorityQueue<FolderRows>(Comparator.comparingInt(FolderRows::entries)
                .thenComparing(folder -> folder.path));
        waiting.addAll(folders.values());
        while (!waiting.isEmpty()) {
            var next = waiting.remove();
            if (rows - 1 + next.entries() > most) break;
            rows += next.entries() - 1;
            next.open = true;
            waiting.addAll(next.folders.values());
        }
    }

    private int entries() {
        return files.size() + folders.size();
    }

    private void tell(List<String> rows, int most) {
        if (!open) {
            rows.add("%s  %d files".formatted(path, all));
            return;
        }
        folders.values().forEach(folder -> folder.tell(rows, most));
        files.forEach((file, what) -> rows.add("%s  %s".formatted(file, what)));
        if (path.isEmpty() && rows.size() > most) {
            int left = rows.size() - most;
            rows.subList(most, rows.size()).clear();
            rows.add("... and %d more".formatted(left));
        }
    }
}
