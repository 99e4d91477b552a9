package sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

import sandbox.process.ControlGroup;
import sandbox.process.Limits;
import sandbox.syscalls.Airlock;
import sandbox.syscalls.Architecture;
import sandbox.syscalls.StartupCalls;
import sandbox.view.HiddenPlaces;
import sandbox.view.MountLayer;
import sandbox.view.RootFolder;
import sandbox.view.Surroundings;

/**
 * One command that is about to run behind walls.
 *
 * @param folder  by its real path
 * @param kept    what of the folder is read-only
 * @param shared  folders of this machine by the places below the folder where they are seen, which exist
 * @param network whether it sees the machine's network
 * @param root    what lies below all layers
 * @param airlock empty where system calls are not filtered
 */
public record ContainedCommand(List<String> command, Path folder, Limits limits, Surroundings seen, List<Path> kept,
            Map<Path, Path> shared, boolean network, RootFolder root, Optional<Airlock> airlock) {
    /** The command as it is started behind the walls, after what filters it there. */
    List<String> inner() {
        return airlock.isPresent() ? Airlock.words(command, seen.path(), network) : Airlock.unfiltered(command);
    }

    /**
     * The words that start a program of this machine apart from this one (see {@link Program#detached}) and after
     * system calls, whose list is for this command alone: it is removed as soon as it has been read, or lists would
     * fill the memory. Where there is no airlock, those calls are not made.
     */
    List<String> after(Optional<ControlGroup> group, Consumer<StartupCalls> made, List<String> program) {
        if (airlock.isEmpty()) return Stream.concat(Program.detached(seen.path(), limits, group).stream(),
                program.stream()).toList();
        var list = root.beside();
        var calls = new StartupCalls();
        calls.remove(list.toString());
        Program.detach(calls, limits, group);
        made.accept(calls);
        try {
            Files.write(list, calls.bytes(Architecture.here().orElseThrow()));
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
        var words = new ArrayList<>(List.of(airlock.get().program().toString(), list.toString(), program.getFirst()));
        words.addAll(program);
        return words;
    }

    /** What it sees, from the lowest to the topmost; the root folder has the places for it. */
    List<MountLayer> layers() {
        var layers = new ArrayList<>(seen.layers(scratch()));
        // Programs in shared folders may know themselves by the place where they really are.
        shared.values().stream().distinct().sorted()
                .filter(from -> seen.shown().stream().noneMatch(shown -> from.startsWith(shown.at())))
                .forEach(from -> layers.add(new MountLayer.Read(from)));
        layers.add(new MountLayer.Write(folder));
        HiddenPlaces.sockets(folder).map(HiddenPlaces::covered).forEach(layers::add);
        kept.forEach(path -> layers.add(new MountLayer.Read(path)));
        // Above what the folder's author put into a place of that name.
        shared.forEach((at, from) -> layers.add(new MountLayer.Read(from, at)));
        root.prepare(layers);
        return layers;
    }

    /**
     * The largest size of a temporary folder: beyond the limit, so that the excess is seen before the folder is full.
     */
    long scratch() {
        var most = Math.min(limits.diskBytes(), limits.memoryBytes());
        return most + most / 4 + (64L << 20);
    }
}
