package io.weir.table.protocol;

import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import io.weir.log.action.Metadata;
import io.weir.log.action.TableFeature;
import io.weir.table.schema.TableProperties;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which features a table's schema and properties make use of, so that its protocol must have them. Pure functions. (PROTOCOL.md,
 * "Table Features", "Writer Version Requirements")
 */
public final class NeededFeatures {
    private static final Map<String, TableFeature> BY_PROPERTY = Map.ofEntries(
            Map.entry(TableProperties.IN_COMMIT_TIMESTAMPS, TableFeature.IN_COMMIT_TIMESTAMP),
            Map.entry(TableProperties.CHANGE_DATA_FEED, TableFeature.CHANGE_DATA_FEED),
            Map.entry(TableProperties.DELETION_VECTORS, TableFeature.DELETION_VECTORS),
            Map.entry("delta.enableIcebergCompatV1", TableFeature.ICEBERG_COMPAT_V1),
            Map.entry("delta.enableIcebergCompatV2", TableFeature.ICEBERG_COMPAT_V2),
            Map.entry("delta.enableIcebergCompatV3", TableFeature.ICEBERG_COMPAT_V3),
            Map.entry(TableProperties.ROW_TRACKING, TableFeature.ROW_TRACKING),
            Map.entry(TableProperties.TYPE_WIDENING, TableFeature.TYPE_WIDENING),
            Map.entry("delta.enableVariantShredding", TableFeature.VARIANT_SHREDDING),
            Map.entry(TableProperties.APPEND_ONLY, TableFeature.APPEND_ONLY));

    private NeededFeatures() {}

    /** All of them, without those that they in turn require. */
    public static Set<TableFeature> of(Metadata metadata) {
        Set<TableFeature> needed = ofProperties(metadata.configuration());
        if (metadata.schemaString() != null) {
            needed.addAll(ofSchema(metadata.schema()));
        }
        return needed;
    }

    /** Those of table properties. */
    public static Set<TableFeature> ofProperties(Map<String, ? extends @Nullable String> properties) {
        Set<TableFeature> needed = EnumSet.noneOf(TableFeature.class);
        BY_PROPERTY.forEach((property, feature) -> {
            if (TableProperties.isTrue(properties, property)) {
                needed.add(feature);
            }
        });
        @Nullable String mapping = properties.get(TableProperties.COLUMN_MAPPING_MODE);
        if (mapping != null && !mapping.equalsIgnoreCase("none")) {
            needed.add(TableFeature.COLUMN_MAPPING);
        }
        if ("v2".equalsIgnoreCase(properties.get(TableProperties.CHECKPOINT_POLICY))) {
            needed.add(TableFeature.V2_CHECKPOINT);
        }
        if (properties.keySet().stream().anyMatch(TableProperties::isConstraint)) {
            needed.add(TableFeature.CHECK_CONSTRAINTS);
        }
        return needed;
    }

    /** Those of types and of what is said about columns. */
    public static Set<TableFeature> ofSchema(StructType schema) {
        Set<TableFeature> needed = EnumSet.noneOf(TableFeature.class);
        collect(schema, needed);
        return needed;
    }

    private static void collect(DataType type, Set<TableFeature> needed) {
        if (type instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                collect(field, needed);
                collect(field.type(), needed);
            }
        } else if (type instanceof ArrayType array) {
            collect(array.element(), needed);
        } else if (type instanceof MapType map) {
            collect(map.key(), needed);
            collect(map.value(), needed);
        } else if (type == PrimitiveType.TIMESTAMP_NTZ) {
            needed.add(TableFeature.TIMESTAMP_NTZ);
        } else if (type instanceof VariantType) {
            needed.add(TableFeature.VARIANT_TYPE);
        }
    }

    private static void collect(StructField field, Set<TableFeature> needed) {
        if (field.metadata().json(FieldProperties.INVARIANTS) != null) {
            needed.add(TableFeature.INVARIANTS);
        }
        if (field.metadata().json(FieldProperties.GENERATION_EXPRESSION) != null) {
            needed.add(TableFeature.GENERATED_COLUMNS);
        }
        if (field.metadata().json(FieldProperties.CURRENT_DEFAULT) != null) {
            needed.add(TableFeature.ALLOW_COLUMN_DEFAULTS);
        }
        if (FieldProperties.isIdentity(field)) {
            needed.add(TableFeature.IDENTITY_COLUMNS);
        }
        if (field.metadata().json("delta.typeChanges") != null) {
            needed.add(TableFeature.TYPE_WIDENING);
        }
    }
}
