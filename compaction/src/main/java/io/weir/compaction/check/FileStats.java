package io.weir.compaction.check;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the log says of one file's rows: a row of parsed statistics. Immutable. */
record FileStats(ColumnBatch batch, int row) {
    private static final long NOT_SAID = -1;

    /** How many rows; -1 if it is not said. */
    long rows() {
        return value(List.of("numRecords")) instanceof Long rows ? rows : NOT_SAID;
    }

    /** Are the bounds those of the rows that are there, deleted ones left out? */
    boolean tight() {
        return !Boolean.FALSE.equals(value(List.of("tightBounds")));
    }

    ColumnFacts column(List<String> path) {
        return new ColumnFacts(
                value(with("minValues", path)),
                value(with("maxValues", path)),
                value(with("nullCount", path)) instanceof Long nulls ? nulls : null);
    }

    private static List<String> with(String kind, List<String> path) {
        List<String> all = new ArrayList<>(path.size() + 1);
        all.add(kind);
        all.addAll(path);
        return all;
    }

    private @Nullable Object value(List<String> path) {
        int index = batch.schema().indexOf(path.get(0));
        ColumnVector at = index < 0 ? null : batch.column(index);
        for (int i = 1; i < path.size() && at != null; i++) {
            if (at.isNull(row) || !(at instanceof StructVector struct)) {
                return null;
            }
            int field = struct.structType().indexOf(path.get(i));
            at = field < 0 ? null : struct.field(field);
        }
        return at == null || at instanceof StructVector || at.isNull(row) ? null : Values.valueAt(at, row);
    }
}
