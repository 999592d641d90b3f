package io.weir.log.state;

import io.weir.format.schema.ColumnMapping;
import io.weir.format.schema.SchemaFormatException;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Protocol, metadata and schema of a table that we can read: one that exists needs no feature we do not have, so that nobody after
 * this can forget to ask. Immutable. Whether it can be written is {@link #requireWritable()}.
 */
public final class TableShape {
    private final Protocol protocol;
    private final Metadata metadata;
    private final @Nullable StructType schema;
    private final StructType partitionSchema;
    private final ColumnMapping columnMapping;

    private TableShape(
            Protocol protocol,
            Metadata metadata,
            @Nullable StructType schema,
            StructType partitionSchema,
            ColumnMapping columnMapping) {
        this.protocol = protocol;
        this.metadata = metadata;
        this.schema = schema;
        this.partitionSchema = partitionSchema;
        this.columnMapping = columnMapping;
    }

    /**
     * @throws UnsupportedTableException if reading the table takes a version or feature that is not here
     * @throws CorruptTableException if the metadata contradicts itself
     */
    public static TableShape of(Protocol protocol, Metadata metadata) {
        SupportedFeatures.requireReadable(protocol);
        if (!metadata.provider().equalsIgnoreCase("parquet")) {
            throw new UnsupportedTableException(
                    "The table's data files are not Parquet", List.of(), Facts.of("format", metadata.provider()));
        }
        if (metadata.schemaString() == null) {
            // some very old tables: what they hold can be told, but not read
            return new TableShape(protocol, metadata, null, StructType.EMPTY, ColumnMapping.NONE);
        }
        StructType schema = metadata.schema();
        if (SupportedFeatures.widensTypes(protocol)) {
            TypeChanges.requireReadable(schema);
        }
        ColumnMapping mapping = mapping(protocol, metadata);
        requireFindable(mapping, schema);
        List<StructField> partitions = new ArrayList<>();
        for (String column : metadata.partitionColumns()) {
            partitions.add(schema.field(column)
                    .orElseThrow(() -> new CorruptTableException(
                            "A partition column is not in the table's schema",
                            Facts.of("column", column, "columns", schema.names()))));
        }
        return new TableShape(protocol, metadata, schema, new StructType(partitions), mapping);
    }

    private static void requireFindable(ColumnMapping mapping, StructType schema) {
        try {
            mapping.check(schema);
        } catch (SchemaFormatException e) {
            throw new CorruptTableException(
                    "A column cannot be found by the table's schema",
                    Facts.of("column", e.column(), "mode", mapping.modeName()).and("reason", e.reason()),
                    e);
        }
    }

    /** The property counts only where the protocol has the feature. (PROTOCOL.md, "Column Mapping") */
    private static ColumnMapping mapping(Protocol protocol, Metadata metadata) {
        String mode = metadata.property("delta.columnMapping.mode");
        String feature = TableFeature.COLUMN_MAPPING.featureName();
        if (mode == null || !protocol.effectiveReaderFeatures().contains(feature)) {
            return ColumnMapping.NONE;
        }
        return ColumnMapping.of(mode)
                .orElseThrow(() -> new UnsupportedTableException(
                        "The table maps its columns in a way this version of Weir does not know",
                        List.of(feature),
                        Facts.of("mode", mode)));
    }

    public Protocol protocol() {
        return protocol;
    }

    public Metadata metadata() {
        return metadata;
    }

    /**
     * All columns, those of the partitioning included, in the order of the table.
     *
     * @throws CorruptTableException if the table has none
     */
    public StructType schema() {
        return schema == null ? metadata.schema() : schema;
    }

    /** The partition columns in the order of the partitioning. */
    public StructType partitionSchema() {
        return partitionSchema;
    }

    /** How the columns are found in data files, statistics and partition values. */
    public ColumnMapping columnMapping() {
        return columnMapping;
    }

    /** What keeps us from writing to this table: names of active features that are not here. */
    public SortedSet<String> missingForWriting() {
        return SupportedFeatures.missingForWriting(protocol, metadata);
    }

    /** @throws UnsupportedTableException if writing the table takes a version or feature that is not here */
    public void requireWritable() {
        SupportedFeatures.requireWritable(protocol, metadata);
    }
}
