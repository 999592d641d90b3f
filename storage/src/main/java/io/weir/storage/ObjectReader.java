package io.weir.storage;

/** Reads parts of one object. Safe for many threads. */
public interface ObjectReader extends AutoCloseable {

    /** The object's name, for messages. */
    String name();

    /** The object's length. Free if it was given to {@link ObjectStore#open}. */
    long sizeBytes();

    /**
     * Reads exactly {@code length} bytes from {@code position} into {@code target}. One request.
     *
     * @throws StorageException if the object ends before {@code position + length}
     */
    void readFully(long position, byte[] target, int targetOffset, int length);

    /** The same into a new array. */
    default byte[] read(long position, int length) {
        byte[] bytes = new byte[length];
        readFully(position, bytes, 0, length);
        return bytes;
    }

    @Override
    void close();
}
