package io.weir.compaction;

import io.weir.compaction.bisect.BisectResult;
import io.weir.compaction.bisect.BisectResult.Before;
import io.weir.compaction.bisect.VersionProbe;
import io.weir.compaction.bisect.VersionProbe.Answer;
import io.weir.format.expression.Expression;
import io.weir.table.Table;
import io.weir.table.environment.TableEvents;
import io.weir.table.sql.SqlPredicates;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first version of a table in which a row of a condition is there, by halving the range of versions. Immutable: every method that sets
 * something gives a new one, and nothing is read before {@link #run}. Safe for many threads.
 *
 * <p>It takes for granted that the condition, once it is true, stays true: a version that it became true in and false again may be passed over.
 * Requests: the states of about log2(n) versions, and each data file that may have such a row at most once.
 */
public final class Bisect {
    private final Table table;
    private final Expression condition;
    private final @Nullable Long from;
    private final @Nullable Long to;

    private Bisect(Table table, Expression condition, @Nullable Long from, @Nullable Long to) {
        this.table = table;
        this.condition = condition;
        this.from = from;
        this.to = to;
    }

    /** Over all versions that are retained. */
    public static Bisect of(Table table, Expression condition) {
        return new Bisect(table, condition, null, null);
    }

    /** The same for a condition in SQL. */
    public static Bisect of(Table table, String sql) {
        return of(table, SqlPredicates.parse(sql));
    }

    /** From this version on. */
    public Bisect from(long version) {
        return new Bisect(table, condition, version, to);
    }

    /** Up to this version. */
    public Bisect to(long version) {
        return new Bisect(table, condition, from, version);
    }

    /**
     * Searches.
     *
     * @throws io.weir.format.expression.InvalidExpressionException if the condition does not fit the last version
     * @throws io.weir.log.error.VersionNotFoundException if there is no such last version
     * @throws IllegalArgumentException if the range ends before it begins
     */
    public BisectResult run() {
        long last = to == null ? table.latest().version() : to;
        long first = from == null ? Math.min(table.earliestVersion(), last) : from;
        if (first < 0 || first > last) {
            throw new IllegalArgumentException(
                    "A range of versions begins before it ends {from=" + first + ", to=" + last + "}");
        }
        VersionProbe probe = new VersionProbe(table, condition);
        if (probe.askFirst(last) != Answer.YES) {
            return new BisectResult(null, null, first, last, probe.probes());
        }
        if (first == last) {
            return new BisectResult(last, Before.NOT_ASKED, first, last, probe.probes());
        }
        Answer atFirst = probe.ask(first);
        if (atFirst == Answer.YES) {
            return new BisectResult(first, Before.NOT_ASKED, first, last, probe.probes());
        }
        long low = first;
        long high = last;
        Answer atLow = atFirst;
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            tell(last - first, high - low);
            Answer answer = probe.ask(middle);
            if (answer == Answer.YES) {
                high = middle;
            } else {
                low = middle;
                atLow = answer;
            }
        }
        return new BisectResult(high, atLow == Answer.GONE ? Before.GONE : Before.WITHOUT, first, last, probe.probes());
    }

    private void tell(long all, long left) {
        table.environment()
                .tell(new TableEvents.Progressed(
                        table.location(), "bisecting", all - left, all, TableEvents.Unit.VERSIONS));
    }
}
