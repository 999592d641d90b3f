package io.weir.format.expression;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rows of some parts of a table, be they files, row groups or pages: one vector entry a part.
 *
 * <p>Columns are leaf columns by path of names as in the schema that the predicate is bound to. Everything may be missing: a
 * null instead of a vector if nothing is known of any part, a null entry if nothing is known of one. Vectors are of the
 * column's type in that schema, or of a narrower type that widens to it; others are not looked at.
 */
public interface PartStatistics {
    /** How many parts. */
    int count();

    /** Not greater than any value of the column that is neither null nor NaN. */
    @Nullable
    ColumnVector min(List<String> path);

    /** Not less than any value of the column that is neither null nor NaN. */
    @Nullable
    ColumnVector max(List<String> path);

    /** How many rows have a null in the column, a null around it included; trusted only at 0 and at the row count. */
    @Nullable
    LongVector nullCount(List<String> path);

    /** How many rows the part has. */
    @Nullable
    LongVector rowCount();

    /**
     * The value that every row of the part has in a partition column (null where that is null), in the column's type. Called
     * only for partition columns.
     */
    default ColumnVector partitionValue(String column) {
        throw new IllegalStateException("There are no partition columns {asked=" + column + "}");
    }
}
