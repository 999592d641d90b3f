package io.weir.format.parquet.read;

import java.io.ByteArrayInputStream;
import org.apache.parquet.format.FileMetaData;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/**
 * Hands bytes to the structures of a footer, in Thrift's compact form. One thread at a time.
 *
 * <p>Stands in for the transport over streams that comes with the structures, which needs a logging library.
 */
final class ThriftSource extends TTransport {
    private final ByteArrayInputStream bytes;

    private ThriftSource(ByteArrayInputStream bytes) {
        this.bytes = bytes;
    }

    /** @throws TException if the bytes are no footer */
    static FileMetaData footer(ByteArrayInputStream bytes) throws TException {
        FileMetaData footer = new FileMetaData();
        footer.read(new TCompactProtocol(new ThriftSource(bytes)));
        return footer;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        int count = bytes.read(target, offset, length);
        if (count < 0) {
            throw new TTransportException(TTransportException.END_OF_FILE, "The footer ends before its structure");
        }
        return count;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("A source is not written to");
    }

    @Override
    public TConfiguration getConfiguration() {
        return TConfiguration.DEFAULT;
    }

    @Override
    public void updateKnownMessageSize(long size) {
        // all there is is in memory
    }

    /** Keeps damaged bytes from asking for more memory than they are. */
    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count > bytes.available()) {
            throw new TTransportException(TTransportException.END_OF_FILE, "The footer ends before its structure");
        }
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
}
