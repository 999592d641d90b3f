package io.weir.table.data;

import io.weir.format.json.JsonFormatException;
import io.weir.format.json.JsonInput;
import io.weir.format.schema.ColumnMapping;
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
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import io.weir.log.state.TableShape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a table must be like whose new files Iceberg is to read as they are. Statistics with a count and timestamps in eight bytes are what
 * our files always have. Pure functions. (PROTOCOL.md, "Iceberg Compatibility V1", "Iceberg Compatibility V2")
 */
final class IcebergCompat {
    private static final String TYPE_CHANGES = "delta.typeChanges";

    /** From narrow to wide. */
    private static final List<String> INTEGRAL = List.of("byte", "short", "integer", "long");

    private IcebergCompat() {}

    /** Is the table to be readable as Iceberg? Then its files hold the partition columns, too. */
    static boolean isActive(TableShape shape) {
        return isActive(shape, TableFeature.ICEBERG_COMPAT_V1, "delta.enableIcebergCompatV1")
                || isActive(shape, TableFeature.ICEBERG_COMPAT_V2, "delta.enableIcebergCompatV2");
    }

    private static boolean isActive(TableShape shape, TableFeature feature, String property) {
        return shape.protocol().supports(feature) && shape.metadata().isTrue(property);
    }

    /** @throws UnsupportedTableException if the table is to be readable as Iceberg and is not fit for that, naming rule and column */
    static void requireFit(TableShape shape) {
        boolean second = isActive(shape, TableFeature.ICEBERG_COMPAT_V2, "delta.enableIcebergCompatV2");
        boolean first = isActive(shape, TableFeature.ICEBERG_COMPAT_V1, "delta.enableIcebergCompatV1");
        if (!first && !second) {
            return;
        }
        TableFeature feature = second ? TableFeature.ICEBERG_COMPAT_V2 : TableFeature.ICEBERG_COMPAT_V1;
        Metadata metadata = shape.metadata();
        boolean vectors = shape.protocol().supports(TableFeature.DELETION_VECTORS);
        if (shape.columnMapping() == ColumnMapping.NONE) {
            throw unfit(feature, "columns are mapped by name or id", "");
        }
        if (first && second) {
            throw unfit(feature, "only one version is enabled", "");
        }
        if (first && vectors || second && vectors && metadata.isTrue("delta.enableDeletionVectors")) {
            throw unfit(feature, "there are no deletion vectors", "");
        }
        Ids ids = new Ids(second, feature, new HashSet<>());
        for (StructField field : shape.schema().fields()) {
            ids.check(field, field.name());
        }
    }

    private static UnsupportedTableException unfit(TableFeature feature, String rule, String column) {
        Facts facts = Facts.of("rule", rule);
        return new UnsupportedTableException(
                "The table is to be readable as Iceberg, and is not fit for that",
                List.of(feature.featureName()),
                column.isEmpty() ? facts : facts.and("column", column));
    }

    /** Goes through the columns. One thread at a time. */
    private record Ids(boolean second, TableFeature feature, Set<Integer> seen) {
        void check(StructField field, String column) {
            checkTypeChanges(field, column);
            String id = field.metadata().json(FieldProperties.COLUMN_MAPPING_ID);
            checkId(id, column);
            String nested = field.metadata().json(FieldProperties.COLUMN_MAPPING_NESTED_IDS);
            Map<String, String> ids = nested == null ? Map.of() : members(nested, column);
            String physical = FieldProperties.text(field.metadata(), FieldProperties.PHYSICAL_NAME);
            check(field.type(), column, physical == null ? field.name() : physical, ids);
        }

        private void check(DataType type, String column, String path, Map<String, String> ids) {
            if (type instanceof StructType struct) {
                for (StructField field : struct.fields()) {
                    check(field, column + "." + field.name());
                }
            } else if (type instanceof ArrayType array) {
                requireNesting(column);
                part(array.element(), column, path, "element", ids);
            } else if (type instanceof MapType map) {
                requireNesting(column);
                part(map.key(), column, path, "key", ids);
                part(map.value(), column, path, "value", ids);
            } else if (type == PrimitiveType.VOID || type instanceof VariantType) {
                throw unfit(feature, "no column is " + type.sql(), column);
            }
        }

        private void requireNesting(String column) {
            if (!second) {
                throw unfit(feature, "no column is an array or a map", column);
            }
        }

        private void part(DataType type, String column, String path, String name, Map<String, String> ids) {
            checkId(ids.get(path + "." + name), column + "." + name);
            check(type, column + "." + name, path + "." + name, ids);
        }

        private void checkId(@Nullable String id, String column) {
            try {
                if (id != null && seen.add(Integer.valueOf(id.strip()))) {
                    return;
                }
            } catch (NumberFormatException e) {
                throw unfit(feature, "every column and every part of one has an id of its own", column);
            }
            throw unfit(feature, "every column and every part of one has an id of its own", column);
        }

        private Map<String, String> members(String json, String column) {
            try {
                Map<String, String> members = JsonInput.of(json).rawMapOrNull();
                return members == null ? Map.of() : members;
            } catch (JsonFormatException e) {
                throw unfit(feature, "ids of a column's parts are an object", column);
            }
        }

        private void checkTypeChanges(StructField field, String column) {
            String json = field.metadata().json(TYPE_CHANGES);
            if (json == null) {
                return;
            }
            try {
                for (String change : JsonInput.of(json).rawElements()) {
                    Map<String, String> members = members(change, column);
                    String from = JsonInput.text(members.getOrDefault("fromType", "\"\""));
                    String to = JsonInput.text(members.getOrDefault("toType", "\"\""));
                    if (!isKnownToIceberg(from, to)) {
                        throw unfit(
                                feature,
                                "types were only changed as Iceberg can, not from " + from + " to " + to,
                                column);
                    }
                }
            } catch (JsonFormatException e) {
                throw unfit(feature, "changes of types are on record", column);
            }
        }

        private static boolean isKnownToIceberg(String from, String to) {
            if (INTEGRAL.contains(from)) {
                return INTEGRAL.indexOf(to) >= INTEGRAL.indexOf(from);
            }
            return from.equals("float") && to.equals("double")
                    || from.startsWith("decimal(")
                            && to.startsWith("decimal(")
                            && from.substring(from.indexOf(',') + 1)
                                    .strip()
                                    .equals(to.substring(to.indexOf(',') + 1).strip());
        }
    }
}
