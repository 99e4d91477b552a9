package sandbox.view;

import java.nio.file.Path;

/** One part of what a command behind walls sees; in a list, a later one covers what lies below its place. */
public sealed interface MountLayer {
    /** The place where it is seen, whose parents are no links. */
    Path at();

    /** A file or folder of this machine, by its real path, that can only be read. */
    record Read(Path from, Path at) implements MountLayer {
        /** Seen where it is. */
        public Read(Path place) {
            this(place, place);
        }
    }

    /** A folder of this machine that can be written. */
    record Write(Path at) implements MountLayer {
    }

    /**
     * An empty folder in memory.
     *
     * @param bytes its size; 0 for one that nobody can write, so that nothing in it has to be counted
     */
    record Empty(Path at, long bytes) implements MountLayer {
    }
}
