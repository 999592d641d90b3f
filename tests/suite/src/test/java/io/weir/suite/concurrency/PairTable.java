package io.weir.suite.concurrency;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;

/** The small table on which pairs of operations meet: two partitions of two files each. */
final class PairTable {
    static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("part", PrimitiveType.STRING)
            .add("v", PrimitiveType.LONG);

    static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    /** The version to which {@link Operation#RESTORE} goes back: without the second file of each partition. */
    static final long RESTORED = 1;

    private PairTable() {}

    static ObjectStore create(boolean deletionVectors, String isolation) {
        ObjectStore store = MemoryStore.create();
        Table table = Table.create(store, ENVIRONMENT)
                .schema(SCHEMA)
                .partitionBy("part")
                .property("delta.enableDeletionVectors", Boolean.toString(deletionVectors))
                .property("delta.isolationLevel", isolation)
                .commit();
        table.append(rows("a", 0, 10), rows("b", 0, 10));
        table.append(rows("a", 20, 25), rows("b", 20, 25));
        return store;
    }

    static Table open(ObjectStore store) {
        return Table.open(store, ENVIRONMENT);
    }

    /** Rows whose ids begin with {@code from} and end before {@code to}. */
    static ColumnBatch rows(String part, long from, long to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (long id = from; id < to; id++) {
            builder.add(id, part, id * 10);
        }
        return builder.build();
    }

    /** All that readers see: columns, properties, applications, and the rows in the order of their text. */
    static List<String> content(ObjectStore store) {
        TableVersion version = open(store).latest();
        List<String> content = new ArrayList<>();
        content.add("columns " + version.schema().names().stream().sorted().toList());
        content.add("properties " + version.properties());
        content.add("applications " + version.transactions());
        version.scan().rows().stream().map(Row::toString).sorted().forEach(content::add);
        return content;
    }
}
