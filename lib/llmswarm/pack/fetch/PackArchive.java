//DEPS org.apache.commons:commons-compress:1.28.0
package llmswarm.pack.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

import llmswarm.guard.Stop;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** Reads a zip, tar or tar.gz file in memory, and refuses what no pack holds. */
final class PackArchive {
    /** Of what is unpacked, also where no entry has it. */
    private static final long UNPACKED = Entries.BYTES + (64L << 20);

    private PackArchive() {
    }

    /** All its files; {@link Stop} for one that no pack may have, after which nothing of it is used. */
    static PackFiles read(byte[] archive, String shown) {
        var entries = new Entries(shown, archive.length);
        try {
            if (starts(archive, 'P', 'K')) zip(archive, entries);
            else if (starts(archive, 0x1f, 0x8b)) tar(new GZIPInputStream(new ByteArrayInputStream(archive)), entries);
            else tar(new ByteArrayInputStream(archive), entries);
        } catch (IOException | IllegalArgumentException broken) {
            throw Stop.usage("%s is no whole zip, tar or tar.gz file; fetch it anew.".formatted(shown), broken);
        }
        return entries.done();
    }

    private static boolean starts(byte[] archive, int first, int second) {
        return archive.length > 2 && (archive[0] & 0xff) == first && (archive[1] & 0xff) == second;
    }

    private static void zip(byte[] archive, Entries entries) throws IOException {
        try (var zip = ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(archive)).get()) {
            for (var all = zip.getEntries(); all.hasMoreElements(); ) {
                var entry = all.nextElement();
                if (entry.isDirectory()) entries.folder(entry.getName());
                else if (entry.isUnixSymlink()) throw entries.other(entry.getName(), "a link");
                else if (!isPlain(entry)) throw entries.other(entry.getName(), "no plain file");
                else if (!zip.canReadEntryData(entry)) throw entries.other(entry.getName(), "encrypted or packed in an unusual way");
                else try (var content = zip.getInputStream(entry)) {
                    entries.file(entry.getName(), entry.getSize(), content);
                }
            }
        }
    }

    /** By the kind of file in its Unix mode, where it has one. */
    private static boolean isPlain(ZipArchiveEntry entry) {
        int kind = entry.getUnixMode() & 0170000;
        return kind == 0 || kind == 0100000;
    }

    private static void tar(InputStream unpacked, Entries entries) throws IOException {
        boolean any = false;
        try (var tar = new TarArchiveInputStream(new Bounded(new BufferedInputStream(unpacked), entries))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                any = true;
                if (entry.isDirectory()) entries.folder(entry.getName());
                else if (entry.isSymbolicLink() || entry.isLink()) throw entries.other(entry.getName(), "a link");
                else if (!isPlain(entry)) throw entries.other(entry.getName(), "no plain file");
                else entries.file(entry.getName(), entry.getSize(), tar);
            }
        }
        if (!any) throw new IOException("no entry");
    }

    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isFIFO() && !entry.isCharacterDevice() && !entry.isBlockDevice()
                && !entry.isSparse();
    }

    /** What is unpacked without end ends here. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final Entries entries;
        private long read;

        private Bounded(InputStream in, Entries entries) {
            this.in = in;
            this.entries = entries;
        }

        @Override
        public int read() throws IOException {
            count(1);
            return in.read();
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int some = in.read(into, from, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int bytes) {
            read += bytes;
            if (read > UNPACKED) throw entries.refused("grows without end, as no pack does");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
