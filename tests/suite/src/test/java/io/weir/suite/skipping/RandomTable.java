package io.weir.suite.skipping;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.Values;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.schema.FieldProperties;
import io.weir.format.type.DataType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.action.Action;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.Metadata;
import io.weir.log.action.PartitionValues;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.DeletionVectorFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of a few files whose values lie close together in each, as in a table that is worth skipping in: of any types, nested,
 * partitioned, mapped, widened, with rows deleted, with columns that came later, with statistics of some writer, from commits or a checkpoint.
 *
 * <p>Column {@code id} tells the file (in thousands) and the row.
 */
final class RandomTable {
    static final int ROWS_PER_FILE = 1000;

    private static final StructField ID = new StructField("id", PrimitiveType.LONG, false);
    private static final int MAX_ROWS = 60;
    private static final ParquetWriteOptions SMALL_PAGES =
            ParquetWriteOptions.DEFAULT.withPages(1 << 20, 8).withRowGroupBytes(2000);

    private final SplittableRandom random;
    private final RandomValues values;
    private final RandomStatistics statistics;
    private final boolean mapped;
    private final List<Leaf> leaves = new ArrayList<>();
    private final MemoryStore store = MemoryStore.create();
    private final List<StructField> fields = new ArrayList<>();
    private final List<String> partitionColumns = new ArrayList<>();
    private int fileCount;
    private int columnIds = 1;

    private RandomTable(long seed, RandomStatistics.Lie lie) {
        this.random = new SplittableRandom(seed);
        this.values = new RandomValues(seed);
        this.statistics = new RandomStatistics(seed, lie);
        this.mapped = random.nextInt(4) == 0;
        columns();
        write();
    }

    static RandomTable of(long seed, RandomStatistics.Lie lie) {
        return new RandomTable(seed, lie);
    }

    MemoryStore store() {
        return store;
    }

    StructType schema() {
        return new StructType(fields);
    }

    List<Leaf> leaves() {
        return leaves;
    }

    int fileCount() {
        return fileCount;
    }

    private void columns() {
        List<String> none = List.of();
        fields.add(field("id", PrimitiveType.LONG, FieldMetadata.EMPTY).withNullable(false));
        int data = random.nextInt(1, 6);
        for (int i = 0; i < data; i++) {
            String name = "c" + i;
            if (random.nextInt(4) == 0) {
                StructField outer = field(name, StructType.EMPTY, FieldMetadata.EMPTY);
                StructType inner = StructType.EMPTY;
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    inner = inner.add(leaf("f" + n, List.of(name), List.of(physical(outer)), false));
                }
                fields.add(outer.withType(inner));
            } else {
                fields.add(leaf(name, none, none, false));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            fields.add(random.nextInt(fields.size() + 1), leaf("p" + i, none, none, true));
            partitionColumns.add("p" + i);
        }
    }

    private StructField leaf(String name, List<String> parent, List<String> physicalParent, boolean partition) {
        DataType written = values.leafType();
        List<DataType> wider = random.nextInt(3) == 0 ? RandomValues.WIDER.getOrDefault(written, List.of()) : List.of();
        DataType type = wider.isEmpty() ? written : wider.get(random.nextInt(wider.size()));
        FieldMetadata metadata = FieldMetadata.EMPTY;
        if (!type.equals(written)) {
            metadata = metadata.with(
                    "delta.typeChanges",
                    "[{\"fromType\":\"" + jsonName(written) + "\",\"toType\":\"" + jsonName(type) + "\"}]");
        }
        StructField field = field(name, type, metadata);
        List<Object> writtenPool = values.pool(written, partition);
        List<Object> pool = new ArrayList<>(type.equals(written) ? writtenPool : values.pool(type, partition));
        if (!type.equals(written)) {
            writtenPool.forEach(value -> pool.add(RandomValues.widened(value, type)));
            pool.sort(ValueOrder.INSTANCE);
        }
        leaves.add(new Leaf(
                with(parent, name),
                with(physicalParent, physical(field)),
                type,
                written,
                partition,
                pool,
                writtenPool));
        return field;
    }

    private static String jsonName(DataType type) {
        return type instanceof PrimitiveType primitive
                ? primitive.jsonName()
                : type.sql().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> with(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private StructField field(String name, DataType type, FieldMetadata given) {
        FieldMetadata metadata = given;
        if (mapped) {
            metadata = FieldProperties.withText(metadata, FieldProperties.PHYSICAL_NAME, "col-" + columnIds + name);
            metadata = FieldProperties.withNumber(metadata, FieldProperties.COLUMN_MAPPING_ID, columnIds++);
        }
        return new StructField(name, type, true, metadata);
    }

    private String physical(StructField field) {
        String name = mapped ? FieldProperties.text(field.metadata(), FieldProperties.PHYSICAL_NAME) : field.name();
        return java.util.Objects.requireNonNull(name);
    }

    private void write() {
        List<Action> adds = new ArrayList<>();
        fileCount = random.nextInt(1, 9);
        for (int i = 0; i < fileCount; i++) {
            adds.add(file(i));
        }
        commit(0, List.of(protocol(), metadata()));
        int first = random.nextInt(adds.size() + 1);
        commit(1, adds.subList(0, first));
        if (random.nextInt(3) > 0) {
            DeltaLog log = DeltaLog.forTable(store);
            log.checkpoint(log.latest(), Instant.EPOCH);
            store.delete(LogNames.commit(0));
        }
        commit(2, adds.subList(first, adds.size()));
    }

    private void commit(long version, List<Action> actions) {
        store.putIfAbsent(LogNames.commit(version), ActionCodec.write(actions));
    }

    private Protocol protocol() {
        List<TableFeature> features = new ArrayList<>(
                List.of(TableFeature.TIMESTAMP_NTZ, TableFeature.TYPE_WIDENING, TableFeature.DELETION_VECTORS));
        if (mapped) {
            features.add(TableFeature.COLUMN_MAPPING);
        }
        return Protocol.LEGACY_DEFAULT.with(features);
    }

    private Metadata metadata() {
        Map<String, @Nullable String> configuration = new HashMap<>();
        if (mapped) {
            configuration.put("delta.columnMapping.mode", random.nextBoolean() ? "name" : "id");
            configuration.put("delta.columnMapping.maxColumnId", "100");
        }
        if (random.nextInt(3) == 0) {
            configuration.put("delta.checkpoint.writeStatsAsJson", "false");
        }
        if (random.nextInt(3) == 0) {
            configuration.put("delta.checkpoint.writeStatsAsStruct", "false");
        }
        return Metadata.builder("5fba94ed-9794-4965-ba6e-6ee3c0d22af9")
                .schema(schema())
                .partitionColumns(partitionColumns)
                .configuration(configuration)
                .build();
    }

    /** What one file has of a leaf: from where in its pool, and how many nulls. */
    private final class Drawn {
        final Leaf leaf;
        final boolean old;
        final boolean absent;
        final int nullPercent;
        final int from;
        final int to;
        final List<@Nullable Object> values = new ArrayList<>();

        Drawn(Leaf leaf, boolean old, boolean absent) {
            this.leaf = leaf;
            this.old = old;
            this.absent = absent;
            this.nullPercent = new int[] {0, 0, 10, 100}[random.nextInt(4)];
            int size = pool().size();
            this.from = random.nextInt(size);
            this.to = Math.min(size, from + 1 + random.nextInt(5));
        }

        private List<Object> pool() {
            return old ? leaf.writtenPool() : leaf.pool();
        }

        DataType type() {
            return old ? leaf.written() : leaf.type();
        }

        @Nullable
        Object draw(boolean insideNull) {
            boolean isNull = insideNull || random.nextInt(100) < nullPercent;
            Object value = isNull ? null : pool().get(random.nextInt(from, to));
            values.add(absent ? null : value);
            return value;
        }
    }

    private AddFile file(int number) {
        int rows = random.nextInt(10) == 0 ? 0 : random.nextInt(1, MAX_ROWS);
        boolean old = random.nextInt(3) == 0;
        Map<List<String>, Drawn> drawn = new HashMap<>();
        Map<String, @Nullable String> partition = new HashMap<>();
        for (Leaf leaf : leaves) {
            boolean absent = !leaf.partition() && leaf.path().size() == 1 && random.nextInt(8) == 0;
            drawn.put(leaf.path(), new Drawn(leaf, old, absent));
            if (leaf.partition()) {
                partition.put(
                        leaf.physicalPath().get(0),
                        partitionText(java.util.Objects.requireNonNull(drawn.get(leaf.path()))));
            }
        }
        StructType written = written(drawn);
        BatchBuilder batch = new BatchBuilder(written);
        for (int row = 0; row < rows; row++) {
            append(batch, number * (long) ROWS_PER_FILE + row, drawn);
        }
        String path = "file-" + number + ".parquet";
        long size;
        try (ParquetFileWriter file = ParquetFileWriter.create(store.create(path), written, options())) {
            for (ColumnBatch part : parts(batch.build())) {
                file.write(part);
            }
            size = file.finish().sizeBytes();
        }
        List<Leaf> inFile = new ArrayList<>();
        List<List<@Nullable Object>> columns = new ArrayList<>();
        for (Leaf leaf : leaves) {
            Drawn column = java.util.Objects.requireNonNull(drawn.get(leaf.path()));
            if (!leaf.partition() && !column.absent) {
                inFile.add(leaf);
                columns.add(column.values);
            }
        }
        return AddFile.builder(path)
                .sizeBytes(size)
                .modificationTime(1000 + number)
                .partitionValues(partition)
                .stats(statistics.text(inFile, columns, rows))
                .deletionVector(random.nextInt(4) == 0 ? deleted(rows) : null)
                .dataChange(true)
                .build();
    }

    /** Some rows, which statistics still speak of. */
    private @Nullable DeletionVectorDescriptor deleted(int rows) {
        int percent = random.nextInt(101);
        long[] deleted = LongStream.range(0, rows)
                .filter(row -> random.nextInt(100) < percent)
                .toArray();
        return deleted.length == 0 ? null : DeletionVectorFile.inline(DeletionVector.of(deleted));
    }

    private ParquetWriteOptions options() {
        ParquetWriteOptions options = random.nextBoolean() ? SMALL_PAGES : ParquetWriteOptions.DEFAULT;
        return random.nextBoolean() ? options.withDictionaryBytes(0) : options;
    }

    /** Row groups end between batches. */
    private List<ColumnBatch> parts(ColumnBatch all) {
        int half = all.rowCount() / 2;
        return half == 0 ? List.of(all) : List.of(all.slice(0, half), all.slice(half, all.rowCount()));
    }

    private @Nullable String partitionText(Drawn column) {
        Object value = column.draw(false);
        if (value == null) {
            return random.nextBoolean() ? null : "";
        }
        ColumnBuilder builder = ColumnBuilder.of(column.type());
        Values.append(builder, value);
        return PartitionValues.format(builder.build(), 0);
    }

    /** The file's columns by the names and in the types that they had when it was written. */
    private StructType written(Map<List<String>, Drawn> drawn) {
        List<StructField> columns = new ArrayList<>();
        for (StructField field : fields) {
            List<String> path = List.of(field.name());
            Drawn leaf = drawn.get(path);
            if (leaf != null && (leaf.absent || leaf.leaf.partition())) {
                continue;
            }
            DataType type = leaf == null ? field.type() : leaf.type();
            if (type instanceof StructType struct) {
                StructType inner = StructType.EMPTY;
                for (StructField part : struct.fields()) {
                    DataType partType = java.util.Objects.requireNonNull(drawn.get(with(path, part.name())))
                            .type();
                    inner = inner.add(inFile(part, partType));
                }
                type = inner;
            }
            columns.add(inFile(field, type));
        }
        return new StructType(columns);
    }

    private StructField inFile(StructField field, DataType type) {
        FieldMetadata metadata = FieldMetadata.EMPTY;
        Long id = FieldProperties.number(field.metadata(), FieldProperties.COLUMN_MAPPING_ID);
        if (id != null) {
            metadata = FieldProperties.withNumber(metadata, FieldProperties.PARQUET_FIELD_ID, id);
        }
        return new StructField(physical(field), type, field.nullable(), metadata);
    }

    private void append(BatchBuilder batch, long id, Map<List<String>, Drawn> drawn) {
        int column = 0;
        for (StructField field : fields) {
            List<String> path = List.of(field.name());
            Drawn leaf = drawn.get(path);
            if (leaf != null && (leaf.absent || leaf.leaf.partition())) {
                continue;
            }
            Object value;
            if (field.name().equals(ID.name())) {
                value = id;
            } else if (leaf != null) {
                value = leaf.draw(false);
            } else {
                boolean isNull = random.nextInt(6) == 0;
                List<@Nullable Object> parts = new ArrayList<>();
                for (StructField part : ((StructType) field.type()).fields()) {
                    parts.add(java.util.Objects.requireNonNull(drawn.get(with(path, part.name())))
                            .draw(isNull));
                }
                value = isNull ? null : parts;
            }
            Values.append(batch.column(column++), value);
        }
        batch.endRow();
    }
}
