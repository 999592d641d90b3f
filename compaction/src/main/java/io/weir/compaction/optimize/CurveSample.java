package io.weir.compaction.optimize;

import io.weir.compaction.curve.CurveKeys;
import io.weir.compaction.curve.RowSample;
import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parallel.Parallel;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.table.Table;
import io.weir.table.scan.CloseableIterator;
import io.weir.table.scan.FileScan;
import java.util.ArrayList;
import java.util.List;

/** Looks at some rows of some files of a group, and only at the columns that a curve goes through, to learn how their values are spread. Immutable. */
final class CurveSample {
    /** Files that are looked at, spread over the group. */
    private static final int MOST_FILES = 64;

    private static final int MOST_ROWS = 1 << 16;

    private final Table table;
    private final FileScan scan;
    private final AlongCurve layout;

    CurveSample(Table table, Snapshot snapshot, AlongCurve layout) {
        this.table = table;
        this.layout = layout;
        List<String> roots =
                layout.columns().stream().map(path -> path.get(0)).distinct().toList();
        this.scan = FileScan.of(table.store(), table.environment(), snapshot, roots, null, false);
    }

    /** @param schema of the rows that get keys */
    CurveKeys keys(List<AddFile> files, StructType schema) {
        int count = Math.min(MOST_FILES, files.size());
        List<AddFile> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(files.get((int) ((long) i * files.size() / count)));
        }
        List<RowSample> samples = Parallel.map(
                spread,
                file -> sample(file, Math.max(1, MOST_ROWS / count)),
                table.environment().executor(),
                table.environment().parallelism());
        return CurveKeys.of(layout.curve(), layout.columns(), schema, RowSample.together(scan.schema(), samples));
    }

    /** Deleted rows may be among them: the others are spread as they are. */
    private RowSample sample(AddFile file, int rows) {
        RowSample sample = new RowSample(scan.schema(), rows);
        try (CloseableIterator<ColumnBatch> batches = scan.read(file, null)) {
            batches.forEachRemaining(sample::add);
        }
        return sample;
    }
}
