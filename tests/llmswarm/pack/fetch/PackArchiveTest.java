package llmswarm.pack.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import llmswarm.guard.Stop;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken out of an archive, and that nothing is taken out of a hostile one. */
class PackArchiveTest {
    private static String refused(byte[] archive) {
        return assertThrows(Stop.class, () -> PackArchive.read(archive, "pack.tar")).getMessage();
    }

    private static byte[] with(String name) {
        return Packed.tar(tar -> Packed.file(tar, name, "x"));
    }

    @Test
    void plainFilesAreTakenAsTheyAreWhateverTheArchiveIsCalled() {
        var files = Map.of("stack.yaml", "name: x\n", "scaffold/.github/workflows/ci.yml", "on: push\n",
                "scaffold/{{module}}/Grüße.txt", "ö");
        for (var archive : List.of(Packed.tarGz(files), Packed.zip(files, 0100644), Packed.zip(files, 0),
                Packed.tar(tar -> {
                    for (var file : files.entrySet()) Packed.file(tar, "./" + file.getKey(), file.getValue());
                }))) {
            var read = PackArchive.read(archive, "pack");
            assertEquals(files.keySet(), read.files().keySet());
            read.files().forEach((path, content) ->
                    assertEquals(files.get(path), new String(content, StandardCharsets.UTF_8)));
        }
    }

    @Test
    void foldersOfAnArchiveAreNoFiles() {
        var archive = Packed.tar(tar -> {
            Packed.other(tar, "agents/", TarConstants.LF_DIR, "");
            Packed.file(tar, "agents/a.yaml", "x");
        });
        assertEquals("[agents/a.yaml]", PackArchive.read(archive, "x").files().keySet().toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "../evil | '../evil' climbs out of the project",
        "a/../../evil | 'a/../../evil' climbs out of the project",
        "/etc/evil | '/etc/evil' is an absolute path; it must be relative to the project",
        "C:/evil | 'C:/evil' names a drive; it must be relative to the project",
        "a\\..\\evil | 'a\\..\\evil' holds a backslash; folders are divided by '/'",
        ".git/hooks/post-checkout | '.git/hooks/post-checkout' belongs to git",
        "scaffold/.GIT/config | 'scaffold/.GIT/config' belongs to git",
        ".swarm/models.yaml | '.swarm/models.yaml' belongs to this tool",
        "scaffold/nul.txt | 'scaffold/nul.txt' uses a name that Windows keeps for a device",
        "a//b | 'a//b' has an empty part between two '/'",
        "-rf | '-rf' starts with '-', which commands take for an option"})
    void aNameThatLeadsElsewhereOrCannotBeStoredIsRefused(String name, String sentence) {
        var expected = "pack.tar cannot be taken: %s; nothing was written.".formatted(sentence);
        assertEquals(expected, refused(with(name)));
        // where a zip is of Windows, its backslashes are slashes
        if (name.indexOf('\\') < 0) assertEquals(expected, refused(Packed.zip(Map.of(name, "x"), 0)));
    }

    @Test
    void aNameThatNoFileSystemHoldsIsRefused() {
        var name = "a".repeat(300);
        assertEquals("pack.tar cannot be taken: '%s...' has a part longer than 255 bytes; nothing was written."
                .formatted("a".repeat(200)), refused(with(name)));
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK})
    void aLinkIsRefused(byte kind) {
        assertEquals("pack.tar holds 'key', which is a link; packs hold plain files only; nothing was written.",
                refused(Packed.tar(tar -> Packed.other(tar, "key", kind, "/etc/passwd"))));
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
    void aDeviceOrPipeIsRefused(byte kind) {
        assertEquals("pack.tar holds 'disk', which is no plain file; packs hold plain files only; nothing was written.",
                refused(Packed.tar(tar -> Packed.other(tar, "disk", kind, ""))));
    }

    @Test
    void aLinkInAZipIsRefused() {
        assertEquals("pack.tar holds 'key', which is a link; packs hold plain files only; nothing was written.",
                refused(Packed.zip(Map.of("key", "/etc/passwd"), 0120777)));
        assertEquals("pack.tar holds 'disk', which is no plain file; packs hold plain files only; nothing was written.",
                refused(Packed.zip(Map.of("disk", ""), 0060644)));
    }

    @Test
    void twoEntriesOfOneNameAreRefused() {
        assertEquals("pack.tar has two entries 'stack.yaml'; nothing was written.", refused(Packed.tar(tar -> {
            Packed.file(tar, "stack.yaml", "name: good\n");
            Packed.file(tar, "./stack.yaml", "name: evil\n");
        })));
        assertEquals("pack.tar is not for every system: 'A.md' differs from 'a.md' only by case; nothing was written.",
                refused(Packed.tar(tar -> {
                    Packed.file(tar, "a.md", "x");
                    Packed.file(tar, "A.md", "y");
                })).replace("'a.md' differs from 'A.md'", "'A.md' differs from 'a.md'"));
        assertEquals("pack.tar has 'a' both as a file and as a folder; nothing was written.",
                refused(Packed.tar(tar -> {
                    Packed.file(tar, "a", "x");
                    Packed.file(tar, "a/b", "y");
                })));
    }

    @Test
    void bombsAreRefusedByCountSizeAndRatio() {
        assertEquals("pack.tar holds more than 2000 files or 64 MB, too much for a pack; nothing was written.",
                refused(Packed.tar(tar -> {
                    for (int i = 0; i <= 2_000; i++) Packed.file(tar, "f" + i, "");
                })));
        assertEquals("pack.tar has more than 6000 entries, too many for a pack; nothing was written.",
                refused(Packed.tar(tar -> {
                    for (int i = 0; i <= 6_000; i++) Packed.other(tar, "f" + i + "/", TarConstants.LF_DIR, "");
                })));
        assertEquals("pack.tar holds 'large', which is larger than 4 MB; nothing was written.",
                refused(Packed.tar(tar -> Packed.file(tar, "large", "x".repeat((4 << 20) + 1)))));
        var zeros = "\0".repeat(4 << 20);
        assertEquals("pack.tar grows to more than 100 times its size, as no pack does; nothing was written.",
                refused(Packed.gzip(Packed.tar(tar -> {
                    for (int i = 0; i < 4; i++) Packed.file(tar, "f" + i, zeros);
                }))));
        assertEquals("pack.tar grows to more than 100 times its size, as no pack does; nothing was written.",
                refused(Packed.zip(Map.of("a", zeros, "b", zeros, "c", zeros), 0)));
    }

    @Test
    void aSizeThatLiesIsNoWayAround() {
        var archive = Packed.tar(tar -> Packed.file(tar, "a", "xxxx"));
        // the field of the size, in octal digits: 8 GB
        var lying = archive.clone();
        System.arraycopy("77777777777".getBytes(StandardCharsets.US_ASCII), 0, lying, 124, 11);
        sum(lying);
        assertEquals("pack.tar is no whole zip, tar or tar.gz file; fetch it anew.", refused(lying));
    }

    private static void sum(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) sum += header[i] & 0xff;
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, header, 148, 8);
    }

    @Test
    void zerosWithoutEndAfterTheLastEntryAreNotUnpacked() {
        var endless = Packed.gzip(new byte[200 << 20]);
        assertEquals("pack.tar is no whole zip, tar or tar.gz file; fetch it anew.", refused(endless));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "PK\u0003\u0004 and nothing", "<!doctype html><title>Sign in</title>"})
    void whatIsNoArchiveIsToldInASentence(String text) {
        assertEquals("pack.tar is no whole zip, tar or tar.gz file; fetch it anew.",
                refused(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anArchiveThatIsCutOffIsRefused() {
        var whole = Packed.tarGz(Map.of("stack.yaml", "name: x\n".repeat(1_000)));
        assertEquals("pack.tar is no whole zip, tar or tar.gz file; fetch it anew.",
                refused(Arrays.copyOf(whole, whole.length / 2)));
    }
}
