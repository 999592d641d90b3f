package io.weir.sink;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.commit.Guard;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.HistoryEntry;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.FaultStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table {@code (id, p, v)} in memory, behind a store on which things go wrong, and epochs for it. */
final class SinkFixture implements AutoCloseable {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("p", PrimitiveType.STRING)
            .add("v", PrimitiveType.LONG);
    static final OutputMode BY_ID = OutputMode.update("id");

    final String address = "memory://" + UUID.randomUUID() + "/table";
    final FaultStore store;
    final Table table;
    final EpochCommitter committer;

    /** What a table is like. */
    record Kind(boolean vectors, boolean feed, boolean partitioned, boolean tracked) {
        static final Kind PLAIN = new Kind(false, false, false, false);

        static Stream<Kind> all() {
            return Stream.of(true, false)
                    .flatMap(vectors -> Stream.of(true, false)
                            .flatMap(feed -> Stream.of(true, false)
                                    .map(partitioned ->
                                            new Kind(vectors, feed, partitioned, !feed.equals(partitioned)))));
        }

        TableBuilder on(TableBuilder table) {
            if (partitioned) {
                table.partitionBy("p");
            }
            return table.property("delta.enableDeletionVectors", Boolean.toString(vectors))
                    .property("delta.enableChangeDataFeed", Boolean.toString(feed))
                    .property("delta.enableRowTracking", Boolean.toString(tracked));
        }
    }

    SinkFixture(Kind kind) {
        this(kind, builder -> {});
    }

    SinkFixture(Kind kind, Consumer<TableBuilder> more) {
        TableBuilder builder = kind.on(Table.create(address).schema(SCHEMA));
        more.accept(builder);
        builder.commit().close();
        store = FaultStore.over(ObjectStores.open(address));
        table = Table.open(store, TableEnvironment.standard().withBackoff(Backoff.NONE));
        committer = EpochCommitter.of(table);
    }

    static Object[] row(@Nullable Object id, @Nullable String p, long v) {
        return new @Nullable Object[] {id, p, v};
    }

    EpochFiles part(OutputMode mode, Object[]... rows) {
        BatchBuilder batch = new BatchBuilder(SCHEMA);
        Arrays.stream(rows).forEach(batch::add);
        try (SinkWriter writer = SinkWriter.open(table, WriteOptions.DEFAULT, mode)) {
            writer.write(batch.build());
            return writer.finish();
        }
    }

    /** Epoch n of the application {@code app}, behind the one before. */
    static Epoch epoch(long number, OutputMode mode, EpochFiles... parts) {
        Guard guard = new Guard.Expect("app", number, number == 0 ? null : Long.valueOf(number - 1));
        return new Epoch(List.of(guard), List.of(parts), Map.of(), Map.of(), Map.of()).in(mode);
    }

    EpochOutcome commit(long number, OutputMode mode, Object[]... rows) {
        return committer.commit(rows.length == 0 ? epoch(number, mode) : epoch(number, mode, part(mode, rows)));
    }

    /** Somebody else's doing, in another process as it were. */
    void elsewhere(Consumer<Table> work) {
        try (Table other = Table.open(address)) {
            work.accept(other);
        }
    }

    void append(Object[]... rows) {
        elsewhere(other -> other.appendValues(List.of(rows)));
    }

    /** Puts all files of the table into one, without changing a row. */
    static void compact(Table table) {
        List<AddFile> before = table.files().toList();
        try (DataFileWriter writer = table.dataFiles(WriteOptions.DEFAULT);
                var batches = table.scan().batches()) {
            batches.forEachRemaining(writer::write);
            TransactionOutcome outcome = table.transaction("OPTIMIZE")
                    .rearrange(before, writer.finish())
                    .commit();
            if (!(outcome instanceof TransactionOutcome.Committed)) {
                throw new AssertionError(outcome);
            }
        }
    }

    /** The rows as {@code id/p/v}, sorted. */
    List<String> rows() {
        return sorted(table.scan().rows(), "");
    }

    /** What a version did to rows, as {@code type id/p/v}, sorted. */
    List<String> changes(long version) {
        return sorted(table.changes(version, version).rows(), "_change_type");
    }

    private static List<String> sorted(Iterable<Row> rows, String type) {
        List<String> texts = new ArrayList<>();
        for (Row row : rows) {
            texts.add((type.isEmpty() ? "" : row.value(type) + " ") + row.value("id") + "/" + row.value("p") + "/"
                    + row.value("v"));
        }
        texts.sort(null);
        return texts;
    }

    Map<String, Long> metrics() {
        Map<String, Long> metrics = new TreeMap<>();
        table.history(1)
                .get(0)
                .info()
                .operationMetrics()
                .forEach((name, json) ->
                        metrics.put(name, Long.parseLong(CommitInfo.plain(json).orElseThrow())));
        return metrics;
    }

    String parameter(String name) {
        return parameter(table.history(1).get(0), name);
    }

    static String parameter(HistoryEntry entry, String name) {
        return CommitInfo.plain(entry.info().operationParameters().getOrDefault(name, "null"))
                .orElseThrow();
    }

    /** Data files that lie in the table's directory, part of it or not. */
    List<String> files() {
        try (ObjectStore inside = ObjectStores.open(address);
                Stream<ObjectInfo> objects = inside.listDeep("")) {
            return objects.map(ObjectInfo::name)
                    .filter(name -> name.endsWith(".parquet") && !name.startsWith("_"))
                    .toList();
        }
    }

    /** The table's own files. */
    Collection<String> live() {
        return table.files().map(AddFile::path).toList();
    }

    @Override
    public void close() {
        table.close();
    }
}
