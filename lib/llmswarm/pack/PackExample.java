package llmswarm.pack;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import llmswarm.config.layer.Layer;
import llmswarm.config.stack.Stack;

/** A specification and a tape of the run for it, which came with a pack. */
record PackExample(Path folder, String shown) {
    static final String FOLDER = "example", SPEC = "spec.md", TAPE = "tape.jsonl";

    /** The pack's own, where it has both files; a link is no file of a pack. */
    static Optional<PackExample> of(Stack stack) {
        return of(stack.folders().getFirst());
    }

    static Optional<PackExample> of(Layer pack) {
        var folder = pack.folder().resolve(FOLDER);
        var whole = Stream.concat(Stream.of(folder).filter(Files::isDirectory), files(folder).stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)))
                .filter(path -> !Files.isSymbolicLink(path)).count();
        return whole == 3 ? Optional.of(new PackExample(folder, pack.shown(FOLDER))) : Optional.empty();
    }

    private static List<Path> files(Path folder) {
        return List.of(folder.resolve(SPEC), folder.resolve(TAPE));
    }

    Path spec() {
        return folder.resolve(SPEC);
    }

    Path tape() {
        return folder.resolve(TAPE);
    }
}
