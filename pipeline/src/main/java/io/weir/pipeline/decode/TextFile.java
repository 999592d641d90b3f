package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One input of JSON or CSV, plain or compressed, read from front to back as batches. One thread at a time.
 *
 * <p>JSON is records on lines, or values one after the other, or the elements of one array; which of them is seen in
 * the first bytes. Text is UTF-8, with or without a byte order mark.
 */
public final class TextFile implements InputFile {
    /** A schema is inferred from so many bytes of the input at most. */
    public static final int SAMPLE_BYTES = 4 << 20;
    /** A schema is inferred from so many records at most. */
    public static final int SAMPLE_ROWS = 10_000;

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int LARGEST_RECORD_BYTES = 256 << 20;
    private static final int LARGEST_BATCH_BYTES = 8 << 20;
    private static final int LONGEST_BAD_TEXT_BYTES = 1 << 20;
    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long POLL_NANOS = 10_000_000L;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final String name;
    private final TextOptions options;
    private final InputStream in;
    private final @Nullable FileInputStream file;
    private final boolean live;
    private final boolean growing;

    private byte[] buffer = new byte[BUFFER_BYTES];
    /** Where {@code buffer[0]} is in the input. */
    private long bufferStart;

    private int position;
    /** Behind the last record; space and a comma may lie between it and the position. */
    private int recordEnd;

    private int limit;
    private boolean ended;
    private long rows;
    private boolean tookUnterminated;

    private boolean headKnown;
    private boolean jsonArray;
    private boolean jsonLines = true;
    private List<String> header = List.of();
    private Framer framer = new Framer.Lines();
    private StructType mayAppear = StructType.EMPTY;
    private @Nullable RecordDecoder decoder;
    private @Nullable RecordDecoder nextDecoder;

    private TextFile(
            String name,
            InputStream in,
            @Nullable FileInputStream file,
            boolean live,
            boolean growing,
            TextOptions options) {
        this.name = name;
        this.in = in;
        this.file = file;
        this.live = live;
        this.growing = growing;
        this.options = options;
    }

    /**
     * Opens a file.
     *
     * @param name what messages call it
     * @param growing may lines be appended while we read? Then a last line without an end is left until it has one.
     */
    public static TextFile open(String name, Path path, boolean growing, TextOptions options) {
        try {
            FileInputStream file = new FileInputStream(path.toFile());
            try {
                Decompression.Opened opened = Decompression.open(file);
                if (!opened.compressed()) {
                    file.getChannel().position(0);
                    return new TextFile(name, file, file, false, growing, options);
                }
                if (growing) {
                    throw new SourceException(
                            "A compressed file cannot be followed while it grows {source=" + name + "}");
                }
                return new TextFile(name, opened.stream(), null, false, false, options);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (FileNotFoundException e) {
            throw new SourceException(
                    "The source cannot be opened {cause=" + e.getMessage() + ", source=" + name + "}", e);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Is a file compressed? By its first bytes. */
    public static boolean isCompressed(String name, Path path) {
        try (FileInputStream file = new FileInputStream(path.toFile())) {
            return Decompression.open(file).compressed();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Reads a stream that is somebody else's and stays open. */
    public static TextFile open(String name, InputStream stream, TextOptions options) {
        try {
            return new TextFile(name, Decompression.open(stream).stream(), null, true, false, options);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    @Override
    public boolean ready() {
        while (!headKnown) {
            boolean atEnd = ended && !growing;
            if (readHead(atEnd)) {
                headKnown = true;
            } else if (!fill() && growing) {
                return false;
            }
        }
        return true;
    }

    private boolean readHead(boolean atEnd) {
        if (!atEnd && limit < BYTE_ORDER_MARK.length) {
            return false;
        }
        if (limit >= 2 && ((buffer[0] & 0xff) == 0xfe || (buffer[0] & 0xff) == 0xff) && (buffer[0] ^ buffer[1]) == 1) {
            throw new SourceException("The source is UTF-16; only UTF-8 is read {source=" + name + "}");
        }
        boolean marked = limit >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        int first = marked ? BYTE_ORDER_MARK.length : 0;
        if (options.csv() != null) {
            return readCsvHead(options.csv(), first, atEnd);
        }
        int p = Framer.skipSpace(buffer, first, limit);
        if (p == limit) {
            return atEnd;
        }
        jsonArray = buffer[p] == '[';
        if (!jsonArray && !growing) {
            Framer.Lines lines = new Framer.Lines();
            if (!lines.find(buffer, p, limit, atEnd) && limit < SAMPLE_BYTES) {
                return false;
            }
            jsonLines = !isOpenEnded(lines.start, lines.end);
        }
        if (jsonArray && growing) {
            throw new SourceException(
                    "An array that grows cannot be followed; write one record a line {source=" + name + "}");
        }
        position = first;
        recordEnd = first;
        framer = jsonLines && !jsonArray ? new Framer.Lines() : new Framer.JsonValues(jsonArray, false);
        return true;
    }

    /** Does the first line end where a JSON value must go on? Then values span lines. */
    private boolean isOpenEnded(int start, int end) {
        int last = end - 1;
        while (last > start && buffer[last] <= ' ') {
            last--;
        }
        return buffer[last] == '{' || buffer[last] == '[' || buffer[last] == ',' || buffer[last] == ':';
    }

    private boolean readCsvHead(CsvFormat csv, int first, boolean atEnd) {
        framer = new Framer.CsvRecords(csv.delimiter());
        if (!framer.find(buffer, first, limit, atEnd)) {
            if (limit >= LARGEST_RECORD_BYTES) {
                throw tooLarge();
            }
            return atEnd;
        }
        if (framer.problem != null) {
            throw new SourceException(framer.problem.at(name, 0, "").message());
        }
        List<String> cells = CsvInference.header(csv, name, buffer, framer.start, framer.end);
        header = csv.header() ? cells : CsvInference.numbered(cells.size());
        position = csv.header() ? framer.next : first;
        recordEnd = position;
        return true;
    }

    /**
     * The schema that a sample of the records shows, its columns named by the options; see {@link InferredType} for the rules. Only
     * before {@link #start}. Of a live stream as much is looked at as comes without a pause.
     */
    @Override
    public StructType infer() {
        long quietSince = System.nanoTime();
        while (limit - position < SAMPLE_BYTES && !ended) {
            if (live && available() == 0 && limit > position) {
                if (System.nanoTime() - quietSince > QUIET_NANOS) {
                    break;
                }
                LockSupport.parkNanos(POLL_NANOS);
            } else if (fill()) {
                quietSince = System.nanoTime();
            } else {
                break;
            }
        }
        Framer sampling = newFramer(false);
        JsonInference json = new JsonInference();
        CsvInference csv = new CsvInference(header, options.csv() == null ? CsvFormat.STANDARD : options.csv());
        int p = position;
        for (int i = 0; i < SAMPLE_ROWS && sampling.find(buffer, p, limit, ended && !growing); i++) {
            if (options.csv() == null) {
                json.add(buffer, sampling.start, sampling.end);
            } else {
                csv.add(buffer, sampling.start, sampling.end);
            }
            p = sampling.next;
        }
        StructType found = options.csv() == null ? json.schema() : csv.schema();
        return options.naming().apply(found);
    }

    @Override
    public void mayAppear(StructType columns) {
        mayAppear = columns;
    }

    @Override
    public void start(StructType schema, FilePosition from) {
        framer = newFramer(from.rows() > 0);
        if (from.bytes() > 0) {
            goTo(from);
        }
        rows = from.rows();
        decoder = newDecoder(schema);
    }

    private Framer newFramer(boolean resumed) {
        if (options.csv() != null) {
            return new Framer.CsvRecords(options.csv().delimiter());
        }
        return jsonLines && !jsonArray ? new Framer.Lines() : new Framer.JsonValues(jsonArray, resumed);
    }

    private RecordDecoder newDecoder(StructType schema) {
        CsvFormat csv = options.csv();
        if (csv == null) {
            return new JsonDecoder(schema, options.naming(), options.unknownFields(), mayAppear);
        }
        if (csv.header()) {
            return new CsvDecoder(name, schema, header, csv, options.naming(), options.unknownFields());
        }
        List<String> names = header.size() == schema.size() ? schema.names() : header;
        return new CsvDecoder(name, schema, names, csv, ColumnNaming.STRICT, options.unknownFields());
    }

    private void goTo(FilePosition from) {
        long checkStart = Math.max(0, from.bytes() - FilePosition.CHECKED_BYTES);
        try {
            if (file != null) {
                long size = file.getChannel().size();
                if (size < from.bytes()) {
                    throw cut(from, size);
                }
                file.getChannel().position(checkStart);
                bufferStart = checkStart;
                position = 0;
                recordEnd = 0;
                limit = 0;
                ended = false;
            } else {
                position = 0;
                while (bufferStart + limit < checkStart) {
                    position = limit;
                    recordEnd = limit;
                    if (!fill()) {
                        throw cut(from, bufferStart + limit);
                    }
                }
                position = (int) Math.max(0, checkStart - bufferStart);
                recordEnd = position;
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
        int checked = (int) (from.bytes() - checkStart);
        while (limit - position < checked) {
            if (!fill()) {
                throw cut(from, bufferStart + limit);
            }
        }
        position += checked;
        recordEnd = position;
        if (check() != from.check()) {
            throw new SourceException("The source is not the one that was read before: the bytes before the place where"
                    + " reading stopped are others; give it another name, or another --app-id if all of it is to be read {bytes="
                    + from.bytes() + ", rows=" + from.rows() + ", source=" + name + "}");
        }
        boolean lines = options.csv() != null || (jsonLines && !jsonArray);
        boolean lineEnded = buffer[position - 1] == '\n' || buffer[position - 1] == '\r';
        if (lines
                && !lineEnded
                && (limit > position || fill())
                && buffer[position] != '\n'
                && buffer[position] != '\r') {
            throw new SourceException(
                    "The last line was taken without its end and has grown since; follow a file that grows"
                            + " with a trigger that repeats {row=" + from.rows() + ", source=" + name + "}");
        }
    }

    private SourceException cut(FilePosition from, long size) {
        return new SourceException(
                "The source is shorter than what was read of it before; it was cut or replaced {bytesBefore="
                        + from.bytes() + ", bytesNow=" + size + ", source=" + name + "}");
    }

    @Override
    public State next(int maxRows, Consumer<BadRecord> bad) {
        if (nextDecoder != null) {
            decoder = nextDecoder;
            nextDecoder = null;
        }
        RecordDecoder into = decoder();
        int taken = 0;
        long lastStart = bufferStart + recordEnd + LARGEST_BATCH_BYTES;
        while (taken < maxRows && bufferStart + recordEnd < lastStart) {
            if (!framer.find(buffer, position, limit, ended && !growing)) {
                position = framer.next;
                if (!(framer instanceof Framer.JsonValues)) {
                    recordEnd = position;
                }
                if (ended && !growing) {
                    return State.END;
                }
                if (live && taken > 0 && available() == 0) {
                    return State.WAITING;
                }
                if (!fill() && (growing || !ended)) {
                    return State.WAITING;
                }
                continue;
            }
            @Nullable Misfit misfit = framer.problem;
            framer.problem = null;
            if (misfit == null) {
                misfit = into.decode(buffer, framer.start, framer.end);
                if (misfit == RecordDecoder.GROWS) {
                    StructType grown = grown(into);
                    if (!grown.equals(into.schema())) {
                        nextDecoder = newDecoder(grown);
                        if (into.rowCount() > 0) {
                            return State.MORE;
                        }
                        decoder = nextDecoder;
                        into = nextDecoder;
                        nextDecoder = null;
                        continue;
                    }
                    misfit = new Misfit(
                            null, "a column of the table", "a field that cannot be added", ReferenceJson.UNKNOWN_FIELD);
                }
            }
            taken++;
            rows++;
            if (misfit != null) {
                bad.accept(misfit.at(name, rows, text()));
            }
            position = framer.next;
            recordEnd = position;
            tookUnterminated = framer.unterminated;
        }
        return State.MORE;
    }

    private StructType grown(RecordDecoder into) {
        StructType schema = into.schema();
        @Nullable StructField appeared = into.appeared();
        if (appeared != null) {
            return schema.add(appeared);
        }
        JsonInference inference = new JsonInference();
        inference.add(buffer, framer.start, framer.end);
        StructType grown = SchemaGrowth.add(schema, options.naming().apply(inference.schema()));
        ColumnNaming.checkDistinct(grown, name);
        return grown;
    }

    private String text() {
        int length = Math.min(framer.end - framer.start, LONGEST_BAD_TEXT_BYTES);
        return new String(buffer, framer.start, length, StandardCharsets.UTF_8);
    }

    @Override
    public ColumnBatch take() {
        return decoder().build();
    }

    /** Rows decoded and not taken. */
    public int rowCount() {
        return decoder().rowCount();
    }

    private RecordDecoder decoder() {
        if (decoder == null) {
            throw new IllegalStateException("Not started {source=" + name + "}");
        }
        return decoder;
    }

    @Override
    public FilePosition position() {
        return new FilePosition(bufferStart + recordEnd, rows, check());
    }

    /** The names of a CSV's columns as in the file; empty for JSON. */
    public List<String> header() {
        return header;
    }

    /** Was the last record without the end of its line? */
    public boolean tookUnterminated() {
        return tookUnterminated;
    }

    private long check() {
        int from = Math.max(0, recordEnd - FilePosition.CHECKED_BYTES);
        CRC32C crc = new CRC32C();
        crc.update(buffer, from, recordEnd - from);
        return crc.getValue();
    }

    private int available() {
        try {
            return in.available();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** Reads once; false if nothing came. Keeps what is not consumed and, before it, what {@link #check} needs. */
    private boolean fill() {
        if (limit == buffer.length) {
            int keepFrom = Math.max(0, recordEnd - FilePosition.CHECKED_BYTES);
            int kept = limit - keepFrom;
            byte[] target = buffer;
            if (kept > buffer.length / 2) {
                if (buffer.length >= LARGEST_RECORD_BYTES) {
                    throw tooLarge();
                }
                target = new byte[buffer.length * 2];
            } else if (buffer.length > BUFFER_BYTES && kept < BUFFER_BYTES / 2) {
                target = new byte[BUFFER_BYTES];
            }
            System.arraycopy(buffer, keepFrom, target, 0, kept);
            buffer = target;
            bufferStart += keepFrom;
            position -= keepFrom;
            recordEnd -= keepFrom;
            limit = kept;
        }
        try {
            int count = in.read(buffer, limit, buffer.length - limit);
            ended = count < 0;
            limit += Math.max(count, 0);
            return count > 0;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private SourceException tooLarge() {
        return new SourceException("A record is larger than can be read; is the format right? {largestBytes="
                + LARGEST_RECORD_BYTES + ", row=" + (rows + 1) + ", source=" + name + "}");
    }

    private static SourceException unreadable(String name, IOException e) {
        return new SourceException("The source cannot be read {cause=" + e.getMessage() + ", source=" + name + "}", e);
    }

    @Override
    public void close() {
        if (!live) {
            try {
                in.close();
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }
    }
}
