package io.weir.bench;

import io.delta.kernel.Table;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.internal.DeltaLogActionUtils.DeltaAction;
import io.delta.kernel.internal.TableImpl;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** What {@code weir history} does, with Delta Kernel: version, time and operation of every commit. A process of its own, to time its start. */
final class KernelHistory {
    private KernelHistory() {}

    /** Arguments: the table's path. */
    public static void main(String[] arguments) throws IOException {
        Engine engine = DefaultEngine.create(new Configuration());
        TableImpl table = (TableImpl) Table.forPath(engine, arguments[0]);
        long latest = table.getLatestSnapshot(engine).getVersion();
        try (CloseableIterator<ColumnarBatch> commits =
                table.getChanges(engine, 0, latest, Set.of(DeltaAction.COMMITINFO))) {
            while (commits.hasNext()) {
                print(commits.next());
            }
        }
    }

    private static void print(ColumnarBatch batch) {
        ColumnVector version = batch.getColumnVector(0);
        ColumnVector time = batch.getColumnVector(1);
        ColumnVector info = batch.getColumnVector(batch.getSchema().indexOf("commitInfo"));
        for (int row = 0; row < batch.getSize(); row++) {
            if (!info.isNullAt(row)) {
                System.out.println(version.getLong(row) + "\t" + time.getLong(row) + "\t"
                        + info.getChild(2).getString(row));
            }
        }
    }
}
