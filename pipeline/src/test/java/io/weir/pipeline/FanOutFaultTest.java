package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.Fault;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that remembers and has two tables, of which one's store fails, or the process stops, at each request; then the query is started again. */
@Timeout(240)
class FanOutFaultTest {
    private static final int END = 40;
    private static final List<Fault> FAULTS = List.of(
            Fault.STOP_BEFORE, Fault.STOP_AFTER, Fault.REFUSED, Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.DISK_FULL);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"all", "even"})
    void everyRowIsInEachTableOnceWhateverRequestToOneOfThemFails(String faulty) {
        int reached = 0;
        for (Fault fault : FAULTS) {
            for (StoreOperation operation : StoreOperation.values()) {
                for (int occurrence = 1; occurrence <= 8; occurrence += occurrence) {
                    Path tables = directory.resolve(fault + "-" + operation + "-" + occurrence);
                    for (String name : List.of("all", "even")) {
                        Table.create(tables.resolve(name))
                                .schema(Numbers.SCHEMA)
                                .commit()
                                .close();
                    }
                    FaultStore store = faulty(tables.resolve(faulty), fault, operation, occurrence);
                    reached += faultyRun(tables, faulty, store) ? 1 : 0;
                    try (Table all = Table.open(tables.resolve("all"));
                            Table even = Table.open(tables.resolve("even"))) {
                        query(all, even).start().await();
                        assertThat(numbers(all))
                                .as("first table: %s at %s %d", fault, operation, occurrence)
                                .isEqualTo(LongStream.range(0, END).boxed().toList());
                        assertThat(numbers(even))
                                .as("second table: %s at %s %d", fault, operation, occurrence)
                                .isEqualTo(LongStream.range(0, END / 2)
                                        .map(n -> 2 * n)
                                        .boxed()
                                        .toList());
                    }
                }
            }
        }
        assertThat(reached).isGreaterThan(30);
    }

    /** Every number comes twice and is wanted once. */
    private static Query query(Table all, Table even) {
        return Query.from(new Numbers(2, END))
                .dropDuplicates("n")
                .to(all)
                .also(Branch.into(even).filter("n % 2 = 0"))
                .maxRowsPerEpoch(20);
    }

    private static List<Long> numbers(Table table) {
        List<Long> numbers = new ArrayList<>();
        table.scan().rows().forEach(row -> numbers.add(row.longValue("n")));
        numbers.sort(null);
        return numbers;
    }

    private static FaultStore faulty(Path table, Fault fault, StoreOperation operation, int occurrence) {
        FaultStore store = FaultStore.over(ObjectStores.open(table.toString()));
        for (int i = 1; i < occurrence; i++) {
            store.before(operation, "", () -> {});
        }
        return store.next(operation, fault);
    }

    /** True if the fault happened. Whether the query comes through it is the store's and the tables' affair. */
    private static boolean faultyRun(Path tables, String faulty, FaultStore store) {
        TableEnvironment alone = TableEnvironment.standard().withExecutor(Runnable::run, 1);
        try (Table broken = Table.open(store, alone);
                Table whole = Table.open(tables.resolve(faulty.equals("all") ? "even" : "all"))) {
            Query query = faulty.equals("all") ? query(broken, whole) : query(whole, broken);
            query.start().await();
        } catch (RuntimeException | Error e) {
            assertThat(store.unusedRules()).isZero();
        }
        return store.unusedRules() == 0;
    }
}
