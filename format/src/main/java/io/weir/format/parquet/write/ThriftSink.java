package io.weir.format.parquet.write;

import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;

/**
 * Puts the structures of headers and footers into a sink, in Thrift's compact form. One thread at a time.
 *
 * <p>Stands in for the transport over streams that comes with the structures, which needs a logging library.
 */
final class ThriftSink extends TTransport {
    private final ByteSink sink;

    private ThriftSink(ByteSink sink) {
        this.sink = sink;
    }

    /** Writes a structure behind what is in the sink; how many bytes that took. */
    static int write(TBase<?, ?> structure, ByteSink sink) {
        int before = sink.size();
        try {
            structure.write(new TCompactProtocol(new ThriftSink(sink)));
        } catch (TException e) {
            throw new IllegalStateException("A header lacks a part that Parquet requires: " + structure, e);
        }
        return sink.size() - before;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        sink.write(source, offset, length);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        throw new UnsupportedOperationException("A sink is not read");
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
        // only reading is limited
    }

    @Override
    public void checkReadBytesAvailable(long numBytes) {
        // only reading is limited
    }
}
