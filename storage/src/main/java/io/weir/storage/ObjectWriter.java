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

    /** Gives the object up: it never becomes visible and its storage is freed. Never throws. */
    void abort();
}
