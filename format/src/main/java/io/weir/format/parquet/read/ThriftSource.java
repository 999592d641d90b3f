package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Reads the structures of footers and page indexes from memory, in Thrift's compact form. One thread at a time.
 *
 * <p>Stands in for the transport over streams that comes with the structures, which needs a logging library. Nothing is allocated
 * for lists or strings that say they are longer than what is left.
 */
final class ThriftSource extends TTransport {
    private final byte[] bytes;
    private final int limit;
    private int position;

    private ThriftSource(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = offset + length;
    }

    /** Fills a structure from bytes. */
    static <T extends TBase<?, ?>> T read(T structure, byte[] bytes, int offset, int length) {
        try {
            structure.read(new TCompactProtocol(new ThriftSource(bytes, offset, length)));
            return structure;
        } catch (TException | RuntimeException | StackOverflowError e) {
            // what the generated code throws when its input makes no sense is its own affair
            throw new CorruptParquetException(
                    "Footer or page index cannot be parsed",
                    Map.of("structure", structure.getClass().getSimpleName()),
                    e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        checkReadBytesAvailable(length);
        System.arraycopy(bytes, position, target, offset, length);
        position += length;
        return length;
    }

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count < 0 || count > limit - position) {
            throw new TTransportException(TTransportException.END_OF_FILE, "Structure is cut short");
        }
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return limit - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("A source is not written");
    }

    @Override
    public TConfiguration getConfiguration() {
        return TConfiguration.DEFAULT;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {
        // always is
    }

    @Override
    public void close() {
        // nothing to release
    }

    @Override
    public void updateKnownMessageSize(long size) {
        // the array is the limit
    }
}
