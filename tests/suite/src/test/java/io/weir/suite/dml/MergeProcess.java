package io.weir.suite.dml;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import io.weir.table.dml.DmlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A process of little memory that changes a table it could not hold. Arguments: the table, how many rows it has. */
final class MergeProcess {
    static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("text", PrimitiveType.BINARY);
    private static final int BATCH_ROWS = 2000;

    private MergeProcess() {}

    public static void main(String[] arguments) {
        long rows = Long.parseLong(arguments[1]);
        try (Table table = Table.open(arguments[0])) {
            List<ColumnBatch> source = new ArrayList<>();
            for (long first = 0; first < rows; first += 100L * BATCH_ROWS) {
                BatchBuilder batch = new BatchBuilder(SCHEMA);
                for (int i = 0; i < BATCH_ROWS; i++) {
                    batch.add(first + 100L * i, new byte[] {1});
                }
                source.add(batch.build());
            }
            DmlResult result = table.merge(source.toArray(new ColumnBatch[0]))
                    .on("t.id = s.id")
                    .memory(200_000)
                    .whenMatched("s.id % 200 = 0")
                    .updateAll()
                    .whenMatched()
                    .delete()
                    .whenNotMatched()
                    .insertAll()
                    .commit();
            System.out.println("updated=" + result.metric("numTargetRowsUpdated") + " deleted="
                    + result.metric("numTargetRowsDeleted") + " inserted=" + result.metric("numTargetRowsInserted"));
        }
    }

    /** Appends rows with every id from 0 on, of so many bytes that no codec makes smaller. */
    static void fill(Table table, long rows, int bytes, int files) {
        Random random = new Random(1);
        for (int file = 0; file < files; file++) {
            List<ColumnBatch> batches = new ArrayList<>();
            long from = rows * file / files;
            long to = rows * (file + 1) / files;
            BatchBuilder batch = new BatchBuilder(SCHEMA);
            for (long id = from; id < to; id++) {
                byte[] text = new byte[bytes];
                random.nextBytes(text);
                batch.add(id, text);
            }
            batches.add(batch.build());
            table.append().batches(batches);
        }
    }
}
