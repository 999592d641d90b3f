package io.weir.suite.dml;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a merge asks the store for. */
class MergeReadsTest {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("id", PrimitiveType.LONG).add("n", PrimitiveType.INTEGER);

    private static ColumnBatch row(long id, int n) {
        return new BatchBuilder(SCHEMA).add(id, n).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t.id = s.id", "t.id <=> s.id"})
    void filesThatCannotMatchAreNotOpened(String on) {
        CountingStore store = new CountingStore(MemoryStore.create());
        try (Table table =
                Table.create(store, TableEnvironment.standard()).schema(SCHEMA).commit()) {
            table.append(row(2, 20));
            table.append(row(101, 1010));
            List<String> late = table.files()
                    .filter(file -> String.valueOf(file.stats()).contains("1010"))
                    .map(file -> file.path())
                    .toList();
            store.drain();
            table.merge(row(2, 21)).on(on).whenMatched().updateAll().commit();

            assertThat(late).hasSize(1);
            assertThat(store.drain()).isNotEmpty().noneMatch(request -> request.contains(late.get(0)));
            assertThat(table.scan().rows().stream().map(row -> row.intValue("n")))
                    .containsExactlyInAnyOrder(21, 1010);
        }
    }
}
