package io.weir.table.changes;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.expression.Expression;
import io.weir.format.schema.ColumnMapping;
import io.weir.format.type.StructType;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.table.environment.TableEnvironment;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.ScanShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a range of versions did to a table's rows. Immutable and safe for many threads. */
public final class ChangeReader {
    private final DeltaLog log;
    private final TableEnvironment environment;
    private final Feed feed;
    private final long from;
    private final Snapshot end;

    /**
     * @param from the first version of the range, not after {@code end}
     * @param end the last version, whose schema the rows are given out in
     */
    public ChangeReader(DeltaLog log, TableEnvironment environment, Feed feed, long from, Snapshot end) {
        if (from < 0 || from > end.version()) {
            throw new IllegalArgumentException(
                    "A range of versions begins before it ends {from=" + from + ", to=" + end.version() + "}");
        }
        this.log = log;
        this.environment = environment;
        this.feed = feed;
        this.from = from;
        this.end = end;
    }

    /** All columns there are. */
    public StructType columns() {
        return feed.tellsChanges() ? ChangeColumns.with(end.schema(), mapping()) : end.schema();
    }

    private ColumnMapping mapping() {
        return end.shape().columnMapping();
    }

    public long from() {
        return from;
    }

    public long to() {
        return end.version();
    }

    /** The columns a selection gives; null is all. */
    public StructType schema(@Nullable List<Expression> select) {
        return shape(List.of(), false, select, null).outputSchema();
    }

    /**
     * How files of a version are read.
     *
     * @param partitions names of its partition columns
     * @param recorded are they change files, which have the kind of change in them?
     */
    ScanShape shape(
            List<String> partitions,
            boolean recorded,
            @Nullable List<Expression> select,
            @Nullable Expression condition) {
        return new ScanShape(columns(), constants(feed, partitions, recorded), mapping(), select, condition);
    }

    /** The columns that all rows of a file have in common. */
    static List<String> constants(Feed feed, List<String> partitions, boolean recorded) {
        List<String> constants = new ArrayList<>(partitions);
        if (feed.tellsChanges()) {
            constants.add(ChangeColumns.COMMIT_VERSION);
            constants.add(ChangeColumns.COMMIT_TIMESTAMP);
            if (!recorded) {
                constants.add(ChangeColumns.CHANGE_TYPE);
            }
        }
        return constants;
    }

    /**
     * The rows, by version and within a version in the order of its log entry. Requests: each commit, one listing of the log, what
     * a scan of the files costs; and as for the state at the first version, if there are many versions or protocol or metadata
     * changed among them.
     *
     * @param limit at most so many rows; -1: all
     */
    public CloseableIterator<ColumnBatch> read(
            @Nullable List<Expression> select, @Nullable Expression condition, long limit) {
        shape(List.of(), false, select, condition); // an unknown column is an error before anything is read
        return new ChangeScan(log, environment, this, select, condition, limit);
    }

    Feed feed() {
        return feed;
    }

    Snapshot end() {
        return end;
    }
}
