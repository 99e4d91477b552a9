package llmswarm.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import llmswarm.config.layer.LayerFiles;
import llmswarm.config.stack.Stack;
import llmswarm.config.yaml.Faults;
import llmswarm.guard.Stop;
import llmswarm.pack.fetch.PackFiles;

/** The files that a new pack begins with. */
final class NewPack {
    /** Of the skeleton, which comes with the program's classes. */
    private static final List<String> SKELETON = List.of(StackPlaces.FILE, "scaffold/tests/all.sh", "example/spec.md",
            "example/tape.jsonl");

    private NewPack() {
    }

    /** A small pack that works, with comments. */
    static PackFiles skeleton(String name) {
        var files = new TreeMap<String, byte[]>();
        for (var path : SKELETON) {
            var content = resource(path);
            files.put(path, path.equals(StackPlaces.FILE) ? text(content).replace("{{name}}", name)
                    .getBytes(StandardCharsets.UTF_8) : content);
        }
        return new PackFiles(files);
    }

    /** Another pack's files under a new name; its base stays what it was. */
    static PackFiles copy(Stack of, String name) {
        var faults = new Faults();
        SortedMap<String, byte[]> files = new LayerFiles(of.folders().getFirst(), faults).tree(".");
        faults.stopIfAny();
        return new PackFiles(files).renamed(of.name(), name);
    }

    private static byte[] resource(String path) {
        try (var in = NewPack.class.getResourceAsStream("/skeleton/" + path)) {
            if (in == null) throw Stop.usage("The program's file skeleton/%s is missing; fetch the program anew.".formatted(path));
            return in.readAllBytes();
        } catch (IOException broken) {
            throw Stop.usage("The program's file skeleton/%s cannot be read.".formatted(path), broken);
        }
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
