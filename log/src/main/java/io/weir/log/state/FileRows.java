package io.weir.log.state;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.RemoveFile;
import io.weir.log.state.FileChunk.PartitionValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between file actions and rows of a chunk. Pure functions. */
final class FileRows {
    static final String BASE_ROW_ID = "baseRowId";
    static final String ROW_COMMIT_VERSION = "defaultRowCommitVersion";

    private FileRows() {}

    static void append(FileChunkBuilder builder, AddFile add) {
        byte[] path = add.path().getBytes(StandardCharsets.UTF_8);
        builder.add(path, 0, path.length, add.deletionVector(), add.sizeBytes(), add.modificationTime());
        partitions(builder, add.partitionValues());
        String stats = add.stats();
        if (stats != null) {
            byte[] json = stats.getBytes(StandardCharsets.UTF_8);
            builder.stats(json, 0, json.length);
        }
        // whether it changed data is a matter of the commit; in the state it never does
        if (!add.tags().isEmpty()
                || add.deletionVector() != null
                || add.baseRowId() != null
                || add.defaultRowCommitVersion() != null
                || add.clusteringProvider() != null
                || !add.unknown().isEmpty()) {
            builder.whole(add.toBuilder().dataChange(false).build());
        }
    }

    /** Appends the files of some rows, ascending, to a list. */
    static void adds(FileChunk chunk, int[] rows, List<AddFile> files) {
        ChunkDetails details = chunk.details();
        if (details != null) {
            List<AddFile.Builder> builders = new ArrayList<>(rows.length);
            for (int row : rows) {
                builders.add(builder(chunk, row));
            }
            details.describe(rows, builders);
            builders.forEach(builder -> files.add(builder.build()));
            return;
        }
        for (int row : rows) {
            files.add(add(chunk, row));
        }
    }

    /** Takes one of the numbers that tell where rows come from of some files, ascending, from the chunk or from its checkpoint. */
    static void rowIds(FileChunk chunk, int[] rows, String column, long[] values, boolean[] missing, int from) {
        ChunkDetails details = chunk.details();
        if (details != null && details.columns().indexOf(column) >= 0) {
            LongVector loaded = (LongVector) details.load(StructType.EMPTY.add(column, PrimitiveType.LONG), rows)
                    .column(0);
            for (int i = 0; i < rows.length; i++) {
                missing[from + i] = loaded.isNull(i);
                values[from + i] = loaded.isNull(i) ? 0 : loaded.value(i);
            }
            return;
        }
        for (int i = 0; i < rows.length; i++) {
            Object whole = details == null ? chunk.whole(rows[i]) : null;
            Long value = whole instanceof AddFile add
                    ? column.equals(BASE_ROW_ID) ? add.baseRowId() : add.defaultRowCommitVersion()
                    : null;
            missing[from + i] = value == null;
            values[from + i] = value == null ? 0 : value;
        }
    }

    private static AddFile add(FileChunk chunk, int row) {
        Object whole = chunk.whole(row);
        if (whole != null) {
            return (AddFile) whole;
        }
        BytesVector stats = chunk.statsJson();
        return builder(chunk, row)
                .stats(stats == null || stats.isNull(row) ? null : stats.string(row))
                .build();
    }

    private static AddFile.Builder builder(FileChunk chunk, int row) {
        return AddFile.builder(chunk.path(row))
                .partitionValues(partitions(chunk, row))
                .sizeBytes(chunk.sizeBytes(row))
                .modificationTime(chunk.millis(row))
                .deletionVector(chunk.deletionVector(row))
                .dataChange(false);
    }

    static void append(FileChunkBuilder builder, RemoveFile remove) {
        byte[] path = remove.path().getBytes(StandardCharsets.UTF_8);
        Long size = remove.sizeBytes();
        builder.add(path, 0, path.length, remove.deletionVector(), size == null ? 0 : size, remove.deletedMillis());
        Map<String, @Nullable String> values = remove.partitionValues();
        if (values != null) {
            partitions(builder, values);
        }
        boolean extended = Boolean.TRUE.equals(remove.extendedFileMetadata());
        builder.flags((byte) ((remove.dataChange() ? FileChunk.DATA_CHANGE : 0)
                | (extended ? FileChunk.EXTENDED_METADATA : 0)
                | (size == null ? FileChunk.NO_SIZE : 0)
                | (remove.deletionTimestamp() == null ? FileChunk.NO_TIME : 0)));
        // statistics and tags are not kept in tombstones (PROTOCOL.md, "Checkpoint Schema")
        if (remove.deletionVector() != null
                || remove.baseRowId() != null
                || remove.defaultRowCommitVersion() != null
                || (values == null ? extended : !extended && !values.isEmpty())) {
            builder.whole(bare(remove));
        }
    }

    static RemoveFile remove(FileChunk chunk, int row) {
        Object whole = chunk.whole(row);
        if (whole != null) {
            return (RemoveFile) whole;
        }
        boolean extended = chunk.is(row, FileChunk.EXTENDED_METADATA);
        return new RemoveFile(
                chunk.path(row),
                chunk.is(row, FileChunk.NO_TIME) ? null : chunk.millis(row),
                chunk.is(row, FileChunk.DATA_CHANGE),
                extended ? true : null,
                extended ? partitions(chunk, row) : null,
                chunk.is(row, FileChunk.NO_SIZE) ? null : chunk.sizeBytes(row),
                null,
                Map.of(),
                null,
                null,
                null,
                Map.of());
    }

    private static RemoveFile bare(RemoveFile remove) {
        return new RemoveFile(
                remove.path(),
                remove.deletionTimestamp(),
                remove.dataChange(),
                remove.extendedFileMetadata(),
                remove.partitionValues(),
                remove.sizeBytes(),
                null,
                Map.of(),
                remove.deletionVector(),
                remove.baseRowId(),
                remove.defaultRowCommitVersion(),
                Map.of());
    }

    private static void partitions(FileChunkBuilder builder, Map<String, @Nullable String> values) {
        for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
            String value = entry.getValue();
            if (value == null) {
                builder.partition(entry.getKey()); // the column is there, without a value
            } else {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                builder.partition(entry.getKey(), bytes, 0, bytes.length);
            }
        }
    }

    static Map<String, @Nullable String> partitions(FileChunk chunk, int row) {
        if (chunk.partitions().isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (PartitionValues partition : chunk.partitions()) {
            BytesVector strings = partition.values();
            values.put(partition.column(), strings.isNull(row) ? null : strings.string(row));
        }
        return values;
    }
}
