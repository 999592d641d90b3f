package io.weir.pipeline.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream that nobody has to wait for: a thread of its own reads ahead, by a megabyte at most. The first bytes are waited for; later a read that nothing comes
 * for gives no bytes, so that who reads can end an epoch. One thread at a time.
 */
final class PumpedStream extends InputStream {
    private static final int BLOCK_BYTES = 1 << 16;
    private static final int BLOCKS = 16;
    private static final int WAIT_MILLIS = 5;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final InputStream in;
    private final Thread thread;
    private volatile @Nullable IOException failure;
    private byte[] block = {};
    private int at;
    private boolean any;
    private boolean ended;

    PumpedStream(InputStream in, String name) {
        this.in = in;
        this.thread = new Thread(this::pump, "weir-pump " + name);
        thread.setDaemon(true); // nothing can wake it from standard input
        thread.start();
    }

    private void pump() {
        try {
            byte[] bytes = new byte[BLOCK_BYTES];
            int count = in.read(bytes);
            while (count >= 0) {
                if (count > 0) {
                    blocks.put(Arrays.copyOf(bytes, count));
                }
                count = in.read(bytes);
            }
            blocks.put(END);
        } catch (IOException e) {
            failure = e;
            endAfterFailure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void endAfterFailure() {
        try {
            blocks.put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = 0;
        while (count == 0) {
            count = read(one, 0, 1);
        }
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (at == block.length && !ended && !next()) {
            return 0;
        }
        if (ended) {
            if (failure != null) {
                throw new IOException("A stream could not be read to its end", failure);
            }
            return -1;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, bytes, offset, count);
        at += count;
        return count;
    }

    /** Takes the next block, or notices the end. */
    private boolean next() throws IOException {
        try {
            byte[] taken = any ? blocks.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS) : blocks.take();
            if (taken == null) {
                return false;
            }
            any = true;
            ended = taken == END;
            block = taken;
            at = 0;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a stream was read");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
