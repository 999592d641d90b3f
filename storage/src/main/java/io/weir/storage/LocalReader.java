package io.weir.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads parts of a local file. Safe for many threads.
 *
 * <p>An interrupt of one reading thread closes a {@link FileChannel} under all of them. The interrupted thread gets an
 * error; the others open the file again and go on.
 */
final class LocalReader implements ObjectReader {
    /** The JDK keeps a direct buffer per thread as large as the largest read; this bounds it. */
    private static final int MAX_READ_BYTES = 1 << 20;

    private final String name;
    private final Path file;
    private final String root;
    private final long sizeBytes;
    private volatile FileChannel channel;
    private boolean closed;

    LocalReader(String name, Path file, String root, long expectedSizeBytes) {
        this.name = name;
        this.file = file;
        this.root = root;
        this.channel = openChannel();
        try {
            this.sizeBytes = expectedSizeBytes >= 0 ? expectedSizeBytes : channel.size();
        } catch (IOException e) {
            close();
            throw LocalFailure.reading("asking for the length of a file", file, e);
        }
    }

    private FileChannel openChannel() {
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(name, root);
        } catch (IOException e) {
            throw LocalFailure.reading("opening a file", file, e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void readFully(long position, byte[] target, int targetOffset, int length) {
        ReadRange.check(name, position, target, targetOffset, length);
        int done = 0;
        while (done < length) {
            FileChannel source = channel;
            int wanted = Math.min(length - done, MAX_READ_BYTES);
            try {
                int count = source.read(ByteBuffer.wrap(target, targetOffset + done, wanted), position + done);
                if (count < 0) {
                    throw ReadRange.endsBefore(name, position, length, source.size());
                }
                done += count;
            } catch (ClosedByInterruptException e) {
                reopen(source);
                throw LocalFailure.reading("reading a file", file, e);
            } catch (ClosedChannelException e) {
                reopen(source);
            } catch (IOException e) {
                throw LocalFailure.reading("reading a file", file, e);
            }
        }
    }

    private synchronized void reopen(FileChannel broken) {
        if (closed) {
            throw new IllegalStateException("The reader is closed {name=" + name + "}");
        }
        if (channel == broken) {
            channel = openChannel();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw LocalFailure.reading("closing a file", file, e);
        }
    }
}
