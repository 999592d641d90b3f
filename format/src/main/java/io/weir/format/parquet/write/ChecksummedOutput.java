package io.weir.format.parquet.write;

import io.weir.storage.ObjectWriter;
import io.weir.storage.PendingSync;
import java.util.zip.CRC32C;

/** Adds up the bytes on their way into an object. One thread at a time. */
final class ChecksummedOutput implements ObjectWriter {
    private final ObjectWriter out;
    private final CRC32C crc = new CRC32C();

    ChecksummedOutput(ObjectWriter out) {
        this.out = out;
    }

    /** The checksum of what was written since the last call. */
    int next() {
        int value = (int) crc.getValue();
        crc.reset();
        return value;
    }

    @Override
    public String name() {
        return out.name();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        out.write(bytes, offset, length);
    }

    @Override
    public long position() {
        return out.position();
    }

    @Override
    public void close() {
        out.close();
    }

    @Override
    public PendingSync complete() {
        return out.complete();
    }

    @Override
    public void abort() {
        out.abort();
    }
}
