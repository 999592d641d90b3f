package io.weir.pipeline.source;

import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.ColumnNaming;
import io.weir.pipeline.decode.CsvFormat;
import io.weir.pipeline.decode.SourceException;
import io.weir.pipeline.decode.TextFile;
import io.weir.pipeline.decode.UnknownFields;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes that can be read once, such as standard input. Immutable.
 *
 * <p>The position counts from the first byte: a query that is started again wants the same bytes again, passes over those that are in the
 * table, and looks whether they are the same.
 */
public final class StreamSource implements Source {
    private final String name;
    private final InputStream stream;
    private final FileFormat format;
    private final @Nullable StructType schema;

    private StreamSource(String name, InputStream stream, FileFormat format, @Nullable StructType schema) {
        this.name = name;
        this.stream = stream;
        this.format = format;
        this.schema = schema;
    }

    /** @param name what messages and histories call it */
    public static StreamSource of(String name, InputStream stream, FileFormat format) {
        if (format.kind() == FileFormat.Kind.PARQUET) {
            throw new SourceException(
                    "Parquet is read from its end, so it cannot come through a stream {source=" + name + "}");
        }
        return new StreamSource(name, stream, format, null);
    }

    /** Rows become these columns, rather than those of the table or those that a sample shows. */
    public StreamSource schema(StructType columns) {
        return new StreamSource(name, stream, format, columns);
    }

    /** Names of columns are made from names of fields by this rule. */
    public StreamSource columnNames(ColumnNaming naming) {
        return new StreamSource(name, stream, format.withNaming(naming), schema);
    }

    public StreamSource unknownFields(UnknownFields unknownFields) {
        return new StreamSource(name, stream, format.withUnknownFields(unknownFields), schema);
    }

    /** How the CSV is written. */
    public StreamSource csv(CsvFormat csv) {
        return new StreamSource(name, stream, format.withCsv(csv), schema);
    }

    @Override
    public String identity() {
        return name;
    }

    @Override
    public boolean identifiesItself() {
        return false;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        FileFormat reading = settings.addColumns() ? format.withUnknownFields(UnknownFields.ADD) : format;
        @Nullable StructType known = schema == null ? settings.schema() : schema;
        return new Reader(name, stream, from, reading, known, schema == null ? settings : settings.withoutKnown());
    }

    @Override
    public String toString() {
        return name;
    }

    private static final class Reader implements SourceReader {
        private final FilePartitions partitions = new FilePartitions("");
        private final String name;
        private final InputStream stream;
        private final Position from;
        private final FileFormat format;
        private final @Nullable StructType schema;
        private final ReadSettings settings;
        private @Nullable InputReading reading;

        Reader(
                String name,
                InputStream stream,
                Position from,
                FileFormat format,
                @Nullable StructType schema,
                ReadSettings settings) {
            this.name = name;
            this.stream = stream;
            this.from = from;
            this.format = format;
            this.schema = schema;
            this.settings = settings;
        }

        @Override
        public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
            if (reading == null) { // opening looks at the first bytes, which may have to be waited for
                reading = new InputReading(
                        TextFile.open(
                                name, settings.bounded() ? stream : new PumpedStream(stream, name), format.text()),
                        name,
                        partitions.in(from),
                        format,
                        schema,
                        settings);
            }
            return reading.next(maxRows, bad, partitions::of);
        }

        @Override
        public boolean finished() {
            return reading != null && reading.ended();
        }

        @Override
        public void close() {
            if (reading != null) {
                reading.close();
            }
        }
    }
}
