package io.weir.storage;

/** Writes one new object from front to back. One thread at a time. */
public interface ObjectWriter extends AutoCloseable {

    /** The name the object will have. */
    String name();

    /** Appends bytes; they are copied or written before the call returns. */
    void write(byte[] bytes, int offset, int length);

    /** How many bytes were written so far. */
    long position();

    /** Makes the object durable and visible. Calling it again, or after {@link #abort}, does nothing. */
    @Override
    void close();

    /**
     * Makes the object visible with all its bytes, and begins to make it durable, so that several can be on their way to the disk at
     * the same time. Who names the object elsewhere waits for that first. {@link #close()} does nothing afterwards.
     */
    default PendingSync complete() {
        close();
        return PendingSync.DONE;
    }

    /** Gives the object up: it never becomes visible and its storage is freed. Never throws. */
    void abort();
}
