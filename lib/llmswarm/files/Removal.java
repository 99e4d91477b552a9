package llmswarm.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes a folder and all in it; folders that a program made unwritable are made writable first. */
final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (!Files.isWritable(folder)) folder.toFile().setWritable(true);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path folder, IOException unreadable) throws IOException {
        var locked = folder.toFile();
        if (Files.isReadable(folder) || !locked.setReadable(true) || !locked.setExecutable(true) || !locked.setWritable(true)) throw unreadable;
        Files.walkFileTree(folder, this);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failed) throws IOException {
        if (failed != null) throw failed;
        Files.delete(folder);
        return FileVisitResult.CONTINUE;
    }
}
