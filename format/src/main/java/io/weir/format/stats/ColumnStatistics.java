package io.weir.format.stats;

import io.weir.format.type.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one column of a file, or of one field of a struct. Immutable.
 *
 * <p>Bounds are Java's values for the type (see {@link io.weir.format.batch.Row}). A string bound is cut to {@link
 * StringBounds#LENGTH} characters, a greatest one rounded up. Binary values, arrays and maps have no bounds; neither has a column
 * that holds a NaN.
 *
 * @param path names from the column down
 * @param nullCount rows in which the value, or a struct around it, is null
 * @param min no value of the file is less; null if not known
 * @param max no value of the file is greater; null if not known
 */
public record ColumnStatistics(
        List<String> path,
        DataType type,
        long nullCount,
        @Nullable Object min,
        @Nullable Object max) {
    public ColumnStatistics {
        path = List.copyOf(path);
        if (path.isEmpty() || nullCount < 0) {
            throw new IllegalArgumentException(
                    "Not statistics of a column {nullCount=" + nullCount + ", path=" + path + "}");
        }
    }
}
