package io.weir.log.checkpoint;

import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Action;
import io.weir.log.state.FileChunk;
import io.weir.log.state.FileChunkBuilder;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some row groups of a checkpoint: their files in packed columns, and the few other actions.
 *
 * @param others everything but files and tombstones
 */
record PackedRows(List<FileChunk> chunks, List<Action> others) {
    /** Names that a top-level column may have. */
    private static final Set<String> KNOWN = Set.of(
            "add",
            "remove",
            "txn",
            "metadata",
            "protocol",
            "domainmetadata",
            "checkpointmetadata",
            "sidecar",
            "cdc",
            "commitinfo");

    /** A chunk is ended at the end of a row group if it has so many rows. */
    private static final int MIN_CHUNK_ROWS = 1 << 15;
    /** A chunk is ended wherever it has so many rows or bytes of paths. */
    private static final int MAX_CHUNK_ROWS = 1 << 17;

    private static final long MAX_CHUNK_BYTES = 1L << 28;

    private static final String VECTOR = "deletionVector";
    private static final String PARTITIONS = "partitionValues";
    private static final String PARSED_PARTITIONS = "partitionValues_parsed";

    /** Of each kind of other action a column that is never null where the action is there. */
    private static final Map<String, StructType> OTHERS = Map.of(
            "txn", StructType.EMPTY.add("appId", STRING),
            "metaData", StructType.EMPTY.add("id", STRING),
            "protocol", StructType.EMPTY.add("minReaderVersion", INTEGER),
            "domainMetadata", StructType.EMPTY.add("domain", STRING),
            "checkpointMetadata", StructType.EMPTY.add("version", LONG),
            "sidecar", StructType.EMPTY.add("path", STRING));

    /**
     * @param sidecar what the object is, if it is none of the checkpoint's own files; else null. Sidecars have file actions only, and others in them mean
     *     nothing.
     */
    static PackedRows load(
            ObjectStore store, CheckpointObject object, List<Integer> rowGroups, @Nullable StoredFiles sidecar) {
        boolean parsed = object.columns("add").indexOf(PARSED_PARTITIONS) >= 0;
        Loader loader = new Loader(
                store, object, sidecar, parsed && object.columns("add").indexOf(PARTITIONS) < 0);
        PackedRows rows = loader.load(rowGroups);
        // the texts are required, but what they say can be had from the other form
        return loader.lackTexts && parsed ? new Loader(store, object, sidecar, true).load(rowGroups) : rows;
    }

    private static final class Loader {
        private final ObjectStore store;
        private final CheckpointObject object;
        private final StructType request;
        private final @Nullable StoredFiles sidecar;
        private final boolean fromParsed;
        private final List<FileChunk> chunks = new ArrayList<>();
        private final List<Integer> groupsWithOthers = new ArrayList<>();
        private FileChunkBuilder open = new FileChunkBuilder();
        private PartitionReader partitions = new PartitionReader(open);
        private RowPositions.Builder positions = new RowPositions.Builder();

        private boolean lackTexts;

        Loader(ObjectStore store, CheckpointObject object, @Nullable StoredFiles sidecar, boolean fromParsed) {
            this.store = store;
            this.object = object;
            this.sidecar = sidecar;
            this.fromParsed = fromParsed;
            StructType wanted = StructType.EMPTY;
            if (object.columns("add").size() > 0) {
                wanted = wanted.add("add", adds());
            }
            for (Map.Entry<String, StructType> other : OTHERS.entrySet()) {
                if (object.columns(other.getKey()).size() > 0) {
                    wanted = wanted.add(other.getKey(), other.getValue());
                }
            }
            for (String passedOver : List.of("remove", "cdc", "commitInfo")) {
                StructType columns = object.columns(passedOver);
                StructField probe = columns.field("dataChange").orElse(columns.size() == 0 ? null : columns.field(0));
                wanted = probe == null ? wanted : wanted.add(passedOver, StructType.EMPTY.add(probe));
            }
            this.request = wanted;
            requireKeys();
        }

        /** A column that lost its name would take all its actions along. */
        private void requireKeys() {
            for (StructField column : object.schema().fields()) {
                boolean known = KNOWN.contains(column.name().toLowerCase(Locale.ROOT));
                if (known && !(column.type() instanceof StructType)) {
                    throw new IllegalArgumentException("A column is no struct {column=" + column.name() + "}");
                }
            }
            for (StructField kind : request.fields()) {
                String key = ((StructType) kind.type()).field(0).name();
                if (!object.has(kind.name(), key)) {
                    throw new IllegalArgumentException(
                            "A column lacks its key {column=" + kind.name() + ", key=" + key + "}");
                }
            }
        }

        private StructType adds() {
            StructType columns = object.columns("add");
            StructType wanted = CheckpointSchema.ADD_PACKED;
            if (columns.indexOf(VECTOR) >= 0) {
                wanted = wanted.add(VECTOR, CheckpointSchema.DELETION_VECTOR);
            }
            return fromParsed ? wanted.add(columns.field(columns.indexOf(PARSED_PARTITIONS))) : wanted;
        }

        PackedRows load(List<Integer> rowGroups) {
            for (int group : rowGroups) {
                positions.beginRowGroup(group, object.rowCount(group));
                open.expect((int) Math.min(object.rowCount(group), MAX_CHUNK_ROWS));
                loadRowGroup(group);
                if (open.rows() >= MIN_CHUNK_ROWS) {
                    endChunk();
                }
            }
            endChunk();
            List<Action> others = groupsWithOthers.isEmpty() ? List.of() : OtherActions.load(object, groupsWithOthers);
            return new PackedRows(chunks, others);
        }

        private void loadRowGroup(int group) {
            long firstRow = 0;
            boolean others = false;
            try (BatchReader reader = object.read(request, List.of(group))) {
                for (ColumnBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (int i = 0; i < request.size(); i++) {
                        StructVector actions = (StructVector) batch.column(i);
                        String kind = request.field(i).name();
                        if (kind.equals("add")) {
                            append(actions, firstRow);
                        } else if (OTHERS.containsKey(kind)) {
                            others |= sidecar == null && hasAny(actions);
                        }
                    }
                    requireAction(batch);
                    firstRow += batch.rowCount();
                    if (open.rows() >= MAX_CHUNK_ROWS || open.pathBytes() >= MAX_CHUNK_BYTES) {
                        endChunk();
                        positions.beginRowGroup(group, object.rowCount(group));
                    }
                }
            }
            if (others) {
                groupsWithOthers.add(group);
            }
        }

        /** A row that says nothing we know may say something we would know if the file's schema were in order. */
        private void requireAction(ColumnBatch batch) {
            for (int row = 0; row < batch.rowCount(); row++) {
                boolean known = false;
                for (int i = 0; i < request.size() && !known; i++) {
                    StructVector actions = (StructVector) batch.column(i);
                    known = !actions.isNull(row);
                }
                if (!known) {
                    throw new IllegalArgumentException("A row holds no action of a kind that is known {columns="
                            + object.schema().names() + "}");
                }
            }
        }

        private static boolean hasAny(StructVector actions) {
            ColumnVector leaf = actions.field(0);
            for (int row = 0; row < actions.length(); row++) {
                if (!actions.isNull(row) && !leaf.isNull(row)) {
                    return true;
                }
            }
            return false;
        }

        private void append(StructVector adds, long firstRow) {
            BytesVector paths = (BytesVector) adds.field(0);
            MapVector partitionValues = (MapVector) adds.field(1);
            LongVector sizes = (LongVector) adds.field(2);
            LongVector times = (LongVector) adds.field(3);
            StructVector vectors = (StructVector) field(adds, VECTOR);
            ColumnBatch vectorRows = vectors == null ? null : vectorRows(vectors);
            StructVector parsed = (StructVector) field(adds, PARSED_PARTITIONS);
            partitions.begin(partitionValues);
            for (int row = 0; row < adds.length(); row++) {
                if (adds.isNull(row) || paths.isNull(row)) {
                    continue;
                }
                open.add(
                        paths.data(),
                        paths.start(row),
                        paths.end(row),
                        vectors == null || vectorRows == null || vectors.isNull(row)
                                ? null
                                : RowActions.deletionVector(vectorRows.row(row)),
                        sizes.isNull(row) ? 0 : sizes.value(row),
                        times.isNull(row) ? 0 : times.value(row));
                if (!partitionValues.isNull(row)) {
                    partitions.append(partitionValues, row);
                } else if (parsed == null) {
                    lackTexts = true;
                } else if (!parsed.isNull(row)) {
                    partitions.append(parsed, row);
                }
                positions.add(firstRow + row);
            }
        }

        private static @Nullable ColumnVector field(StructVector struct, String name) {
            int index = struct.structType().indexOf(name);
            return index < 0 ? null : struct.field(index);
        }

        /** The vectors' columns; null if no row has one, as is usual. */
        private static @Nullable ColumnBatch vectorRows(StructVector vectors) {
            return hasAny(vectors)
                    ? new ColumnBatch(CheckpointSchema.DELETION_VECTOR, vectors.length(), vectors.fields())
                    : null;
        }

        private void endChunk() {
            if (open.rows() > 0) {
                chunks.add(open.details(new CheckpointDetails(store, object, positions.build(), sidecar))
                        .build()
                        .withIndex());
            }
            open = new FileChunkBuilder();
            partitions = new PartitionReader(open);
            positions = new RowPositions.Builder();
        }
    }
}
