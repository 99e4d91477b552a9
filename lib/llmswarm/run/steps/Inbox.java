package llmswarm.run.steps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.run.journal.RunFolder;
import machine.OwnerOnly;

/**
 * The folder beside a journal by which others reach the run's process: an answer is a file named by the number of the
 * journal's line that asks, and the wish that the run ends is a file, too. Of several answers the first one stands.
 *
 * @param folder there is none while no process works on the run, or one that is older than this
 */
public record Inbox(Path folder) {
    /** Bytes of one answer at most. */
    public static final int LONGEST = 256 << 10;
    /** As JSON it can be longer. */
    private static final int LARGEST_FILE = 6 * LONGEST + 100;
    private static final String STOP = "stop", PROCESS = "process", PART = ".part", ANSWER = "answer",
            WATCHED = "watched", SHOWN = "shown";
    /** Seconds after which nobody looks on, and bytes. */
    private static final long LOOKS_ON = 10, LONGEST_SHOWN = 4 << 20;
    /** In place of an answer that was taken, or given at the terminal: what was typed lies in no further file. */
    private static final String TAKEN = "{}";
    private static final JsonMapper JSON = new JsonMapper();

    /** Why a file is no answer, in a sentence without its end. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String sentence) {
            super(sentence);
        }
    }

    /** That of a run's folder. */
    public static Inbox of(Path run) {
        return new Inbox(run.resolve(RunFolder.INBOX));
    }

    /**
     * Makes it empty, for this process: what lay there before was meant for none of its questions.
     */
    void begin() throws IOException {
        OwnerOnly.make(folder);
        try (var old = Files.newDirectoryStream(folder)) {
            for (var file : old) discard(file);
        }
        var self = ProcessHandle.current();
        Files.writeString(folder.resolve(PROCESS), self.pid() + " " + began(self));
    }

    /** No process works on the run any more. */
    void end() throws IOException {
        Files.writeString(folder.resolve(PROCESS), " over", StandardOpenOption.APPEND);
    }

    /** Whether that process works on the run, or did last. */
    public boolean isOf(long pid) {
        try {
            return Files.readString(folder.resolve(PROCESS)).startsWith(pid + " ");
        } catch (IOException nobody) {
            return false;
        }
    }

    /** Whether a process works on the run that looks into this. */
    public boolean live() {
        try {
            var words = Files.readString(folder.resolve(PROCESS)).strip().split(" ");
            return words.length == 2 && ProcessHandle.of(Long.parseLong(words[0])).filter(ProcessHandle::isAlive)
                    .filter(process -> began(process) == Long.parseLong(words[1])).isPresent();
        } catch (IOException | RuntimeException nobody) {
            return false;
        }
    }

    private static long began(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /**
     * Answers the question of that line, where nobody did.
     *
     * @return whether this is the answer
     * @throws IOException where no process is there that would take it
     */
    public boolean put(long question, String answer) throws IOException {
        return place(question, JSON.createObjectNode().put(ANSWER, answer).toString());
    }

    /** The same for an answer that was given otherwise. */
    boolean claim(long question) throws IOException {
        return place(question, TAKEN);
    }

    private boolean place(long question, String content) throws IOException {
        var part = part(question, content);
        try {
            return link(part, file(question));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private Path part(long question, String content) throws IOException {
        var part = Files.createTempFile(folder, question + "-", PART);
        return Files.writeString(part, content);
    }

    /** A whole file or none, and never in place of another one. */
    private static boolean link(Path part, Path file) throws IOException {
        try {
            Files.createLink(file, part);
            return true;
        } catch (FileAlreadyExistsException second) {
            return false;
        } catch (UnsupportedOperationException | IOException withoutLinks) {
            if (!Files.exists(part)) throw new IOException("nobody is there to take it", withoutLinks);
            try {
                Files.move(part, file);
                return true;
            } catch (FileAlreadyExistsException second) {
                return false;
            }
        }
    }

    private Path file(long question) {
        return folder.resolve(Long.toString(question));
    }

    /** The answer to a question that lies there; throws {@link Unreadable} where it is none. */
    Optional<String> read(long question) throws Unreadable {
        var file = file(question);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) throw new Unreadable("it is no file");
        try (var in = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            var bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) throw tooLong();
            var answer = JSON.readTree(new String(bytes, StandardCharsets.UTF_8)).path(ANSWER);
            if (!answer.isTextual()) throw new Unreadable("it holds no answer");
            if (answer.textValue().getBytes(StandardCharsets.UTF_8).length > LONGEST) throw tooLong();
            return Optional.of(answer.textValue());
        } catch (JsonProcessingException garbage) {
            throw new Unreadable("it is no JSON");
        } catch (IOException gone) {
            throw new Unreadable("it cannot be read: " + gone.getMessage());
        }
    }

    private static Unreadable tooLong() {
        return new Unreadable("it has more than %d KB".formatted(LONGEST >> 10));
    }

    /** What was read is not kept, and yet nobody answers the same question again. */
    void taken(long question) throws IOException {
        Files.move(part(question, TAKEN), file(question), StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isThere(long question) {
        return Files.exists(file(question), LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes room for another answer. */
    void discard(long question) throws IOException {
        discard(file(question));
    }

    private static void discard(Path file) throws IOException {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) Files.deleteIfExists(file);
    }

    /** Says that somebody looks on now, for whom the run tells what its journal does not keep. */
    public void watch() throws IOException {
        var mark = folder.resolve(WATCHED);
        if (Files.exists(mark)) Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
        else Files.createFile(mark);
    }

    /** What the run tells those who look on, a line each; begun anew when it has grown long. */
    public Path shown() {
        return folder.resolve(SHOWN);
    }

    /** Tells it them, where there is anybody. */
    void show(String line) {
        try {
            var seen = Files.getLastModifiedTime(folder.resolve(WATCHED)).toInstant();
            if (seen.isBefore(Instant.now().minusSeconds(LOOKS_ON))) return;
            if (Files.exists(shown()) && Files.size(shown()) > LONGEST_SHOWN) Files.delete(shown());
            Files.writeString(shown(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException nobody) {
            // It was for looking at only.
        }
    }

    /** Tells the run to end in order, as an interrupt does; throws where no process is there. */
    public void stop() throws IOException {
        if (!Files.exists(folder.resolve(STOP))) Files.createFile(folder.resolve(STOP));
    }

    boolean stopped() {
        return Files.exists(folder.resolve(STOP), LinkOption.NOFOLLOW_LINKS);
    }
}
