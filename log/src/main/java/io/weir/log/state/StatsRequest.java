package io.weir.log.state;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.DoubleVector;
import io.weir.format.batch.FloatVector;
import io.weir.format.batch.Int128Vector;
import io.weir.format.batch.IntVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.StructVector;
import io.weir.format.stats.StatisticsParser;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which statistics are wanted, and where they are had from: a chunk's memory, or the parsed or the JSON form in its checkpoint. Immutable
 * and safe for many threads. (PROTOCOL.md, "Per-file Statistics")
 */
final class StatsRequest {
    static final String ROW_COUNT = "numRecords";
    static final String MIN = "minValues";
    static final String MAX = "maxValues";
    static final String NULL_COUNT = "nullCount";

    private static final StructType ROW_COUNT_ONLY = StructType.EMPTY.add(ROW_COUNT, PrimitiveType.LONG);
    private static final Statistic ROWS = new Statistic(ROW_COUNT, List.of(), ROW_COUNT_ONLY.field(0));
    /** If so many of a chunk's files are asked for, all are loaded and kept for the next who asks. */
    private static final int KEEP_ABOVE_ONE_IN = 8;

    /** As the log has them. */
    private final StructType schema;
    /** One statistic after the other, as they are kept. */
    private final List<Statistic> statistics;

    private final StructType flat;

    /** One statistic of one column; the path of the row count is empty. */
    private record Statistic(String kind, List<String> path, StructField field) {
        String name() {
            return kind + path;
        }
    }

    private StatsRequest(StructType schema, List<Statistic> statistics) {
        this.schema = schema;
        this.statistics = List.copyOf(statistics);
        List<StructField> fields = new ArrayList<>();
        for (Statistic statistic : statistics) {
            fields.add(new StructField(statistic.name(), statistic.field.type()));
        }
        this.flat = new StructType(fields);
    }

    /** How many rows files have. */
    static StatsRequest rowCounts() {
        return new StatsRequest(ROW_COUNT_ONLY, List.of(ROWS));
    }

    /**
     * The statistics of some leaf columns.
     *
     * @param physicalSchema all columns of the table, by the names that files have them under
     * @param leaves their paths by the same names
     */
    static StatsRequest of(StructType physicalSchema, Collection<List<String>> leaves) {
        StructType bounds = StructType.EMPTY;
        StructType counts = StructType.EMPTY;
        List<Statistic> statistics = new ArrayList<>(List.of(ROWS));
        for (List<String> leaf : leaves) {
            StructField field = field(physicalSchema, leaf);
            if (field == null) {
                continue;
            }
            DataType type = field.type();
            counts = with(counts, leaf, PrimitiveType.LONG);
            statistics.add(new Statistic(NULL_COUNT, leaf, field.withType(PrimitiveType.LONG)));
            if (type.isPrimitive() && type != PrimitiveType.BINARY) {
                bounds = with(bounds, leaf, type);
                statistics.add(new Statistic(MIN, leaf, field));
                statistics.add(new Statistic(MAX, leaf, field));
            }
        }
        StructType schema = ROW_COUNT_ONLY;
        schema = bounds.size() == 0 ? schema : schema.add(MIN, bounds).add(MAX, bounds);
        return new StatsRequest(counts.size() == 0 ? schema : schema.add(NULL_COUNT, counts), statistics);
    }

    /** The field that a path leads to, through structs; null if there is none. */
    static @Nullable StructField field(StructType schema, List<String> path) {
        @Nullable StructField field = null;
        DataType at = schema;
        for (String name : path) {
            if (!(at instanceof StructType struct) || place(struct, name) < 0) {
                return null;
            }
            field = struct.field(place(struct, name));
            at = field.type();
        }
        return field;
    }

    private static StructType with(StructType struct, List<String> path, DataType type) {
        String name = path.get(0);
        if (path.size() == 1) {
            return place(struct, name) < 0 ? struct.add(name, type) : struct;
        }
        List<String> rest = path.subList(1, path.size());
        int index = place(struct, name);
        if (index < 0) {
            return struct.add(name, with(StructType.EMPTY, rest, type));
        }
        List<StructField> fields = new ArrayList<>(struct.fields());
        StructField field = fields.get(index);
        fields.set(index, field.withType(with((StructType) field.type(), rest, type)));
        return new StructType(fields);
    }

    /** Names of files are told apart by their case. */
    private static int place(StructType struct, String name) {
        int index = struct.indexOf(name);
        return index >= 0 && struct.field(index).name().equals(name) ? index : -1;
    }

    /** The statistics of some rows of a chunk, ascending. What cannot be had is null. */
    Loaded load(FileChunk chunk, int[] rows) {
        @Nullable Loaded all = loadAll(chunk, rows.length);
        if (all == null) {
            return new Loaded(flattened(read(chunk, rows)));
        }
        return rows.length == chunk.rows() ? all : new Loaded(all.batch.take(rows, rows.length));
    }

    /** The statistics of all rows of a chunk, if they are at hand or enough rows are asked for; else null. */
    @Nullable
    Loaded loadAll(FileChunk chunk, int asked) {
        ColumnBatch known = chunk.keptStats(flat);
        if (known != null) {
            return new Loaded(known);
        }
        if ((long) asked * KEEP_ABOVE_ONE_IN < chunk.rows()) {
            return null;
        }
        int[] all = new int[chunk.rows()];
        for (int row = 0; row < all.length; row++) {
            all[row] = row;
        }
        ColumnBatch batch = flattened(read(chunk, all));
        chunk.keepStats(flat, batch);
        return new Loaded(batch);
    }

    /** Each statistic as a column, and what it is worth: done once, so that planning again only compares. */
    private ColumnBatch flattened(ColumnBatch read) {
        List<ColumnVector> columns = new ArrayList<>(statistics.size());
        LongVector rowCounts = LogBounds.counts((LongVector) read.column(0), null);
        columns.add(rowCounts);
        for (Statistic statistic : statistics.subList(1, statistics.size())) {
            ColumnVector given = vector(read, statistic);
            columns.add(
                    statistic.kind.equals(NULL_COUNT)
                            ? LogBounds.counts((LongVector) given, rowCounts)
                            : LogBounds.certain(statistic.field, given, statistic.kind.equals(MIN)));
        }
        return new ColumnBatch(flat, read.rowCount(), columns);
    }

    private static ColumnVector vector(ColumnBatch read, Statistic statistic) {
        ColumnVector at = read.column(read.schema().indexOf(statistic.kind));
        for (String name : statistic.path) {
            StructVector struct = (StructVector) at;
            at = within(struct, struct.field(place(struct.structType(), name)));
        }
        return at;
    }

    private ColumnBatch read(FileChunk chunk, int[] rows) {
        ChunkDetails details = chunk.details();
        if (details == null) {
            BytesVector json = chunk.statsOrNulls();
            return parse(rows.length == chunk.rows() ? json : json.take(rows, rows.length));
        }
        @Nullable StructVector parsed = (StructVector) load(details, "stats_parsed", schema, rows);
        if (parsed == null) {
            return json(details, rows);
        }
        ColumnBatch columns = unwrapped(parsed);
        return parsed.nulls() == null ? columns : filledUp(parsed, columns, details, rows);
    }

    /** A column of the checkpoint; null if it has none that could be read as that. */
    private static @Nullable ColumnVector load(ChunkDetails details, String column, DataType type, int[] rows) {
        if (details.columns().indexOf(column) < 0) {
            return null;
        }
        try {
            return details.load(StructType.EMPTY.add(column, type), rows).column(0);
        } catch (ObjectNotFoundException | CorruptTableException e) {
            // The checkpoint was cleaned up, or its statistics are of types that the columns do not have any more.
            // They only spare work: without them the files are read.
            return null;
        }
    }

    private ColumnBatch json(ChunkDetails details, int[] rows) {
        @Nullable ColumnVector json = load(details, "stats", PrimitiveType.STRING, rows);
        return parse(json == null ? FileChunk.nullTexts(rows.length) : (BytesVector) json);
    }

    /** Files without the parsed form may have the other. */
    private ColumnBatch filledUp(StructVector parsed, ColumnBatch columns, ChunkDetails details, int[] rows) {
        int[] missing = new int[rows.length];
        int[] places = new int[rows.length];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            places[i] = i;
            if (parsed.isNull(i)) {
                places[i] = rows.length + count;
                missing[count++] = rows[i];
            }
        }
        if (count == 0) {
            return columns;
        }
        ColumnBatch others = json(details, Arrays.copyOf(missing, count));
        return ColumnBatch.concat(schema, List.of(columns, others)).take(places, places.length);
    }

    private ColumnBatch parse(BytesVector json) {
        return new StatisticsParser(schema).parse(json);
    }

    private ColumnBatch unwrapped(StructVector stats) {
        List<ColumnVector> fields = new ArrayList<>(schema.size());
        for (ColumnVector field : stats.fields()) {
            fields.add(within(stats, field));
        }
        return new ColumnBatch(schema, stats.length(), fields);
    }

    /** A field of a struct, null also where the struct is. */
    private static ColumnVector within(ColumnVector struct, ColumnVector field) {
        boolean[] outer = struct.nulls();
        if (outer == null) {
            return field;
        }
        boolean[] nulls = new boolean[field.length()];
        for (int row = 0; row < nulls.length; row++) {
            nulls[row] = outer[row] || field.isNull(row);
        }
        if (field instanceof LongVector longs) {
            return new LongVector(field.type(), field.length(), longs.values(), nulls);
        }
        if (field instanceof IntVector ints) {
            return new IntVector(field.type(), field.length(), ints.values(), nulls);
        }
        if (field instanceof DoubleVector doubles) {
            return new DoubleVector(field.type(), field.length(), doubles.values(), nulls);
        }
        if (field instanceof FloatVector floats) {
            return new FloatVector(field.type(), field.length(), floats.values(), nulls);
        }
        if (field instanceof BooleanVector booleans) {
            return new BooleanVector(field.type(), field.length(), booleans.values(), nulls);
        }
        if (field instanceof Int128Vector wide) {
            return new Int128Vector(field.type(), field.length(), wide.highs(), wide.lows(), nulls);
        }
        if (field instanceof StructVector inner) {
            return new StructVector(field.type(), field.length(), inner.fields(), nulls);
        }
        BytesVector bytes = (BytesVector) field;
        int[] ids = bytes.ids();
        return ids == null
                ? new BytesVector(field.type(), field.length(), bytes.data(), bytes.offsets(), nulls)
                : new BytesVector(
                        field.type(),
                        field.length(),
                        bytes.data(),
                        bytes.offsets(),
                        bytes.dictionarySize(),
                        ids,
                        nulls);
    }

    /** Statistics of some files, one row each. */
    record Loaded(ColumnBatch batch) {
        LongVector rowCount() {
            return (LongVector) batch.column(0);
        }

        /** One kind of statistics of a leaf column; null if it was not asked for. */
        @Nullable
        ColumnVector vector(String kind, List<String> path) {
            String name = kind + path;
            for (int i = 0; i < batch.schema().size(); i++) {
                if (batch.schema().field(i).name().equals(name)) {
                    return batch.column(i);
                }
            }
            return null;
        }
    }
}
