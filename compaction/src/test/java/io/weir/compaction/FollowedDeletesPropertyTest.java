package io.weir.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.FaultStore;
import io.weir.testkit.RandomRows;
import io.weir.testkit.StoreOperation;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever changes which rows while files are written again: the table has the rows, and the ids of rows, of a model that only knows the changes. */
class FollowedDeletesPropertyTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("value", PrimitiveType.LONG);

    static Stream<Long> seeds() {
        return RandomRows.seeds(8).boxed();
    }

    private final ObjectStore store = MemoryStore.create();
    private final FaultStore met = FaultStore.over(store);
    private final Map<Long, Long> model = new TreeMap<>();
    private TableEnvironment environment = TableEnvironment.standard().withBackoff(Backoff.NONE);

    /** The ids of all rows that ever came. */
    private final Map<Long, Long> rowIds = new TreeMap<>();

    private boolean writing;
    private long nextId;

    @ParameterizedTest
    @MethodSource("seeds")
    void theTableHasTheRowsOfTheModel(long seed) {
        Random random = new Random(seed);
        environment = seed % 2 == 0 ? environment.withExecutor(Runnable::run, 1) : environment;
        try (Table table = Table.create(met, environment)
                .schema(SCHEMA)
                .properties(Map.of("delta.enableDeletionVectors", "true", "delta.enableRowTracking", "true"))
                .commit()) {
            for (int run = 0; run < 3; run++) {
                int files = 2 + random.nextInt(6);
                for (int file = 0; file < files; file++) {
                    append(table, 1 + random.nextInt(60));
                }
                change(table, random);
                for (int change = random.nextInt(4); change > 0; change--) {
                    met.before(StoreOperation.PUT_IF_ABSENT, ".json", () -> changeMeanwhile(random));
                }
                Optimize optimize = Optimize.of(table).targetBytes(500 + random.nextInt(4000));
                writing = true;
                (random.nextInt(3) == 0 ? optimize.purge() : optimize).run();
                writing = false;
                requireRows(table);
            }
            assertThat(Fsck.of(store, environment).deep().check().findings()).isEmpty();
        }
    }

    private void append(Table table, int count) {
        BatchBuilder rows = new BatchBuilder(SCHEMA);
        for (int row = 0; row < count; row++) {
            rows.add(nextId, nextId);
            model.put(nextId, nextId);
            nextId++;
        }
        table.append(rows.build());
        tracked(table).forEach(rowIds::putIfAbsent);
    }

    private void changeMeanwhile(Random random) {
        if (writing) {
            try (Table other = Table.open(store, environment)) {
                change(other, random);
            }
        }
    }

    /** Deletes or changes rows: one, some, or nearly all of a file. */
    private void change(Table table, Random random) {
        long from = random.nextLong(nextId);
        long to = from + 1 + random.nextInt(60);
        long step = 1 + random.nextInt(4);
        String condition = "id >= " + from + " AND id < " + to + " AND id % " + step + " = 0";
        LongPredicate matches = id -> id >= from && id < to && id % step == 0;
        if (random.nextInt(3) == 0) {
            table.update().set("value", "value + 1000").where(condition).commit();
            model.replaceAll((id, value) -> matches.test(id) ? value + 1000 : value);
        } else {
            table.delete(condition);
            model.keySet().removeIf(matches::test);
        }
    }

    private void requireRows(Table table) {
        Map<Long, Long> rows = new TreeMap<>();
        table.scan().rows().stream().forEach(row -> rows.put(row.longValue("id"), row.longValue("value")));
        assertThat(rows).isEqualTo(model);
        assertThat(table.count()).isEqualTo(model.size());
        Map<Long, Long> ids = new TreeMap<>(rowIds);
        ids.keySet().retainAll(model.keySet());
        assertThat(tracked(table)).isEqualTo(ids);
    }

    private static Map<Long, Long> tracked(Table table) {
        Map<Long, Long> ids = new TreeMap<>();
        table.scan().withRowTracking().rows().stream()
                .forEach(row -> ids.put(row.longValue("id"), row.longValue("_metadata.row_id")));
        return ids;
    }
}
