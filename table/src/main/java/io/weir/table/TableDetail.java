package io.weir.table;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code DESCRIBE DETAIL} shows of a table, under its names.
 *
 * @param format of the data files, {@code delta}
 * @param createdAt milliseconds since the epoch, or null
 * @param lastModified milliseconds since the epoch, of the newest commit
 * @param tableFeatures those the protocol lists or stands for, sorted
 */
public record TableDetail(
        String format,
        String id,
        @Nullable String name,
        @Nullable String description,
        URI location,
        @Nullable Long createdAt,
        long lastModified,
        List<String> partitionColumns,
        long version,
        long numFiles,
        long sizeInBytes,
        Map<String, String> properties,
        int minReaderVersion,
        int minWriterVersion,
        List<String> tableFeatures) {
    public TableDetail {
        partitionColumns = List.copyOf(partitionColumns);
        properties = Map.copyOf(properties);
        tableFeatures = List.copyOf(tableFeatures);
    }
}
