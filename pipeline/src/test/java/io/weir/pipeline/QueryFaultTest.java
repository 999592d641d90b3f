package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.Row;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store fails, or the process stops, at each request that a query makes; then the query is started again. */
@Timeout(240)
class QueryFaultTest {
    private static final StructType N = StructType.EMPTY.add("n", PrimitiveType.LONG);
    private static final int ROWS = 40;
    private static final List<Long> ALL = LongStream.range(0, ROWS).boxed().toList();

    @TempDir
    Path directory;

    private Path file() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append("{\"n\":").append(i).append("}\n");
        }
        return Files.writeString(directory.resolve("in.json"), text);
    }

    @Test
    void everyRowIsThereOnceWhateverRequestFails() throws IOException {
        Path file = file();
        int reached = 0;
        for (Fault fault : List.of(
                Fault.STOP_BEFORE,
                Fault.STOP_AFTER,
                Fault.REFUSED,
                Fault.ANSWER_LOST,
                Fault.REQUEST_LOST,
                Fault.DISK_FULL)) {
            for (StoreOperation operation : StoreOperation.values()) {
                for (int occurrence = 1; occurrence <= 6; occurrence += occurrence) {
                    Path path = directory.resolve(fault + "-" + operation + "-" + occurrence);
                    Table.create(path).schema(N).commit().close();
                    reached += faultyRun(path, file, fault, operation, occurrence) ? 1 : 0;
                    try (Table table = Table.open(path)) {
                        Query.from(Sources.json(file))
                                .to(table)
                                .maxRowsPerEpoch(10)
                                .start()
                                .await();
                        List<Long> values = new ArrayList<>();
                        for (Row row : table.scan().rows()) {
                            values.add(row.longValue("n"));
                        }
                        Collections.sort(values);
                        assertThat(values)
                                .as("%s at %s %d", fault, operation, occurrence)
                                .isEqualTo(ALL);
                    }
                }
            }
        }
        assertThat(reached).isGreaterThan(40);
    }

    /** True if the fault happened. Whether the query comes through it is the store's and the table's affair. */
    private static boolean faultyRun(Path path, Path file, Fault fault, StoreOperation operation, int occurrence) {
        FaultStore store = FaultStore.over(ObjectStores.open(path.toString()));
        for (int i = 1; i < occurrence; i++) {
            store.before(operation, "", () -> {});
        }
        store.next(operation, fault);
        try (Table table = Table.open(store, TableEnvironment.standard().withExecutor(Runnable::run, 1))) {
            RunningQuery query =
                    Query.from(Sources.json(file)).to(table).maxRowsPerEpoch(10).start();
            query.await();
        } catch (RuntimeException | Error e) {
            assertThat(store.unusedRules()).isZero();
        }
        return store.unusedRules() == 0;
    }
}
