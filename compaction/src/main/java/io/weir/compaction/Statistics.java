package io.weir.compaction;

import io.weir.compaction.stats.TableStatistics;
import io.weir.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * How a table's rows are spread over files: lengths, partitions, clustering, deleted rows, the log, and what optimize would gain. Reads the log
 * and no file. Immutable, safe for many threads.
 */
public final class Statistics {
    private final Table table;
    private final List<List<String>> columns;

    private Statistics(Table table, List<List<String>> columns) {
        this.table = table;
        this.columns = columns;
    }

    /** With the depth of the columns that the table is clustered by. */
    public static Statistics of(Table table) {
        return new Statistics(table, List.of());
    }

    /** With the depth of these columns instead; {@code a.b} is a field of a struct. */
    public Statistics by(String... names) {
        return new Statistics(
                table,
                Arrays.stream(names).map(name -> List.of(name.split("\\."))).toList());
    }

    /**
     * Of the newest version.
     *
     * @throws IllegalArgumentException if statistics tell nothing of a column that was asked for
     */
    public TableStatistics collect() {
        return TableStatistics.of(
                table.store(),
                table.latest().snapshot(),
                columns,
                Optimize.of(table).plan());
    }
}
