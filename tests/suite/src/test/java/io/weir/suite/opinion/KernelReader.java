package io.weir.suite.opinion;

import io.delta.kernel.Scan;
import io.delta.kernel.Snapshot;
import io.delta.kernel.SnapshotBuilder;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.data.ScanStateRow;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DateType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.weir.format.batch.Values;
import io.weir.suite.opinion.CanonicalText.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads tables with Delta Kernel and its default engine. */
public final class KernelReader {
    /** The newest version. */
    public static final long LATEST = -1;

    private static final Engine ENGINE = DefaultEngine.create(new Configuration());

    private KernelReader() {}

    public static Snapshot snapshot(Path table, long version) {
        SnapshotBuilder builder = TableManager.loadSnapshot("file://" + table.toAbsolutePath());
        return (version == LATEST ? builder : builder.atVersion(version)).build(ENGINE);
    }

    public static ReadTable read(Path table, long version) throws IOException {
        Snapshot snapshot = snapshot(table, version);
        List<String> rows = new ArrayList<>();
        visit(snapshot, snapshot.getSchema(), batch -> appendRows(batch, snapshot.getSchema(), rows));
        return new ReadTable(snapshot.getVersion(), snapshot.getSchema().toJson(), CanonicalText.sorted(rows));
    }

    /**
     * Reads all files, in no promised order.
     *
     * @param columns those wanted, of the table's or of Kernel's own
     */
    public static void visit(Snapshot snapshot, StructType columns, Consumer<FilteredColumnarBatch> visitor)
            throws IOException {
        Scan scan = snapshot.getScanBuilder().withReadSchema(columns).build();
        Row state = scan.getScanState(ENGINE);
        try (CloseableIterator<FilteredColumnarBatch> fileBatches = scan.getScanFiles(ENGINE)) {
            while (fileBatches.hasNext()) {
                try (CloseableIterator<Row> files = fileBatches.next().getRows()) {
                    while (files.hasNext()) {
                        readFile(state, files.next(), visitor);
                    }
                }
            }
        }
    }

    private static void readFile(Row state, Row file, Consumer<FilteredColumnarBatch> visitor) throws IOException {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(file);
        StructType physical = ScanStateRow.getPhysicalDataReadSchema(state);
        CloseableIterator<ColumnarBatch> data = ENGINE.getParquetHandler()
                .readParquetFiles(Utils.singletonCloseableIterator(status), physical, Optional.empty())
                .map(FileReadResult::getData);
        try (CloseableIterator<FilteredColumnarBatch> batches = Scan.transformPhysicalData(ENGINE, state, file, data)) {
            while (batches.hasNext()) {
                visitor.accept(batches.next());
            }
        }
    }

    private static void appendRows(FilteredColumnarBatch filtered, StructType schema, List<String> rows) {
        ColumnarBatch batch = filtered.getData();
        Optional<ColumnVector> selection = filtered.getSelectionVector();
        List<String> names = schema.fieldNames();
        for (int row = 0; row < batch.getSize(); row++) {
            int at = row;
            if (selection.map(s -> !s.isNullAt(at) && s.getBoolean(at)).orElse(true)) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    values.add(value(schema.at(i).getDataType(), batch.getColumnVector(i), row));
                }
                rows.add(CanonicalText.row(new Struct(names, values)));
            }
        }
    }

    /** A value by the table's type: below a column that is mapped, the vector's type has the names of the file. */
    private static @Nullable Object value(DataType type, ColumnVector vector, int row) {
        if (vector.isNullAt(row)) {
            return null;
        }
        if (type instanceof BooleanType) {
            return vector.getBoolean(row);
        }
        if (type instanceof ByteType) {
            return vector.getByte(row);
        }
        if (type instanceof ShortType) {
            return vector.getShort(row);
        }
        if (type instanceof IntegerType) {
            return vector.getInt(row);
        }
        if (type instanceof LongType) {
            return vector.getLong(row);
        }
        if (type instanceof FloatType) {
            return vector.getFloat(row);
        }
        if (type instanceof DoubleType) {
            return vector.getDouble(row);
        }
        if (type instanceof StringType) {
            return vector.getString(row);
        }
        if (type instanceof BinaryType) {
            return vector.getBinary(row);
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay(vector.getInt(row));
        }
        if (type instanceof TimestampType) {
            return Values.instant(vector.getLong(row));
        }
        if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(Values.instant(vector.getLong(row)), ZoneOffset.UTC);
        }
        if (type instanceof DecimalType decimal) {
            return vector.getDecimal(row).setScale(decimal.getScale());
        }
        if (type instanceof ArrayType arrayType) {
            ArrayValue array = vector.getArray(row);
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < array.getSize(); i++) {
                elements.add(value(arrayType.getElementType(), array.getElements(), i));
            }
            return elements;
        }
        if (type instanceof MapType mapType) {
            MapValue map = vector.getMap(row);
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < map.getSize(); i++) {
                entries.put(
                        value(mapType.getKeyType(), map.getKeys(), i),
                        value(mapType.getValueType(), map.getValues(), i));
            }
            return entries;
        }
        StructType struct = (StructType) type;
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < struct.length(); i++) {
            values.add(value(struct.at(i).getDataType(), vector.getChild(i), row));
        }
        return new Struct(struct.fieldNames(), values);
    }
}
