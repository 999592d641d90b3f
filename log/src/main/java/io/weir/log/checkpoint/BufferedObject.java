package io.weir.log.checkpoint;

import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import java.util.Arrays;

/** An object that is made in memory and then put if there is none of its name. One thread at a time. */
final class BufferedObject implements ObjectWriter {
    private final ObjectStore store;
    private final String name;
    private byte[] bytes = new byte[64 << 10];
    private int length;
    private boolean done;
    private boolean stored;

    BufferedObject(ObjectStore store, String name) {
        this.store = store;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        int end = Math.addExact(length, count);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length + (bytes.length >> 1)));
        }
        System.arraycopy(source, offset, bytes, length, count);
        length = end;
    }

    @Override
    public long position() {
        return length;
    }

    @Override
    public void close() {
        if (!done) {
            done = true;
            // if there is one already it says the same: both are the state of one version
            stored = store.putIfAbsent(name, Arrays.copyOf(bytes, length)) == PutOutcome.STORED;
        }
    }

    /** Is the object this one, and not one that was there before? */
    boolean isStored() {
        return stored;
    }

    @Override
    public void abort() {
        done = true;
    }
}
