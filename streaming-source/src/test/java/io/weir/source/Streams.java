package io.weir.source;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.List;

/** Small tables of numbers and what is read of them; everything happens in the calling thread. */
final class Streams {
    static final StructType SCHEMA = StructType.EMPTY.add("id", PrimitiveType.LONG);

    static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private Streams() {}

    static Table create(ObjectStore store) {
        return Table.create(store, ENVIRONMENT).schema(SCHEMA).commit();
    }

    static ColumnBatch rows(long from, long to) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        for (long i = from; i < to; i++) {
            builder.add(i);
        }
        return builder.build();
    }

    /** The ids of all that a stream gives now, from a position on. */
    static List<Long> ids(Source source, SourcePosition from) {
        try (SourceStream stream = source.stream(from)) {
            return ids(stream);
        }
    }

    static List<Long> ids(SourceStream stream) {
        List<Long> ids = new ArrayList<>();
        for (SourceBatch batch = stream.next(1000); batch != null; batch = stream.next(1000)) {
            ids.addAll(idsOf(batch.rows()));
        }
        return ids;
    }

    static List<Long> idsOf(ColumnBatch rows) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < rows.rowCount(); i++) {
            ids.add(rows.row(i).longValue("id"));
        }
        return ids;
    }

    static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
