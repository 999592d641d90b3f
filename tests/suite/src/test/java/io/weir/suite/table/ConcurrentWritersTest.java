package io.weir.suite.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.HistoryEntry;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ConcurrentWritersTest {
    private static final int WRITERS = 8;
    private static final int APPENDS = 20;

    @Test
    void ofEightThreadsOnOneTableNoneLosesOrDoublesARow() throws Exception {
        ObjectStore store = MemoryStore.create();
        Table table = Tables.create(store);

        write(writer -> table);

        assertWhole(Tables.open(store));
    }

    @Test
    void ofEightProcessesOnOneTableNoneLosesOrDoublesARow() throws Exception {
        ObjectStore store = MemoryStore.create();
        Tables.create(store);

        write(writer -> Table.open(store, TableEnvironment.standard()));

        assertWhole(Tables.open(store));
    }

    @Test
    void onLocalDiskTheSameHolds(@TempDir Path directory) throws Exception {
        String address = directory.resolve("table").toString();
        Table first = Tables.create(ObjectStores.open(address));
        Table second = Table.open(address);

        write(writer -> writer % 2 == 0 ? first : second);

        assertWhole(Table.open(address));
    }

    @Test
    void sixtyFourThreadsShareVersionsAndNoneFails() throws Exception {
        ObjectStore store = MemoryStore.create();
        Table table = Tables.create(store);
        int appenders = 64;

        write(appenders, 10, writer -> table);

        Table fresh = Tables.open(store);
        assertThat(Tables.ids(fresh))
                .containsExactlyElementsOf(
                        LongStream.range(0, appenders * 10).boxed().toList());
        assertThat(fresh.latest().version()).isLessThan(appenders * 10);
    }

    @Test
    void eightProcessesOnLocalDiskNeitherFailNorLoseARow(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("table");
        try (Table table = Tables.create(ObjectStores.open(path.toString()))) {
            List<Process> processes = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                processes.add(AppendProcess.start(path, (long) writer * APPENDS, APPENDS));
            }
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }
            assertWhole(table);
        }
    }

    private interface Tablets {
        Table of(int writer);
    }

    private static void write(Tablets tables) throws Exception {
        write(WRITERS, APPENDS, tables);
    }

    private static void write(int writers, int appends, Tablets tables) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                Table table = tables.of(writer);
                long first = (long) writer * appends;
                running.add(threads.submit(() -> {
                    for (long i = first; i < first + appends; i++) {
                        table.append(Tables.rows(i, i + 1));
                    }
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void assertWhole(Table table) {
        int commits = WRITERS * APPENDS;
        assertThat(Tables.ids(table))
                .containsExactlyElementsOf(LongStream.range(0, commits).boxed().toList());
        long versions = table.latest().version();
        assertThat(versions).isLessThanOrEqualTo(commits);
        assertThat(table.history(commits + 1))
                .extracting(HistoryEntry::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(0, versions)
                        .map(v -> versions - v)
                        .boxed()
                        .toList());
    }
}
