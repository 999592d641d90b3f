package io.weir.pipeline.decode;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns records that come one by one, such as the messages of a topic, into batches: one JSON document or one line of CSV each. One thread at a
 * time.
 *
 * <p>The order of calls: {@link #sample} and {@link #inferred} if the schema is wanted; {@link #start} once; then {@link #add} and {@link
 * #take}.
 */
public final class MessageDecoder {
    private static final int LONGEST_BAD_TEXT_BYTES = 1 << 20;
    private static final Misfit SEVERAL = new Misfit(null, "one record", "several", "A message holds one record");
    private static final Misfit EMPTY = new Misfit(null, "one record", "none", "A message holds one record");
    private static final Misfit CANNOT_GROW =
            new Misfit(null, "a column of the table", "a field that cannot be added", ReferenceJson.UNKNOWN_FIELD);

    /** What became of a record. */
    public enum Outcome {
        /** It is a row. */
        ROW,
        /** It does not fit; {@link MessageDecoder#bad} says why. */
        BAD,
        /** It makes the schema grow: take the rows that are there, then give it again. */
        TAKE_FIRST
    }

    private final String source;
    private final TextOptions options;
    private final Set<String> besides;
    private final JsonInference json = new JsonInference();
    private final Framer.@Nullable CsvRecords framer;
    private @Nullable CsvInference csv;
    private StructType mayAppear = StructType.EMPTY;
    private @Nullable RecordDecoder decoder;
    private @Nullable RecordDecoder grown;
    private @Nullable Misfit misfit;

    /**
     * @param source what messages call it
     * @param options CSV has no header
     * @param besides lower-case names of columns that rows get from elsewhere: records have none of these
     */
    public MessageDecoder(String source, TextOptions options, Set<String> besides) {
        CsvFormat format = options.csv();
        if (format != null && format.header()) {
            throw new IllegalArgumentException("Messages have no header {source=" + source + "}");
        }
        this.source = source;
        this.options = options;
        this.besides = Set.copyOf(besides);
        this.framer = format == null ? null : new Framer.CsvRecords(format.delimiter());
    }

    /** Looks at a record. */
    public void sample(byte[] text) {
        if (framer == null) {
            json.add(text, 0, text.length);
        } else if (frame(framer, text) == null) {
            CsvFormat format = Objects.requireNonNull(options.csv());
            if (csv == null) {
                List<String> cells = new CsvCells(format.delimiter()).all(text, framer.start, framer.end);
                if (cells == null) {
                    return;
                }
                csv = new CsvInference(CsvInference.numbered(cells.size()), format);
            }
            csv.add(text, framer.start, framer.end);
        }
    }

    /** The schema that the sample shows; see {@link InferredType} for the rules. Columns of CSV are named {@code _c0} and so on. */
    public StructType inferred() {
        StructType found = framer == null ? json.schema() : csv == null ? StructType.EMPTY : csv.schema();
        return own(options.naming().apply(found));
    }

    /**
     * @param schema what records become, without the columns that come from elsewhere
     * @param newMayAppear columns by one of which the schema grows when a record has it
     * @throws SourceException if CSV has no form for a column
     */
    public void start(StructType schema, StructType newMayAppear) {
        mayAppear = newMayAppear;
        decoder = decoder(schema);
    }

    private RecordDecoder decoder(StructType schema) {
        CsvFormat format = options.csv();
        return format == null
                ? new JsonDecoder(schema, options.naming(), options.unknownFields(), mayAppear)
                : new CsvDecoder(source, schema, schema.names(), format, ColumnNaming.STRICT, options.unknownFields());
    }

    /** Makes a row of a record. */
    public Outcome add(byte[] text) {
        RecordDecoder into = started();
        Misfit found = framer == null ? into.decode(text, 0, text.length) : addCsv(framer, into, text);
        if (found == RecordDecoder.GROWS) {
            StructType larger = larger(into, text);
            if (!larger.equals(into.schema())) {
                RecordDecoder next = decoder(larger);
                if (into.rowCount() > 0) {
                    grown = next;
                    return Outcome.TAKE_FIRST;
                }
                decoder = next;
                return add(text);
            }
            found = CANNOT_GROW;
        }
        misfit = found;
        return found == null ? Outcome.ROW : Outcome.BAD;
    }

    private static @Nullable Misfit addCsv(Framer.CsvRecords framer, RecordDecoder into, byte[] text) {
        Misfit problem = frame(framer, text);
        return problem == null ? into.decode(text, framer.start, framer.end) : problem;
    }

    private static @Nullable Misfit frame(Framer.CsvRecords framer, byte[] text) {
        framer.problem = null;
        if (!framer.find(text, 0, text.length, true)) {
            return EMPTY;
        }
        return framer.problem != null ? framer.problem : framer.next < text.length ? SEVERAL : null;
    }

    private StructType larger(RecordDecoder into, byte[] text) {
        StructField appeared = into.appeared();
        if (appeared != null) {
            return into.schema().add(appeared);
        }
        JsonInference inference = new JsonInference();
        inference.add(text, 0, text.length);
        StructType larger = SchemaGrowth.add(into.schema(), own(options.naming().apply(inference.schema())));
        ColumnNaming.checkDistinct(larger, source);
        return larger;
    }

    private StructType own(StructType found) {
        return new StructType(found.fields().stream()
                .filter(field -> !besides.contains(field.name().toLowerCase(Locale.ROOT)))
                .toList());
    }

    /**
     * The record that did not fit, after {@link Outcome#BAD}.
     *
     * @param place where it is, as a person knows it
     */
    public BadRecord bad(String place, long row, byte[] text) {
        int length = Math.min(text.length, LONGEST_BAD_TEXT_BYTES);
        return Objects.requireNonNull(misfit).at(place, row, new String(text, 0, length, StandardCharsets.UTF_8));
    }

    /** The rows since the last call. */
    public ColumnBatch take() {
        ColumnBatch batch = started().build();
        if (grown != null) {
            decoder = grown;
            grown = null;
        }
        return batch;
    }

    private RecordDecoder started() {
        if (decoder == null) {
            throw new IllegalStateException("Not started {source=" + source + "}");
        }
        return decoder;
    }
}
