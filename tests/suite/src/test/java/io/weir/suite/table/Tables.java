package io.weir.suite.table;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.List;
import java.util.stream.Stream;

/** Small tables of numbers for these tests; everything happens in the calling thread. */
final class Tables {
    static final StructType SCHEMA = StructType.EMPTY.add("id", PrimitiveType.LONG);

    static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private Tables() {}

    static Table create(ObjectStore store) {
        return Table.create(store, ENVIRONMENT).schema(SCHEMA).commit();
    }

    static Table open(ObjectStore store) {
        return Table.open(store, ENVIRONMENT);
    }

    static ColumnBatch rows(long from, long to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (long i = from; i < to; i++) {
            builder.add(i);
        }
        return builder.build();
    }

    static List<Long> ids(Table table) {
        return table.scan().rows().stream()
                .map(row -> row.longValue("id"))
                .sorted()
                .toList();
    }

    static List<String> dataFiles(ObjectStore store) {
        try (Stream<ObjectInfo> all = store.listDeep("")) {
            return all.map(ObjectInfo::name)
                    .filter(name -> !name.startsWith("_delta_log"))
                    .toList();
        }
    }
}
