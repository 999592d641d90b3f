package io.weir.log.checkpoint;

import static io.weir.format.expression.Expressions.col;
import static io.weir.format.type.PrimitiveType.DATE;
import static io.weir.format.type.PrimitiveType.DOUBLE;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;
import static io.weir.format.type.PrimitiveType.TIMESTAMP;
import static io.weir.log.state.TestActions.PROTOCOL;
import static io.weir.log.state.TestActions.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.format.type.DecimalType;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.ActionCodec;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.commit.LogName;
import io.weir.log.commit.LogNames;
import io.weir.log.state.LiveFiles;
import io.weir.storage.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checkpoints whose columns are not as ours: names in other letters, another order, parsed forms alone, structs missing. */
class ForeignColumnsTest {
    private static final StructType PARTITIONS = StructType.EMPTY
            .add("d", DATE)
            .add("n", new DecimalType(6, 2))
            .add("t", TIMESTAMP)
            .add("s", STRING);
    private static final StructType BOUNDS = StructType.EMPTY
            .add("id", LONG)
            .add("at", TIMESTAMP)
            .add("x", DOUBLE)
            .add("name", STRING);
    private static final StructType STATS =
            StructType.EMPTY.add("numRecords", LONG).add("minValues", BOUNDS).add("maxValues", BOUNDS);

    private final MemoryStore store = MemoryStore.create();

    @Test
    void parsedPartitionValuesAndStatisticsAloneAreSpelledAsTheLogDoes() {
        write(
                StructType.EMPTY
                        .add("stats_parsed", STATS)
                        .add("partitionValues_parsed", PARTITIONS)
                        .add("modificationTime", LONG)
                        .add("size", LONG)
                        .add("path", STRING),
                "add");

        assertRight();
    }

    @Test
    void namesMayBeInOtherLetters() {
        write(
                StructType.EMPTY
                        .add("PATH", STRING)
                        .add("Partitionvalues_Parsed", PARTITIONS)
                        .add("SIZE", LONG)
                        .add("ModificationTime", LONG)
                        .add("stats_PARSED", STATS),
                "ADD");

        assertRight();
    }

    @Test
    void nullMapsOfPartitionValuesAreMadeUpForByTheParsedForm() {
        write(
                StructType.EMPTY
                        .add("path", STRING)
                        .add("partitionValues", CheckpointSchema.STRING_MAP)
                        .add("partitionValues_parsed", PARTITIONS)
                        .add("size", LONG)
                        .add("modificationTime", LONG)
                        .add("stats", STRING)
                        .add("stats_parsed", STATS),
                "add");

        assertRight();
    }

    @Test
    void aFileThatSaysNothingElseHasAPathAndASize() {
        write(
                StructType.EMPTY
                        .add("size", LONG)
                        .add("path", STRING)
                        .add("partitionValues", CheckpointSchema.STRING_MAP),
                "add");

        assertThat(opened().files().all())
                .containsExactlyInAnyOrder(
                        AddFile.builder("a").sizeBytes(10).dataChange(false).build(),
                        AddFile.builder("b").sizeBytes(10).dataChange(false).build());
    }

    @Test
    void anotherCheckpointOfSuchAStateLosesNothing() {
        namesMayBeInOtherLetters();
        store.put(LogNames.commit(6), ActionCodec.write(List.of(add("c"))));
        DeltaLog log = DeltaLog.forTable(store);
        log.checkpoint(log.latest(), Instant.EPOCH);
        store.delete(LogNames.commit(6));

        assertThat(opened().version()).isEqualTo(6);
        assertThat(opened().files().all()).contains(expected("a"), expected("b"));
        assertThat(opened().files().matching(col("id").gt(50L))).hasSize(1); // c, of which nothing is known
    }

    private Snapshot opened() {
        return DeltaLog.forTable(store).latest();
    }

    private void assertRight() {
        LiveFiles files = opened().files();
        assertThat(files.all()).containsExactlyInAnyOrder(expected("a"), expected("b"));
        assertThat(files.partitionValues(files.ids()[0]))
                .isEqualTo(expected("a").partitionValues());
        assertThat(files.matching(col("id").gt(50L))).isEmpty();
        assertThat(files.matching(col("id").gt(5L))).hasSize(2);
        assertThat(files.matching(col("d").eq(LocalDate.of(1900, 1, 1)))).isEmpty();
        assertThat(files.recordCounts(files.ids()).value(0)).isEqualTo(7);
    }

    private static AddFile expected(String path) {
        Map<String, @Nullable String> partition = new HashMap<>();
        partition.put("d", "2024-02-29");
        partition.put("n", "-12.50");
        partition.put("t", "1969-12-31T23:59:59.999999Z");
        partition.put("s", null);
        return AddFile.builder(path)
                .partitionValues(partition)
                .sizeBytes(10)
                .modificationTime(5)
                .dataChange(false)
                .stats("{\"numRecords\":7,\"minValues\":{\"id\":1,\"at\":\"1970-01-01T00:00:00.001Z\",\"x\":0.5,"
                        + "\"name\":\"ä\\\"\"},\"maxValues\":{\"id\":9,\"at\":\"1970-01-01T00:00:00.001Z\","
                        + "\"name\":\"z\"}}")
                .build();
    }

    /** A checkpoint in two parts: what we write of an empty table, and the files a and b in columns of this kind. */
    private void write(StructType columns, String kind) {
        MemoryStore other = MemoryStore.create();
        Metadata metadata = Metadata.builder("m")
                .schemaString("{\"type\":\"struct\",\"fields\":[" + field("id", "long") + "," + field("at", "timestamp")
                        + "," + field("x", "double") + "," + field("name", "string")
                        + "," + field("d", "date") + "," + field("n", "decimal(6,2)") + "," + field("t", "timestamp")
                        + "," + field("s", "string") + "]}")
                .partitionColumns(List.of("d", "n", "t", "s"))
                .build();
        other.putIfAbsent(LogNames.commit(0), ActionCodec.write(List.of(PROTOCOL, metadata)));
        DeltaLog log = DeltaLog.forTable(other);
        log.checkpoint(log.latest(), Instant.EPOCH);
        store.put(part(1), other.read(LogNames.classicCheckpoint(0)));

        StructType schema = StructType.EMPTY.add(kind, columns);
        BatchBuilder rows = new BatchBuilder(schema);
        for (String path : List.of("a", "b")) {
            ColumnBuilder add = rows.column(0);
            for (int i = 0; i < columns.size(); i++) {
                append(add.child(i), columns.field(i).name().toLowerCase(Locale.ROOT), path);
            }
            add.endValue();
            rows.endRow();
        }
        try (ParquetFileWriter file =
                ParquetFileWriter.create(store.create(part(2)), schema, ParquetWriteOptions.DEFAULT)) {
            file.write(rows.build());
            file.finish();
        }
    }

    private static void append(ColumnBuilder column, String name, String path) {
        switch (name) {
            case "path" -> text(column, path);
            case "size" -> column.appendLong(10);
            case "modificationtime" -> column.appendLong(5);
            case "partitionvalues_parsed" -> {
                column.child(0).appendInt((int) LocalDate.of(2024, 2, 29).toEpochDay());
                column.child(1).appendLong(-1250);
                column.child(2).appendLong(-1);
                column.child(3).appendNull();
                column.endValue();
            }
            case "stats_parsed" -> {
                column.child(0).appendLong(7);
                bounds(column.child(1), 1, 0.5, "ä\"");
                bounds(column.child(2), 9, Double.POSITIVE_INFINITY, "z");
                column.endValue();
            }
            default -> column.appendNull();
        }
    }

    private static void bounds(ColumnBuilder column, long id, double x, String name) {
        column.child(0).appendLong(id);
        column.child(1).appendLong(1999);
        column.child(2).appendDouble(x);
        text(column.child(3), name);
        column.endValue();
    }

    private static void text(ColumnBuilder column, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        column.appendBytes(bytes, 0, bytes.length);
    }

    private static String field(String name, String type) {
        return "{\"name\":\"" + name + "\",\"type\":\"" + type + "\",\"nullable\":true,\"metadata\":{}}";
    }

    private static String part(int part) {
        return LogNames.path(new LogName.CheckpointPart(5, part, 2));
    }
}
