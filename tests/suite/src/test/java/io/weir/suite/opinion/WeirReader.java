package io.weir.suite.opinion;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.schema.SchemaJson;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.scan.CloseableIterator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads tables with Weir. */
public final class WeirReader {
    private WeirReader() {}

    /** A version, or the latest for -1. */
    public static ReadTable read(Path place, long version) {
        try (Table table = Table.open(place)) {
            TableVersion at = version < 0 ? table.latest() : table.at(version);
            List<String> lines = new ArrayList<>();
            try (CloseableIterator<ColumnBatch> batches = at.scan().batches()) {
                while (batches.hasNext()) {
                    lines.addAll(WeirRows.lines(batches.next()));
                }
            }
            return new ReadTable(at.version(), SchemaJson.format(at.schema()), CanonicalText.sorted(lines));
        }
    }
}
