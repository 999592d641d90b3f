package io.weir.table.dml;

import io.weir.format.expression.Expression;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a merge does to some of the rows. Immutable.
 *
 * @param condition null: to all rows of the kind that no clause before took
 * @param values by the path of the column; null: every column of the source into the column of its name. Empty for deletions
 */
public record MergeClause(
        Kind kind,
        Action action,
        @Nullable Expression condition,
        @Nullable Map<List<String>, Expression> values) {
    public MergeClause {
        values = values == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(values));
        boolean inserts = action == Action.INSERT;
        if (inserts != (kind == Kind.NOT_MATCHED)) {
            throw new IllegalArgumentException(
                    "Rows of the source that match none are inserted, and only those {action=" + action + ", kind="
                            + kind + "}");
        }
        if (values == null && kind == Kind.NOT_MATCHED_BY_SOURCE) {
            throw new IllegalArgumentException("Rows that no row of the source matches take no values from it");
        }
    }

    /** Which rows. */
    public enum Kind {
        /** Pairs of a row of the table and one of the source. */
        MATCHED,
        /** Rows of the source. */
        NOT_MATCHED,
        /** Rows of the table. */
        NOT_MATCHED_BY_SOURCE;

        /** As SQL begins such a clause. */
        String sql() {
            return "WHEN " + name().replace('_', ' ');
        }
    }

    /** What becomes of them. */
    public enum Action {
        UPDATE,
        DELETE,
        INSERT
    }
}
