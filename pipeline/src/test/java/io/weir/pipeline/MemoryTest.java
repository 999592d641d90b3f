package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.state.StatefulStep;
import io.weir.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What steps remember goes with the epochs, whatever happens to the process. */
@Timeout(60)
class MemoryTest {
    private static final StructType TOTALS =
            StructType.EMPTY.add("rows", PrimitiveType.LONG).add("sum", PrimitiveType.LONG);

    @TempDir
    Path directory;

    /** How many rows came so far, and the sum of their numbers: a row at the end of each epoch. Changes are what was added. */
    private static final class Total implements StatefulStep {
        private long rows;
        private long sum;
        private long keptRows;
        private long keptSum;

        @Override
        public ColumnBatch apply(ColumnBatch batch) {
            for (int i = 0; i < batch.rowCount(); i++) {
                rows++;
                sum += batch.row(i).longValue("n");
            }
            return new BatchBuilder(TOTALS).build();
        }

        @Override
        public @Nullable ColumnBatch endEpoch() {
            return new BatchBuilder(TOTALS).add(rows, sum).build();
        }

        @Override
        public byte[] changes() {
            byte[] bytes = bytes(rows - keptRows, sum - keptSum);
            keptRows = rows;
            keptSum = sum;
            return bytes;
        }

        @Override
        public byte[] snapshot() {
            keptRows = 0;
            keptSum = 0;
            return changes();
        }

        private static byte[] bytes(long rows, long sum) {
            return ByteBuffer.allocate(16).putLong(rows).putLong(sum).array();
        }

        @Override
        public void restore(byte[] written) {
            ByteBuffer bytes = ByteBuffer.wrap(written);
            rows += bytes.getLong();
            sum += bytes.getLong();
            keptRows = rows;
            keptSum = sum;
        }

        @Override
        public long stateRows() {
            return 1;
        }

        @Override
        public long stateBytes() {
            return 16;
        }

        @Override
        public long lateRows() {
            return 0;
        }

        @Override
        public @Nullable Long watermarkMicros() {
            return null;
        }
    }

    private Query query(Numbers source) {
        return Query.from(source)
                .filter("part = 0")
                .remember(Total::new)
                .filter("rows >= 0")
                .to(directory.resolve("t"))
                .create()
                .maxRowsPerEpoch(30);
    }

    /** @return rows of the last total */
    private long assertTotalsAreRight() {
        List<Long> rows = new ArrayList<>();
        try (Table table = Table.open(directory.resolve("t"))) {
            table.appends(0).rows().forEach(row -> {
                long count = row.longValue("rows");
                assertThat(row.longValue("sum")).isEqualTo(count * (count - 1) / 2);
                rows.add(count);
            });
        }
        assertThat(rows).isSorted().doesNotHaveDuplicates();
        return rows.get(rows.size() - 1);
    }

    private static Step.Hook dyingAt(Step step, int occurrence) {
        AtomicInteger left = new AtomicInteger(occurrence);
        return reached -> {
            if (reached == step && left.decrementAndGet() == 0) {
                throw new IllegalStateException("died");
            }
        };
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aQueryThatDiesAtAnyStepGoesOnWithWhatItRememberedThen(Step step) {
        for (int i = 1; i <= 6; i++) {
            Query dying = query(new Numbers(1, 200L * i)).hook(dyingAt(step, i));
            assertThatThrownBy(() -> dying.start().await()).hasMessage("died");
        }
        query(new Numbers(1, 1300)).start().await();

        assertThat(assertTotalsAreRight()).isEqualTo(1300);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"QUARANTINED", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void aContinuousQueryDoesSoToo(Step step) {
        Numbers source = new Numbers(1, 100);
        for (int i = 1; i <= 3; i++) {
            Query query = query(source)
                    .maxRowsPerEpoch(1000)
                    .trigger(Trigger.continuous(Duration.ofMillis(10)))
                    .hook(dyingAt(step, i));
            assertThatThrownBy(() -> {
                        RunningQuery dying = query.start();
                        while (dying.isActive()) {
                            source.end.incrementAndGet();
                            Thread.sleep(1);
                        }
                        dying.await();
                    })
                    .hasMessage("died");
        }
        long end = source.end.get();
        query(source).start().await();

        assertThat(assertTotalsAreRight()).isEqualTo(end);
    }

    @Test
    void aContinuousQueryThatRemembersSeesAllPartsOfItsSource() {
        Numbers source = new Numbers(4, 50);
        RunningQuery query = Query.from(source)
                .remember(Total::new)
                .to(directory.resolve("t"))
                .create()
                .trigger(Trigger.continuous(Duration.ofMillis(10)))
                .start();
        while (query.lastProgress().map(p -> p.total().rowsIn() < 200).orElse(true)) {
            query.await(Duration.ofMillis(5));
        }
        query.stop();

        try (Table table = Table.open(directory.resolve("t"))) {
            List<Long> rows = new ArrayList<>();
            table.scan().rows().forEach(row -> rows.add(row.longValue("rows")));
            assertThat(rows).contains(200L);
        }
    }

    @Test
    void aFewHundredEpochsLeaveFewFilesBehind() throws IOException {
        query(new Numbers(1, 2_500)).maxRowsPerEpoch(7).start().await();
        assertThat(assertTotalsAreRight()).isEqualTo(2_500);

        try (Stream<Path> left = Files.walk(directory.resolve("t/_weir"))) {
            assertThat(left.filter(Files::isRegularFile).count()).isBetween(1L, 110L);
        }
    }

    @Test
    void aQueryThatRemembersDoesNotGoOnWhereOneThatDidNotHasStopped() {
        Query.from(new Numbers(1, 50))
                .appId("a")
                .to(directory.resolve("t"))
                .create(TOTALS, builder -> builder)
                .select("n AS rows", "n AS sum")
                .start()
                .await();
        Query query = query(new Numbers(1, 100)).appId("a");

        assertThatThrownBy(() -> query.start().await())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give it another id");
    }

    @Test
    void aQueryWhoseMemoryIsGoneSaysSo() throws IOException {
        query(new Numbers(1, 50)).start().await();
        try (Stream<Path> left = Files.walk(directory.resolve("t/_weir"))) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> query(new Numbers(1, 100)).start().await())
                .hasMessageStartingWith("The record of an epoch is gone")
                .hasMessageContaining(".epoch");
        assertThat(assertTotalsAreRight()).isEqualTo(50);
    }

    @Test
    void aRecordThatIsDamagedIsNotBelieved() throws IOException {
        query(new Numbers(1, 50)).start().await();
        try (Stream<Path> left = Files.walk(directory.resolve("t/_weir"))) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
            }
        }

        assertThatThrownBy(() -> query(new Numbers(1, 100)).start().await())
                .hasMessageStartingWith("The record of an epoch is damaged")
                .hasMessageContaining(".epoch");
    }
}
