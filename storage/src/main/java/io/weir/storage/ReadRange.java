package io.weir.storage;

import java.util.Objects;

/** What a positional read may ask for, and what it says when the object is shorter. */
final class ReadRange {
    private ReadRange() {}

    static void check(String name, long position, byte[] target, int targetOffset, int length) {
        Objects.checkFromIndexSize(targetOffset, length, target.length);
        if (position < 0) {
            throw new IllegalArgumentException(
                    "The position is negative {name=" + name + ", position=" + position + "}");
        }
    }

    static StorageException endsBefore(String name, long position, int length, long sizeBytes) {
        return new StorageException(
                "The object ends before the bytes that were asked for {length=" + length + ", name=" + name
                        + ", position=" + position + ", sizeBytes=" + sizeBytes + "}",
                null);
    }
}
