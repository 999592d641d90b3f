package io.weir.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives a complete file its name if nobody has that name. Safe for many threads.
 *
 * <p>A hard link does it in one step that the file system decides. Where there are none (FAT, some network and user-space
 * file systems) the name is looked up and the file renamed under a lock that all Weir processes of this machine take: a
 * file is still whole or absent, but a program that does not know the lock could come between.
 */
final class ExclusiveName {
    /** {@link Files#createLink}, or a file system that behaves differently. */
    interface Linker {
        Path createLink(Path link, Path existing) throws IOException;
    }

    /** Makes a new file to try a link with. */
    interface Probe {
        Path create() throws IOException;
    }

    private enum Links {
        UNTRIED,
        WORK,
        MISSING
    }

    private static final String LOCK_NAME = ".weir-lock.tmp"; // hidden from listings like every file being written
    private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

    private final Linker linker;
    private final AtomicReference<Links> links = new AtomicReference<>(Links.UNTRIED);

    ExclusiveName(Linker linker) {
        this.linker = linker;
    }

    /** Is {@code complete} now (also) called {@code name}? False if the name was taken. */
    boolean take(Path name, Path complete) throws IOException {
        if (links.get() != Links.MISSING) {
            try {
                linker.createLink(name, complete);
                links.set(Links.WORK);
                return true;
            } catch (FileAlreadyExistsException e) {
                // A network file system may have made our link, lost the answer and tried again by itself.
                return Files.isSameFile(name, complete);
            } catch (NoSuchFileException e) {
                throw e;
            } catch (UnsupportedOperationException | FileSystemException e) {
                if (isSameFile(name, complete)) {
                    // The link was made and the answer lost. Who is told otherwise takes back what the name stands for
                    return true;
                }
                if (links.get() == Links.WORK || !linksAreMissing(complete)) {
                    throw e;
                }
                links.set(Links.MISSING);
            }
        }
        return renameUnderLock(name, complete);
    }

    private static boolean isSameFile(Path name, Path complete) throws IOException {
        try {
            return Files.isSameFile(name, complete);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    boolean linksWork(Probe probe) throws IOException {
        if (links.get() == Links.UNTRIED) {
            Path file = probe.create();
            try {
                links.compareAndSet(Links.UNTRIED, linksAreMissing(file) ? Links.MISSING : Links.WORK);
            } finally {
                LocalStore.deleteQuietly(file);
            }
        }
        return links.get() == Links.WORK;
    }

    /** Tells "no links here" from "this link failed" without reading messages: a link under a fresh hidden name. */
    private boolean linksAreMissing(Path complete) throws IOException {
        Path link = complete.resolveSibling(HiddenName.of("link", String.valueOf(complete.getFileName())));
        try {
            linker.createLink(link, complete);
            return false;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            return true;
        } catch (FileSystemException e) {
            // We have just created a file in this directory, so it is neither full, read-only nor closed to us.
            return !(e instanceof AccessDeniedException) || Files.isWritable(LocalStore.parentOf(complete));
        } finally {
            LocalStore.deleteQuietly(link);
        }
    }

    private static boolean renameUnderLock(Path name, Path complete) throws IOException {
        Path directory = LocalStore.parentOf(name).toRealPath();
        // A lock on a file belongs to the process, so threads need one of their own.
        ReentrantLock threads = LOCKS.computeIfAbsent(directory, ignored -> new ReentrantLock());
        threads.lock();
        boolean interrupted = Thread.interrupted(); // it would close the channel and drop the lock
        try (FileChannel channel = FileChannel.open(
                        directory.resolve(LOCK_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || Files.exists(name, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            Files.move(complete, name, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } finally {
            threads.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
