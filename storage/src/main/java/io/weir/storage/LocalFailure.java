package io.weir.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Says what went wrong with a local file in words that tell what to do next. */
final class LocalFailure {
    private LocalFailure() {}

    /** A read, listing or delete of {@code file} failed. */
    static StorageException reading(String doing, Path file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new StorageException(
                    "The thread was interrupted while it was " + doing + " {file=" + file + "}", cause, true, false);
        }
        if (cause instanceof AccessDeniedException) {
            return new StorageException(
                    "Permission denied while " + doing
                            + "; give this user access to the file and its directories {file=" + file + "}",
                    cause);
        }
        return new StorageException(
                "The file system failed while " + doing + " {file=" + file + ", reason=" + reason(cause) + "}", cause);
    }

    /** A write of {@code file} failed before the object could be seen by anybody. */
    static StorageException writing(Path file, IOException cause) {
        String reason = reason(cause);
        String lower = reason.toLowerCase(Locale.ROOT);
        String facts = " {file=" + file + ", reason=" + reason + "}";
        if (lower.contains("quota")) {
            return new StorageException(
                    "The disk quota is used up, nothing was written; free space or raise the quota, then try again"
                            + facts,
                    cause,
                    true,
                    false);
        }
        if (lower.contains("no space left") || diskIsFull(file)) {
            return new StorageException(
                    "The disk is full, nothing was written; free space, then try again" + facts, cause, true, false);
        }
        if (lower.contains("read-only")) {
            return new StorageException("The file system is read-only, nothing was written" + facts, cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new StorageException(
                    "Permission denied, nothing was written; give this user write access to the directory" + facts,
                    cause);
        }
        if (lower.contains("too many open files")) {
            return new StorageException(
                    "Too many open files, nothing was written; raise the limit (ulimit -n)" + facts,
                    cause,
                    true,
                    false);
        }
        return new StorageException("The file system failed, nothing was written" + facts, cause);
    }

    /** A complete file could not be brought to the disk. Trying it again would not tell: an error of a disk is told once. */
    static StorageException syncing(Path file, IOException cause) {
        return new StorageException(
                "The file system could not bring a file to the disk, which must not be used therefore {file=" + file
                        + ", reason=" + reason(cause) + "}",
                cause);
    }

    /** The object may be visible, but its directory entry is not known to be on the disk. */
    static StorageException unknown(Path file, IOException cause) {
        return new StorageException(
                "The file is there, but the file system could not say whether its name is durable {file=" + file
                        + ", reason=" + reason(cause) + "}",
                cause,
                false,
                true);
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        if (cause instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "Permission denied";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** The text of an error depends on the language of the system; what is left on the disk does not. */
    private static boolean diskIsFull(Path file) {
        try {
            Path existing = file.toAbsolutePath().getParent();
            while (existing != null && !Files.isDirectory(existing)) {
                existing = existing.getParent();
            }
            if (existing == null) {
                return false;
            }
            FileStore disk = Files.getFileStore(existing);
            return disk.getTotalSpace() > 0 && disk.getUsableSpace() == 0; // /proc and the like have no space at all
        } catch (IOException e) {
            return false; // then the first error is all there is to tell
        }
    }
}
