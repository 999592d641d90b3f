package io.weir.cli;

import io.weir.format.expression.Expression;
import io.weir.table.Scan;
import io.weir.table.TableVersion;
import io.weir.table.sql.SqlExpressions;
import org.jspecify.annotations.Nullable;

/** A scan as the options of a command describe it. What does not fit the table is the user's mistake, not a failure. */
final class Scans {
    private Scans() {}

    static Scan of(TableVersion version, @Nullable String where, @Nullable String select) {
        return of(version, where, select, false);
    }

    static Scan of(TableVersion version, @Nullable String where, @Nullable String select, boolean rowIds) {
        try {
            Scan scan = rowIds ? version.scan().withRowTracking() : version.scan();
            if (where != null) {
                scan = scan.where(where);
            }
            if (select != null) {
                scan = scan.select(SqlExpressions.parseList(select).toArray(Expression[]::new));
            }
            return scan;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
    }
}
