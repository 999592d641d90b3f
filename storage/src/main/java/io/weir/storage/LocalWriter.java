package io.weir.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Writes a hidden file and gives it its name when it is complete and on the disk. One thread at a time. */
final class LocalWriter implements ObjectWriter {
    /** The JDK copies each piece into memory outside the heap; this bounds it. */
    private static final int MAX_WRITE_BYTES = 1 << 20;

    private final String name;
    private final Path file;
    private final Path hidden;
    private final Executor syncs;
    private @Nullable FileOutputStream out;
    private long position;

    LocalWriter(String name, Path file, Path hidden, Executor syncs) throws IOException {
        this.name = name;
        this.file = file;
        this.hidden = hidden;
        this.syncs = syncs;
        this.out = new FileOutputStream(hidden.toFile()); // not a channel: an interrupt would close that half-way
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        FileOutputStream target = out;
        if (target == null) {
            throw new IllegalStateException("The writer is closed {name=" + name + "}");
        }
        try {
            for (int done = 0; done < length; done += MAX_WRITE_BYTES) {
                target.write(bytes, offset + done, Math.min(length - done, MAX_WRITE_BYTES));
            }
            position += length;
        } catch (IOException e) {
            StorageException failure = LocalFailure.writing(file, e);
            abort();
            throw failure;
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        FileOutputStream target = out;
        if (target == null) {
            return;
        }
        out = null;
        try (target) {
            target.getFD().sync();
        } catch (IOException e) {
            StorageException failure = LocalFailure.writing(file, e);
            LocalStore.deleteQuietly(hidden);
            throw failure;
        }
        try {
            rename();
        } catch (StorageException e) {
            LocalStore.deleteQuietly(hidden);
            throw e;
        }
        try {
            DurableDirectories.sync(LocalStore.parentOf(file));
        } catch (IOException e) {
            throw LocalFailure.unknown(file, e);
        }
    }

    private void rename() {
        try {
            Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw e instanceof NoSuchFileException
                    ? new StorageException(
                            "The file vanished while it was written, nothing was written {file=" + file + "}", e)
                    : LocalFailure.writing(file, e);
        }
    }

    /** The file has its name at once: it is nothing to anybody before something names it. */
    @Override
    public PendingSync complete() {
        FileOutputStream target = out;
        if (target == null) {
            return PendingSync.DONE;
        }
        try {
            rename();
        } catch (StorageException e) {
            abort();
            throw e;
        }
        out = null;
        return BackgroundSync.begin(file, target, syncs);
    }

    @Override
    public void abort() {
        FileOutputStream target = out;
        if (target == null) {
            return;
        }
        out = null;
        try {
            target.close();
        } catch (IOException ignored) {
            // The bytes are given up in any case.
        }
        LocalStore.deleteQuietly(hidden);
    }
}
