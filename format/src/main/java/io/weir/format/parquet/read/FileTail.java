package io.weir.format.parquet.read;

import io.weir.storage.ObjectReader;
import shaded.parquet.org.apache.thrift.TBase;

/** The last bytes of a file. Immutable. */
final class FileTail {
    private final byte[] bytes;
    private final long start;

    private FileTail(byte[] bytes, long start) {
        this.bytes = bytes;
        this.start = start;
    }

    static FileTail read(ObjectReader reader, long size, int wanted) {
        int length = (int) Math.min(size, wanted);
        return new FileTail(reader.read(size - length, length), size - length);
    }

    /** This with the bytes before it from {@code from} on. */
    FileTail extended(ObjectReader reader, long from) {
        int more = Math.toIntExact(start - from);
        byte[] all = new byte[more + bytes.length];
        reader.readFully(from, all, 0, more);
        System.arraycopy(bytes, 0, all, more, bytes.length);
        return new FileTail(all, from);
    }

    /** Does it hold everything from {@code position} on? */
    boolean from(long position) {
        return position >= start;
    }

    /** Does it hold all of these bytes? */
    boolean holds(long position, long length) {
        return position >= start && length >= 0 && position + length <= start + bytes.length;
    }

    boolean endsWith(byte[] magic) {
        for (int i = 0; i < magic.length; i++) {
            if (bytes[bytes.length - magic.length + i] != magic[i]) {
                return false;
            }
        }
        return true;
    }

    int int32(long position) {
        return (int) LittleEndian.INT.get(bytes, (int) (position - start));
    }

    /** Fills a structure from bytes that it holds. */
    <T extends TBase<?, ?>> T parse(T structure, long position, int length) {
        return ThriftSource.read(structure, bytes, (int) (position - start), length);
    }
}
