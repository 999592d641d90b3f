package io.weir.suite.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.compaction.Optimize;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.diff.RowCounts;
import io.weir.table.diff.TableDiff;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import io.weir.testkit.RandomRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comparing versions costs, and that it holds for every type there is. */
class TableDiffCostTest {
    private final CountingStore store = new CountingStore(MemoryStore.create());

    private Table table(StructType schema) {
        // checkpoints are written before a commit returns, not beside what is counted
        TableEnvironment environment = TableEnvironment.standard().withExecutor(Runnable::run, 1);
        return Table.create(store, environment).schema(schema).commit();
    }

    @Test
    void appendedRowsAreCountedWithoutReadingAFile() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        for (long id = 0; id < 3; id++) {
            table.appendValues(Collections.singletonList(new Object[] {id}));
        }
        TableVersion before = table.at(1);
        TableVersion after = table.at(3);
        store.drain();

        assertThat(before.diffTo(after).rows()).isEqualTo(new RowCounts(0, 2, 0, 0));
        assertThat(before.diffTo(after).table()).isEmpty();
        assertThat(store.drain()).isEmpty();
    }

    @Test
    void onlyFilesThatDifferAreRead() {
        Table table = table(StructType.EMPTY.add("id", PrimitiveType.LONG));
        for (long id = 0; id < 20; id++) {
            table.appendValues(Collections.singletonList(new Object[] {id}));
        }
        table.update().set("id", "id + 100").where("id = 7").commit();
        TableDiff diff = table.at(20).diffTo(table.at(21));
        store.drain();

        assertThat(diff.rows()).isEqualTo(new RowCounts(1, 1, 0, 0));
        // statistics, which say how many rows there are, and of both files footer and rows
        List<String> requests = store.drain();
        assertThat(requests).hasSize(5).contains("GET _delta_log/00000000000000000020.checkpoint.parquet");
        assertThat(requests.stream()
                        .filter(request -> request.contains("part-"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void rowsOfEveryTypeAreTheSameWhereverTheyLie() {
        RandomRows random = RandomRows.seeded(11);
        StructType schema = RandomRows.everyType().add("place", PrimitiveType.LONG);
        Table table = table(schema);
        ColumnBatch rows = random.batch(schema, 300);
        for (int from = 0; from < 300; from += 50) {
            table.append(rows.slice(from, from + 50));
        }
        TableVersion before = table.latest();
        Optimize.of(table).run();

        assertThat(before.diffTo(table.latest()).rows()).isEqualTo(RowCounts.NONE);
        assertThat(before.diffTo(table.latest()).files().isEmpty()).isFalse();

        List<Integer> order = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        Collections.shuffle(order, new Random(3));
        table.overwrite(rows.take(order.stream().mapToInt(i -> i).toArray(), 299));
        RowCounts counts = before.diffTo(table.latest()).rows();
        assertThat(counts).isEqualTo(new RowCounts(1, 0, 0, 0));
    }
}
