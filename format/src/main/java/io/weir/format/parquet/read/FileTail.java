package io.weir.format.parquet.read;

import io.weir.format.parquet.FileChecksums;
import io.weir.storage.ObjectReader;
import java.util.zip.CRC32C;
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

    /** Is the footer, which it holds, as it was written? */
    boolean matches(FileChecksums checksums, long position, int length) {
        return checksums.matchesFooter(bytes, (int) (position - start), length);
    }

    /** Are there checksums in the footer, wherever they are? */
    boolean hasChecksums(long position, int length) {
        return FileChecksums.isIn(bytes, (int) (position - start), length);
    }

    /** The CRC-32C of bytes that it holds. */
    int crc32c(long position, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, (int) (position - start), length);
        return (int) crc.getValue();
    }

    /** Fills a structure from bytes that it holds. */
    <T extends TBase<?, ?>> T parse(T structure, long position, int length) {
        return ThriftSource.read(structure, bytes, (int) (position - start), length);
    }
}
