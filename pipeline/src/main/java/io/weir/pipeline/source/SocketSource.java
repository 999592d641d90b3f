package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.FilePosition;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.TextFile;
import io.weir.pipeline.decode.UnknownFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records that come over a TCP connection, to try things out with. Immutable.
 *
 * <p>What came over a connection does not come again: <b>rows that were received and not committed when a process dies are lost</b>. None is there twice,
 * unless the other side sends it twice. The position is the number of records that were ever taken. A query connects once, when it starts; it ends when
 * the other side ends the connection, except a continuous one, and a connection that breaks is an error.
 */
public final class SocketSource implements Source {
    private static final String RECORDS = "records";
    private static final int CONNECT_MILLIS = 10_000;
    /** So long a read waits: an epoch that ends meanwhile is late by as much. */
    private static final int WAIT_MILLIS = 5;

    private final String host;
    private final int port;
    private final FileFormat format;
    private final @Nullable StructType schema;

    private SocketSource(String host, int port, FileFormat format, @Nullable StructType schema) {
        this.host = host;
        this.port = port;
        this.format = format;
        this.schema = schema;
    }

    /** @param format JSON or CSV */
    public static SocketSource of(String host, int port, FileFormat format) {
        if (host.isBlank() || port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("Not an address {host=" + host + ", port=" + port + "}");
        }
        if (format.kind() == FileFormat.Kind.PARQUET) {
            throw new IllegalArgumentException(
                    "Parquet is read from its end, so it cannot come over a connection {host=" + host + ", port=" + port
                            + "}");
        }
        return new SocketSource(host, port, format, null);
    }

    /** Rows become these columns, rather than those of the table or those that the first records show. */
    public SocketSource schema(StructType columns) {
        return new SocketSource(host, port, format, columns);
    }

    @Override
    public String identity() {
        return "tcp://" + host + ":" + port;
    }

    /** Whoever listens there may send anything. */
    @Override
    public boolean identifiesItself() {
        return false;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        FileFormat reading = settings.addColumns() ? format.withUnknownFields(UnknownFields.ADD) : format;
        @Nullable StructType known = schema == null ? settings.schema() : schema;
        ReadSettings told = schema == null ? settings : settings.withoutKnown();
        Long before = from.at(RECORDS);
        return new Reader(connect(), identity(), reading, known, told, before == null ? 0 : before);
    }

    private Socket connect() {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(WAIT_MILLIS);
            return socket;
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw new SourceException(
                    "Nobody answers there {cause=" + e.getMessage() + ", source=" + identity() + "}", e);
        }
    }

    @Override
    public String toString() {
        return identity();
    }

    private static final class Reader implements SourceReader {
        private final Socket socket;
        private final String name;
        private final FileFormat format;
        private final @Nullable StructType schema;
        private final ReadSettings settings;
        private final long before;
        private @Nullable InputReading reading;

        Reader(
                Socket socket,
                String name,
                FileFormat format,
                @Nullable StructType schema,
                ReadSettings settings,
                long before) {
            this.socket = socket;
            this.name = name;
            this.format = format;
            this.schema = schema;
            this.settings = settings;
            this.before = before;
        }

        @Override
        public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
            InputReading open = reading;
            if (open == null) { // opening looks at the first bytes, which may have to be waited for
                open = new InputReading(
                        TextFile.open(name, new Waiting(stream()), format.text()),
                        name,
                        FilePosition.START,
                        format,
                        schema,
                        settings);
                reading = open;
            }
            return open.next(maxRows, bad, position -> Map.of(RECORDS, before + position.rows()));
        }

        private InputStream stream() {
            try {
                return socket.getInputStream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean finished() {
            return reading != null && reading.ended();
        }

        @Override
        public void close() {
            try {
                if (reading != null) {
                    reading.close();
                }
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Waits for the first bytes until they come or the thread is interrupted, which a socket alone does not notice. Later a read that nothing comes for
     * gives no bytes, so that who reads can end an epoch.
     */
    private static final class Waiting extends InputStream {
        private final InputStream in;
        private boolean any;

        Waiting(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            int count = 0;
            while (count == 0) {
                count = read(one, 0, 1);
            }
            return count < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (true) {
                try {
                    int count = in.read(bytes, offset, length);
                    any = true;
                    return count;
                } catch (SocketTimeoutException e) {
                    if (any) {
                        return 0;
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedIOException("Interrupted while a connection was read");
                    }
                }
            }
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
