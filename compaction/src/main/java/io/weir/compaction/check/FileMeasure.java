package io.weir.compaction.check;

import io.weir.format.parquet.ParquetException;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.stats.ColumnStatistics;
import io.weir.format.stats.FileStatistics;
import io.weir.format.stats.StatisticsColumns;
import io.weir.format.stats.StringBounds;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableShape;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.table.data.DataFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statistics of a data file from its rows. Immutable. */
public final class FileMeasure {
    private final ObjectStore store;
    private final StatsSchema schema;
    private final StatisticsColumns indexed;

    public FileMeasure(ObjectStore store, TableShape shape) {
        this.store = store;
        this.schema = StatsSchema.of(shape);
        Map<String, String> properties = new HashMap<>();
        shape.metadata().configuration().forEach((name, value) -> {
            if (value != null) {
                properties.put(name, value);
            }
        });
        this.indexed = columns(schema, properties);
    }

    private static StatisticsColumns columns(StatsSchema schema, Map<String, String> properties) {
        try {
            return StatisticsColumns.of(schema.physicalSchema(), List.of(), properties);
        } catch (IllegalArgumentException e) {
            return StatisticsColumns.of(schema.physicalSchema(), List.of(), Map.of());
        }
    }

    /**
     * The same file, with statistics as they are. Of a file with deleted rows only how many rows it holds.
     *
     * @throws CorruptTableException if it cannot be read
     */
    public AddFile describe(AddFile add) {
        try (ObjectReader object = DataFiles.open(store, add.path(), add.sizeBytes())) {
            ParquetFile file = ParquetFile.open(object);
            List<ColumnStatistics> columns = add.deletionVector() == null ? measured(add, file) : List.of();
            String stats = new FileStatistics(file.rowCount(), columns).toJson(indexed, false);
            return add.toBuilder().stats(stats).dataChange(false).build();
        } catch (ParquetException e) {
            throw new CorruptTableException(
                    "A data file cannot be read",
                    Facts.of("file", add.path(), "reason", String.valueOf(e.getMessage())),
                    e);
        }
    }

    private List<ColumnStatistics> measured(AddFile add, ParquetFile file) {
        FooterFacts footer = new FooterFacts(file.statistics(schema.request()));
        Map<StatsSchema.Leaf, ColumnSummary> whole =
                new RowsCheck(schema, new Findings()).summarize(Place.of(add.path()), file, footer);
        List<ColumnStatistics> columns = new ArrayList<>();
        for (StatsSchema.Leaf leaf : schema.leaves()) {
            ColumnSummary summary = whole.get(leaf);
            if (summary != null) {
                ColumnFacts facts = summary.hasNaN()
                        ? new ColumnFacts(null, null, summary.facts().nulls())
                        : summary.facts();
                Long nulls = facts.nulls();
                columns.add(new ColumnStatistics(
                        leaf.statsPath(),
                        leaf.type(),
                        nulls == null ? 0 : nulls,
                        cut(facts.min(), true),
                        cut(facts.max(), false)));
            }
        }
        return columns;
    }

    private static @Nullable Object cut(@Nullable Object bound, boolean isMin) {
        if (bound instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return isMin ? StringBounds.min(utf8) : StringBounds.max(utf8);
        }
        return bound;
    }
}
