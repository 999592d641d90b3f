package io.weir.table.alter;

import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a column goes among those of the same struct. Immutable.
 *
 * @param after the column that is before it; null if it goes first
 */
public record ColumnPosition(@Nullable String after) {
    public static final ColumnPosition FIRST = new ColumnPosition(null);

    public static ColumnPosition after(String column) {
        return new ColumnPosition(column);
    }

    /** @param path of the field, for messages */
    StructType insert(List<StructField> others, StructField field, SchemaPath path) {
        List<StructField> fields = new ArrayList<>(others);
        if (after == null) {
            fields.add(0, field);
            return new StructType(fields);
        }
        int before = new StructType(others).indexOf(after);
        if (before < 0) {
            throw path.sibling(after).missing(new StructType(others));
        }
        fields.add(before + 1, field);
        return new StructType(fields);
    }

    @Override
    public String toString() {
        return after == null ? "FIRST" : "AFTER " + after;
    }
}
