package io.weir.log.checkpoint;

import io.weir.storage.ObjectReader;
import io.weir.storage.StorageException;

/** An object of which all bytes were read at once. Immutable and safe for many threads. */
final class WholeObject implements ObjectReader {
    private final String name;
    private final byte[] bytes;

    WholeObject(String name, byte[] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void readFully(long position, byte[] target, int targetOffset, int length) {
        if (position < 0 || position + length > bytes.length) {
            throw new StorageException(
                    "Object ends before what was asked for {name=" + name + ", size=" + bytes.length + ", wanted="
                            + (position + length) + "}",
                    null);
        }
        System.arraycopy(bytes, (int) position, target, targetOffset, length);
    }

    @Override
    public void close() {}
}
