package io.weir.format.stats;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file's rows. Immutable.
 *
 * @param recordCount how many rows
 * @param columns all columns and struct fields outside arrays and maps, structs themselves left out, in the order of the schema
 */
public record FileStatistics(long recordCount, List<ColumnStatistics> columns) {
    public FileStatistics {
        columns = List.copyOf(columns);
        if (recordCount < 0) {
            throw new IllegalArgumentException("recordCount is negative: " + recordCount);
        }
    }

    /** The statistics of a column by its path, or null. */
    public @Nullable ColumnStatistics column(List<String> path) {
        for (ColumnStatistics column : columns) {
            if (column.path().equals(path)) {
                return column;
            }
        }
        return null;
    }

    /** Delta's JSON text of this; see {@link StatisticsJson}. */
    public String toJson(StatisticsColumns indexed, boolean tightBounds) {
        return StatisticsJson.write(this, indexed, tightBounds);
    }
}
