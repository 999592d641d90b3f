package io.weir.sink;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Whether files that were written for a table as it was are still what the table wants. They are if it only got columns since, at any depth, that may be
 * null and have no value of their own: rows without them are then as if they had been there before. Pure functions.
 */
final class SameColumns {
    private static final String CONSTRAINT = "delta.constraints.";
    private static final String MAPPING = "delta.columnMapping.mode";

    /** What can be said of a column without saying anything of its values. */
    private static final Set<String> HARMLESS =
            Set.of("comment", "delta.columnMapping.id", "delta.columnMapping.physicalName");

    private SameColumns() {}

    static boolean stillFit(Metadata was, Metadata now) {
        return was.id().equals(now.id())
                && was.partitionColumns().equals(now.partitionColumns())
                && Objects.equals(
                        was.configuration().get(MAPPING), now.configuration().get(MAPPING))
                && constraints(was).equals(constraints(now))
                && (Objects.equals(was.schemaString(), now.schemaString()) || onlyAdds(was.schema(), now.schema()));
    }

    private static Map<String, String> constraints(Metadata table) {
        Map<String, String> constraints = new HashMap<>(table.configuration());
        constraints.keySet().removeIf(key -> !key.startsWith(CONSTRAINT));
        return constraints;
    }

    private static boolean onlyAdds(DataType was, DataType now) {
        if (was instanceof StructType before && now instanceof StructType after) {
            return structOnlyAdds(before, after);
        }
        if (was instanceof ArrayType before && now instanceof ArrayType after) {
            return before.containsNull() == after.containsNull() && onlyAdds(before.element(), after.element());
        }
        if (was instanceof MapType before && now instanceof MapType after) {
            return before.valueContainsNull() == after.valueContainsNull()
                    && onlyAdds(before.key(), after.key())
                    && onlyAdds(before.value(), after.value());
        }
        return was.equals(now);
    }

    private static boolean structOnlyAdds(StructType was, StructType now) {
        for (StructField field : was.fields()) {
            StructField same = now.field(field.name()).orElse(null);
            if (same == null
                    || same.nullable() != field.nullable()
                    || !same.metadata().equals(field.metadata())
                    || !onlyAdds(field.type(), same.type())) {
                return false;
            }
        }
        for (StructField field : now.fields()) {
            boolean plain = field.nullable()
                    && HARMLESS.containsAll(field.metadata().entries().keySet());
            if (!plain && was.field(field.name()).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
