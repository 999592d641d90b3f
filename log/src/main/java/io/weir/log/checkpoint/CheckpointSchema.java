package io.weir.log.checkpoint;

import static io.weir.format.type.PrimitiveType.BOOLEAN;
import static io.weir.format.type.PrimitiveType.INTEGER;
import static io.weir.format.type.PrimitiveType.LONG;
import static io.weir.format.type.PrimitiveType.STRING;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructType;

/**
 * The columns of a checkpoint: one struct a kind of action, of which every row has one that is not null. (PROTOCOL.md,
 * "Checkpoint Schema")
 */
final class CheckpointSchema {
    static final MapType STRING_MAP = new MapType(STRING, STRING, true);
    static final ArrayType STRING_LIST = new ArrayType(STRING, true);

    static final StructType TRANSACTION =
            StructType.EMPTY.add("appId", STRING).add("version", LONG).add("lastUpdated", LONG);

    static final StructType METADATA = StructType.EMPTY
            .add("id", STRING)
            .add("name", STRING)
            .add("description", STRING)
            .add("format", StructType.EMPTY.add("provider", STRING).add("options", STRING_MAP))
            .add("schemaString", STRING)
            .add("partitionColumns", STRING_LIST)
            .add("configuration", STRING_MAP)
            .add("createdTime", LONG);

    static final StructType PROTOCOL = StructType.EMPTY
            .add("minReaderVersion", INTEGER)
            .add("minWriterVersion", INTEGER)
            .add("readerFeatures", STRING_LIST)
            .add("writerFeatures", STRING_LIST);

    static final StructType DOMAIN =
            StructType.EMPTY.add("domain", STRING).add("configuration", STRING).add("removed", BOOLEAN);

    static final StructType CHECKPOINT_METADATA =
            StructType.EMPTY.add("version", LONG).add("tags", STRING_MAP);

    static final StructType SIDECAR =
            StructType.EMPTY.add("path", STRING).add("sizeInBytes", LONG).add("modificationTime", LONG);

    static final StructType DELETION_VECTOR = StructType.EMPTY
            .add("storageType", STRING)
            .add("pathOrInlineDv", STRING)
            .add("offset", INTEGER)
            .add("sizeInBytes", INTEGER)
            .add("cardinality", LONG);

    static final StructType REMOVE = StructType.EMPTY
            .add("path", STRING)
            .add("deletionTimestamp", LONG)
            .add("dataChange", BOOLEAN)
            .add("extendedFileMetadata", BOOLEAN)
            .add("partitionValues", STRING_MAP)
            .add("size", LONG)
            .add("deletionVector", DELETION_VECTOR)
            .add("baseRowId", LONG)
            .add("defaultRowCommitVersion", LONG);

    /** What a chunk of files keeps in memory. */
    static final StructType ADD_PACKED = StructType.EMPTY
            .add("path", STRING)
            .add("partitionValues", STRING_MAP)
            .add("size", LONG)
            .add("modificationTime", LONG);

    /** What only some tables have. */
    static final StructType ADD_RARE = StructType.EMPTY
            .add("tags", STRING_MAP)
            .add("deletionVector", DELETION_VECTOR)
            .add("baseRowId", LONG)
            .add("defaultRowCommitVersion", LONG)
            .add("clusteringProvider", STRING);

    /** All of an {@code add} but the parsed columns, which depend on the table. */
    static final StructType ADD =
            all(ADD_PACKED.add("dataChange", BOOLEAN), ADD_RARE).add("stats", STRING);

    /** Names of all columns of an {@code add}; the types of the last two depend on the table. */
    static final StructType ADD_NAMES =
            ADD.add("partitionValues_parsed", StructType.EMPTY).add("stats_parsed", StructType.EMPTY);

    private CheckpointSchema() {}

    static StructType all(StructType first, StructType second) {
        StructType both = first;
        for (var field : second.fields()) {
            both = both.add(field);
        }
        return both;
    }

    /** Rows of a checkpoint of the second specification. (PROTOCOL.md, "V2 Spec") */
    static StructType secondRows(DataType add) {
        return rows(add).add("checkpointMetadata", CHECKPOINT_METADATA).add("sidecar", SIDECAR);
    }

    /** Rows of a sidecar. */
    static StructType sidecarRows(DataType add) {
        return StructType.EMPTY.add("add", add).add("remove", REMOVE);
    }

    static StructType rows(DataType add) {
        return StructType.EMPTY
                .add("txn", TRANSACTION)
                .add("add", add)
                .add("remove", REMOVE)
                .add("metaData", METADATA)
                .add("protocol", PROTOCOL)
                .add("domainMetadata", DOMAIN);
    }
}
