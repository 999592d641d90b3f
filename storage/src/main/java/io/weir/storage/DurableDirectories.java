package io.weir.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes directories and directory entries survive a loss of power. Safe for many threads.
 *
 * <p>A new file, a new name and a new directory are each an entry in the directory above, and are durable only once that
 * directory was synced.
 */
final class DurableDirectories {
    /** Windows opens no channel on a directory; NTFS journals names by itself. */
    private static final boolean SYNC_WORKS = !System.getProperty("os.name", "").startsWith("Windows");

    private final Path root;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    DurableDirectories(Path root) {
        this.root = root;
    }

    /** Returns when the directory and all above it exist durably. Free for a directory that was asked for before. */
    void require(Path directory) throws IOException {
        if (!known.contains(directory)) {
            make(directory);
        }
    }

    /** Somebody removed the directory that we thought was there. */
    void forget(Path directory) {
        known.removeIf(path -> path.startsWith(directory) || directory.startsWith(path));
    }

    private synchronized void make(Path directory) throws IOException {
        if (known.contains(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (Files.isDirectory(directory)) {
            // Another process may have made it a moment ago and not have synced the directory above it yet. The
            // directories above the root are not ours to worry about.
            if (parent != null && directory.startsWith(root) && !directory.equals(root)) {
                sync(parent);
            }
        } else {
            if (parent != null) {
                make(parent);
            }
            try {
                Files.createDirectory(directory);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(directory)) {
                    throw e;
                }
            }
            if (parent != null) {
                sync(parent);
            }
        }
        known.add(directory);
    }

    /** Makes the entries of a directory durable. An interrupt waits until this is done. */
    static void sync(Path directory) throws IOException {
        if (!SYNC_WORKS) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = Thread.interrupted() || true; // syncing twice does no harm, not syncing does
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
