package io.weir.table.schema;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds nulls where the schema allows none, at any depth. A field of a struct that is null is not there to be null. */
final class NullRules {
    private static final String NOT_NULL = "NOT NULL";

    private NullRules() {}

    /**
     * @param firstRow the number of the batch's first row
     * @throws ConstraintViolationException naming column, row and rule
     */
    static void check(ColumnBatch batch, long firstRow) {
        StructType schema = batch.schema();
        for (int i = 0; i < schema.size(); i++) {
            StructField field = schema.field(i);
            check(field, batch.column(i), new Places(firstRow, null, null), field.name());
        }
    }

    private static void check(StructField field, ColumnVector vector, Places places, String path) {
        if (!field.nullable()) {
            refuseNulls(vector, places, path, NOT_NULL);
        }
        check(field.type(), vector, places, path);
    }

    private static void check(DataType type, ColumnVector vector, Places places, String path) {
        if (!hasRule(type)) {
            return;
        }
        if (vector instanceof StructVector struct) {
            Places inside = places.without(struct.nulls(), struct.length());
            StructType structType = (StructType) type;
            for (int i = 0; i < structType.size(); i++) {
                StructField field = structType.field(i);
                check(field, struct.field(i), inside, path + "." + field.name());
            }
        } else if (vector instanceof ArrayVector array) {
            ArrayType arrayType = (ArrayType) type;
            Places inside =
                    places.inside(array, array.offsets(), array.elements().length());
            if (!arrayType.containsNull()) {
                refuseNulls(array.elements(), inside, path + ".element", "elements are NOT NULL");
            }
            check(arrayType.element(), array.elements(), inside, path + ".element");
        } else if (vector instanceof MapVector map) {
            MapType mapType = (MapType) type;
            Places inside = places.inside(map, map.offsets(), map.keys().length());
            refuseNulls(map.keys(), inside, path + ".key", "keys are NOT NULL");
            if (!mapType.valueContainsNull()) {
                refuseNulls(map.values(), inside, path + ".value", "values are NOT NULL");
            }
            check(mapType.key(), map.keys(), inside, path + ".key");
            check(mapType.value(), map.values(), inside, path + ".value");
        }
    }

    private static boolean hasRule(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream().anyMatch(f -> !f.nullable() || hasRule(f.type()));
        }
        if (type instanceof ArrayType array) {
            return !array.containsNull() || hasRule(array.element());
        }
        return type instanceof MapType; // keys are never null
    }

    private static void refuseNulls(ColumnVector vector, Places places, String path, String rule) {
        boolean[] nulls = vector.nulls();
        if (nulls == null) {
            return;
        }
        for (int i = 0; i < vector.length(); i++) {
            if (nulls[i] && places.isThere(i)) {
                throw new ConstraintViolationException(
                        "A row has a null where the table allows none",
                        Facts.of("column", path, "row", places.row(i), "rule", rule));
            }
        }
    }

    /**
     * Which places of a vector belong to a row, and to which.
     *
     * @param rows the batch's row of each place, -1 if it belongs to none; null: place i is row i
     * @param absent true where an enclosing struct is null; null: nowhere
     */
    private record Places(long firstRow, int @Nullable [] rows, boolean @Nullable [] absent) {
        boolean isThere(int place) {
            return (absent == null || !absent[place]) && (rows == null || rows[place] >= 0);
        }

        long row(int place) {
            return firstRow + (rows == null ? place : rows[place]);
        }

        Places without(boolean @Nullable [] nulls, int length) {
            if (nulls == null) {
                return this;
            }
            boolean[] all = new boolean[length];
            for (int i = 0; i < length; i++) {
                all[i] = nulls[i] || absent != null && absent[i];
            }
            return new Places(firstRow, rows, all);
        }

        Places inside(ColumnVector outer, int[] offsets, int innerLength) {
            int[] inner = new int[innerLength];
            Arrays.fill(inner, -1);
            for (int i = 0; i < outer.length(); i++) {
                if (!outer.isNull(i) && isThere(i)) {
                    for (int j = offsets[i]; j < offsets[i + 1]; j++) {
                        inner[j] = rows == null ? i : rows[i];
                    }
                }
            }
            return new Places(firstRow, inner, null);
        }
    }
}
