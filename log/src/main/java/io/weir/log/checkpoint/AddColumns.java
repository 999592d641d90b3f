package io.weir.log.checkpoint;

import static io.weir.format.type.PrimitiveType.BOOLEAN;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;

import io.weir.format.batch.BooleanVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.stats.StatisticsParser;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.log.state.ChunkDetails;
import io.weir.log.state.FileChunk;
import io.weir.log.state.LiveFiles;
import io.weir.log.state.PartitionText;
import io.weir.log.state.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Makes the {@code add} column of a checkpoint from packed files, without an object a file. One thread at a time.
 *
 * <p>Columns that no file has a value in are left out; readers take what is missing for null.
 */
final class AddColumns {
    private final LiveFiles files;
    private final StructType schema;
    private final StructType statsSchema;
    private final StructType partitionSchema;
    private final NullVectors nulls;
    private final int batchRows;

    AddColumns(TableShape shape, LiveFiles files, CheckpointSettings settings, NullVectors nulls, int batchRows) {
        this.files = files;
        this.nulls = nulls;
        this.batchRows = batchRows;
        this.statsSchema = statsSchema(shape);
        this.partitionSchema = shape.columnMapping().physicalSchema(shape.partitionSchema());
        boolean rare = false;
        boolean onlyParsed = false;
        for (int i = 0; i < files.chunkCount(); i++) {
            ChunkDetails details = files.chunk(i).details();
            rare |= files.chunk(i).hasWhole() || details != null && hasRare(details.columns());
            // an older checkpoint may have the statistics in this form alone; they must not be lost
            onlyParsed |= details != null && !has(details, "stats") && has(details, "stats_parsed");
        }
        StructType columns = CheckpointSchema.ADD_PACKED.add("dataChange", BOOLEAN);
        columns = rare ? CheckpointSchema.all(columns, CheckpointSchema.ADD_RARE) : columns;
        columns = settings.statsAsJson() ? columns.add("stats", STRING) : columns;
        if (settings.statsAsStruct() || onlyParsed) {
            columns = partitionSchema.size() == 0
                    ? columns
                    : columns.add("partitionValues_parsed", nullable(partitionSchema));
            columns = columns.add("stats_parsed", statsSchema);
        }
        this.schema = columns;
    }

    private static StructType statsSchema(TableShape shape) {
        Metadata metadata = shape.metadata();
        Map<String, String> properties = new LinkedHashMap<>();
        metadata.configuration().forEach((key, value) -> {
            if (value != null) {
                properties.put(key, value);
            }
        });
        StatisticsColumns chosen;
        try {
            chosen = StatisticsColumns.of(shape.schema(), metadata.partitionColumns(), properties);
        } catch (IllegalArgumentException e) {
            chosen = StatisticsColumns.of(shape.schema(), metadata.partitionColumns(), Map.of());
        }
        return StatisticsColumns.all(shape.columnMapping().physicalSchema(chosen.schema()))
                .statsSchema(shape.protocol().supports(TableFeature.DELETION_VECTORS));
    }

    private static StructType nullable(StructType struct) {
        return new StructType(struct.fields().stream()
                .map(f -> new StructField(f.name(), f.type()))
                .toList());
    }

    private static boolean hasRare(StructType columns) {
        return CheckpointSchema.ADD_RARE.fields().stream().anyMatch(f -> columns.indexOf(f.name()) >= 0);
    }

    private static boolean has(ChunkDetails details, String column) {
        return details.columns().indexOf(column) >= 0;
    }

    /** The type of the column. */
    StructType schema() {
        return schema;
    }

    /** Hands over all files of the table. */
    void forEach(Consumer<StructVector> each) {
        for (int i = 0; i < files.chunkCount(); i++) {
            forChunk(i, each);
        }
    }

    /** Hands over those of one chunk. */
    void forChunk(int index, Consumer<StructVector> each) {
        FileChunk chunk = files.chunk(index);
        int[] rows = files.chunkRows(index);
        if (chunk.details() == null) {
            fromMemory(chunk, rows, each);
        } else {
            fromCheckpoint(chunk, chunk.details(), rows, each);
        }
    }

    private void fromMemory(FileChunk chunk, int[] rows, Consumer<StructVector> each) {
        boolean parsed = schema.indexOf("stats_parsed") >= 0;
        Map<String, ColumnVector> partitions = parsed ? partitions(chunk) : Map.of();
        ColumnBatch stats = parsed ? chunk.parsedStats(statsSchema) : null;
        for (int from = 0; from < rows.length; from += batchRows) {
            int[] part = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + batchRows));
            Map<String, ColumnVector> columns =
                    chunk.hasWhole() ? wholeColumns(chunk, part) : packedColumns(chunk, part);
            if (stats != null) {
                columns.put("stats_parsed", struct(statsSchema, stats.take(part, part.length)));
                columns.put("partitionValues_parsed", partitionStruct(partitions, part));
            }
            each.accept(assemble(columns, part.length));
        }
    }

    private Map<String, ColumnVector> packedColumns(FileChunk chunk, int[] rows) {
        int count = rows.length;
        Map<String, ColumnVector> columns = new LinkedHashMap<>();
        columns.put("path", chunk.paths().take(rows, count));
        columns.put("partitionValues", partitionMap(chunk, rows));
        columns.put("size", new LongVector(LONG, count, taken(chunk.sizes(), rows), null));
        columns.put("modificationTime", new LongVector(LONG, count, taken(chunk.millis(), rows), null));
        BytesVector stats = chunk.statsJson();
        if (stats != null) {
            columns.put("stats", stats.take(rows, count));
        }
        return columns;
    }

    private static Map<String, ColumnVector> wholeColumns(FileChunk chunk, int[] rows) {
        ColumnBuilder builder = ColumnBuilder.of(CheckpointSchema.ADD);
        for (AddFile file : chunk.files(rows)) {
            ActionRows.append(builder, file);
        }
        return columns((StructVector) builder.build());
    }

    private void fromCheckpoint(FileChunk chunk, ChunkDetails details, int[] rows, Consumer<StructVector> each) {
        boolean parsed = schema.indexOf("stats_parsed") >= 0;
        boolean parse = parsed && !has(details, "stats_parsed") && has(details, "stats");
        Map<String, ColumnVector> partitions = parsed ? partitions(chunk) : Map.of();
        StructType wanted = new StructType(schema.fields().stream()
                .filter(f -> !f.name().equals("partitionValues_parsed")
                        && !CheckpointSchema.ADD_PACKED.names().contains(f.name())
                        && !f.name().equals("dataChange"))
                .toList());
        if (parse && wanted.indexOf("stats") < 0) {
            wanted = wanted.add("stats", STRING);
        }
        int[] done = {0};
        details.scan(wanted, rows, batch -> {
            for (int from = 0; from < batch.rowCount(); from += batchRows) {
                ColumnBatch piece = batch.slice(from, Math.min(batch.rowCount(), from + batchRows));
                int[] part = Arrays.copyOfRange(rows, done[0], done[0] + piece.rowCount());
                done[0] += part.length;
                Map<String, ColumnVector> columns = packedColumns(chunk, part);
                for (int i = 0; i < piece.schema().size(); i++) {
                    columns.put(piece.schema().field(i).name(), piece.column(i));
                }
                if (parse) {
                    BytesVector json = (BytesVector) piece.column("stats");
                    columns.put("stats_parsed", struct(statsSchema, new StatisticsParser(statsSchema).parse(json)));
                }
                if (parsed) {
                    columns.put("partitionValues_parsed", partitionStruct(partitions, part));
                }
                each.accept(assemble(columns, part.length));
            }
        });
    }

    private StructVector assemble(Map<String, ColumnVector> columns, int count) {
        columns.put("dataChange", new BooleanVector(BOOLEAN, count, new boolean[count], null));
        List<ColumnVector> fields = new ArrayList<>(schema.size());
        for (StructField field : schema.fields()) {
            ColumnVector column = columns.get(field.name());
            fields.add(column == null ? nulls.of(field.type(), count) : column.withType(field.type()));
        }
        return new StructVector(schema, count, fields, null);
    }

    private static Map<String, ColumnVector> columns(StructVector struct) {
        Map<String, ColumnVector> columns = new LinkedHashMap<>();
        for (int i = 0; i < struct.structType().size(); i++) {
            columns.put(struct.structType().field(i).name(), struct.field(i));
        }
        return columns;
    }

    private static StructVector struct(StructType type, ColumnBatch batch) {
        return new StructVector(type, batch.rowCount(), batch.columns(), null);
    }

    private Map<String, ColumnVector> partitions(FileChunk chunk) {
        Map<String, ColumnVector> typed = new LinkedHashMap<>();
        for (StructField column : partitionSchema.fields()) {
            BytesVector texts = chunk.partition(column.name());
            if (texts != null) {
                typed.put(column.name(), PartitionText.parse(column, texts));
            }
        }
        return typed;
    }

    private StructVector partitionStruct(Map<String, ColumnVector> typed, int[] rows) {
        List<ColumnVector> fields = new ArrayList<>();
        for (StructField column : partitionSchema.fields()) {
            ColumnVector all = typed.get(column.name());
            fields.add(all == null ? nulls.of(column.type(), rows.length) : all.take(rows, rows.length));
        }
        return new StructVector(nullable(partitionSchema), rows.length, fields, null);
    }

    /** The values of all partition columns, one entry a column in every row. */
    private static ColumnVector partitionMap(FileChunk chunk, int[] rows) {
        List<String> names = chunk.partitionColumns();
        int columns = names.size();
        int[] offsets = new int[rows.length + 1];
        ColumnBuilder keys = ColumnBuilder.of(STRING);
        ColumnBuilder values = ColumnBuilder.of(STRING);
        List<BytesVector> texts = new ArrayList<>(columns);
        List<byte[]> nameBytes = new ArrayList<>(columns);
        for (String name : names) {
            texts.add(Objects.requireNonNull(chunk.partition(name)));
            nameBytes.add(name.getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < columns; column++) {
                byte[] name = nameBytes.get(column);
                keys.appendBytes(name, 0, name.length);
                BytesVector text = texts.get(column);
                if (text.isNull(rows[i])) {
                    values.appendNull();
                } else {
                    int start = text.start(rows[i]);
                    values.appendBytes(text.data(), start, text.end(rows[i]) - start);
                }
            }
            offsets[i + 1] = (i + 1) * columns;
        }
        return new MapVector(CheckpointSchema.STRING_MAP, rows.length, offsets, keys.build(), values.build(), null);
    }

    private static long[] taken(long[] values, int[] rows) {
        long[] taken = new long[rows.length];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = values[rows[i]];
        }
        return taken;
    }
}
