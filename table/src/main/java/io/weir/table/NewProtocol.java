package io.weir.table;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.table.schema.TableProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which protocol a table needs for what its schema and properties ask. Pure functions. (PROTOCOL.md, "Table Features") */
final class NewProtocol {
    private static final int MAX_LEGACY_WRITER = 6;

    private static final Map<String, TableFeature> BY_PROPERTY = Map.ofEntries(
            Map.entry(TableProperties.IN_COMMIT_TIMESTAMPS, TableFeature.IN_COMMIT_TIMESTAMP),
            Map.entry("delta.enableChangeDataFeed", TableFeature.CHANGE_DATA_FEED),
            Map.entry("delta.enableDeletionVectors", TableFeature.DELETION_VECTORS),
            Map.entry("delta.enableIcebergCompatV1", TableFeature.ICEBERG_COMPAT_V1),
            Map.entry("delta.enableIcebergCompatV2", TableFeature.ICEBERG_COMPAT_V2),
            Map.entry("delta.enableIcebergCompatV3", TableFeature.ICEBERG_COMPAT_V3),
            Map.entry("delta.enableRowTracking", TableFeature.ROW_TRACKING),
            Map.entry("delta.enableTypeWidening", TableFeature.TYPE_WIDENING),
            Map.entry("delta.enableVariantShredding", TableFeature.VARIANT_SHREDDING));

    private NewProtocol() {}

    /** The least protocol for a new table. */
    static Protocol of(StructType schema, Map<String, String> properties) {
        List<TableFeature> needed = new ArrayList<>(featuresOf(schema));
        needed.addAll(TableProperties.requestedFeatures(properties));
        BY_PROPERTY.forEach((property, feature) -> {
            if (TableProperties.isTrue(properties, property)) {
                needed.add(feature);
            }
        });
        if (needed.contains(TableFeature.ROW_TRACKING)) {
            needed.add(TableFeature.DOMAIN_METADATA);
        }
        if (!"none".equalsIgnoreCase(properties.getOrDefault("delta.columnMapping.mode", "none"))) {
            needed.add(TableFeature.COLUMN_MAPPING);
        }
        if ("v2".equalsIgnoreCase(properties.get("delta.checkpointPolicy"))) {
            needed.add(TableFeature.V2_CHECKPOINT);
        }
        if (properties.keySet().stream().anyMatch(name -> name.startsWith("delta.constraints."))) {
            needed.add(TableFeature.CHECK_CONSTRAINTS);
        }
        return asked(properties).with(needed);
    }

    /** What {@code delta.minReaderVersion} and {@code delta.minWriterVersion} ask for, at least what every table has. */
    private static Protocol asked(Map<String, String> properties) {
        Protocol least = Protocol.LEGACY_DEFAULT;
        int reader = Math.max(least.minReaderVersion(), number(properties, "delta.minReaderVersion"));
        int writer = Math.max(least.minWriterVersion(), number(properties, "delta.minWriterVersion"));
        return writer <= MAX_LEGACY_WRITER && reader < Protocol.READER_FEATURES_VERSION
                ? new Protocol(reader, writer)
                : least; // versions that list features come with the features
    }

    private static int number(Map<String, String> properties, String name) {
        String text = properties.get(name);
        return text == null ? 0 : Integer.parseInt(text.strip());
    }

    /** What the types of a schema need. */
    static List<TableFeature> featuresOf(StructType schema) {
        return hasNtz(schema) ? List.of(TableFeature.TIMESTAMP_NTZ) : List.of();
    }

    private static boolean hasNtz(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream().anyMatch(field -> hasNtz(field.type()));
        }
        if (type instanceof ArrayType array) {
            return hasNtz(array.element());
        }
        if (type instanceof MapType map) {
            return hasNtz(map.key()) || hasNtz(map.value());
        }
        return type == PrimitiveType.TIMESTAMP_NTZ;
    }
}
