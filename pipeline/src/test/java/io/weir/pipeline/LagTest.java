package io.weir.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.source.FileFormat;
import io.weir.pipeline.source.FilesSource;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.ReadSettings;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceLag;
import io.weir.pipeline.source.SourceReader;
import io.weir.source.Source;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.CountingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far a query is behind its source. */
@Timeout(60)
class LagTest {
    private static final StructType SCHEMA = StructType.EMPTY.add("n", PrimitiveType.LONG);
    private static final ReadSettings WATCHING = new ReadSettings(null, Set.of(), false, false, false);
    private static final ReadSettings BOUNDED = new ReadSettings(null, Set.of(), false, false, true);
    private static final SourceLag NONE = new SourceLag(0L, 0L, 0L, 0L, Duration.ZERO);

    @TempDir
    Path directory;

    private static void append(Table table, int rows) {
        BatchBuilder builder = new BatchBuilder(SCHEMA);
        LongStream.range(0, rows).forEach(builder::add);
        table.append(builder.build());
    }

    private static SourceBatch next(SourceReader reader, int maxRows) {
        return Objects.requireNonNull(reader.next(maxRows, bad -> {}));
    }

    private static SourceLag lag(SourceReader reader, Position committed) {
        return Objects.requireNonNull(reader.lag(committed));
    }

    @Test
    void ofATableWhatIsNotCommittedCountsAndWhoHasCaughtUpCostsNoRequest() {
        ObjectStore store = MemoryStore.create();
        Table table =
                Table.create(store, TableEnvironment.standard()).schema(SCHEMA).commit();
        append(table, 100);
        CountingStore counted = new CountingStore(store);
        Source rows = Source.of(Table.open(counted, TableEnvironment.standard()));
        try (SourceReader reader = Sources.table(rows).open(Position.START, WATCHING)) {
            assertThat(lag(reader, Position.START).rows()).isEqualTo(100);
            Position read = Position.START.with(next(reader, 1000).moved());
            append(table, 10);
            append(table, 5);
            assertThat(lag(reader, read))
                    .extracting(SourceLag::versions, SourceLag::files, SourceLag::rows)
                    .containsExactly(2L, 2L, 15L);

            Position all = read.with(next(reader, 10).moved());
            all = all.with(next(reader, 10).moved());
            assertThat(reader.next(10, bad -> {})).isNull();
            assertThat(lag(reader, read).rows()).as("read, not committed").isEqualTo(15);
            counted.drain();

            assertThat(lag(reader, all)).isEqualTo(NONE);
            assertThat(counted.drain()).isEmpty();
        }
    }

    @Test
    void ofADirectoryTheFilesThatAreLeftCount() throws IOException {
        Path from = Files.createDirectory(directory.resolve("from"));
        for (int i = 0; i < 3; i++) {
            Files.writeString(from.resolve(i + ".json"), "{\"n\":" + i + "}\n");
        }
        try (SourceReader reader = FilesSource.of(from, FileFormat.JSON).open(Position.START, BOUNDED)) {
            assertThat(reader.lag(Position.START)).isNull();
            Position position = Position.START.with(next(reader, 10).moved());

            SourceLag lag = lag(reader, position);
            assertThat(lag.files()).isEqualTo(2);
            assertThat(lag.bytes()).isEqualTo(2 * 8);
            next(reader, 10);
            next(reader, 10);
            assertThat(reader.next(10, bad -> {})).isNull();
            assertThat(lag(reader, position)).isEqualTo(new SourceLag(null, 0L, 0L, null, Duration.ZERO));
        }
    }

    @Test
    void ofAFileTheBytesThatAreLeftCount() throws IOException {
        Path from = directory.resolve("from.json");
        Files.writeString(from, "{\"n\":1}\n{\"n\":2}\n");
        try (SourceReader reader = FilesSource.of(from, FileFormat.JSON).open(Position.START, WATCHING)) {
            assertThat(lag(reader, Position.START).bytes()).isEqualTo(16);
            Position position = Position.START.with(next(reader, 10).moved());
            assertThat(lag(reader, position)).isEqualTo(new SourceLag(null, 0L, 0L, null, Duration.ZERO));
        }
    }

    @Test
    void ofAGeneratorTheRowsThatAreDueCount() throws InterruptedException {
        try (SourceReader reader = Sources.rate(1000).open(Position.START, WATCHING)) {
            Thread.sleep(20);
            SourceLag lag = lag(reader, Position.START);
            long rows = Objects.requireNonNull(lag.rows());
            assertThat(rows).isGreaterThanOrEqualTo(20);
            assertThat(lag.time()).isEqualTo(Duration.ofMillis(rows));
        }
    }

    private static final class Told implements QueryListener {
        final List<SourceLag> lags = new CopyOnWriteArrayList<>();
        final List<Progress> epochs = new CopyOnWriteArrayList<>();

        @Override
        public void measured(SourceLag lag) {
            lags.add(lag);
        }

        @Override
        public void committed(Progress progress) {
            epochs.add(progress);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void listenersAreToldHowFarTheQueryIsBehindAlsoWhileNothingComes(boolean continuous) throws Exception {
        try (Table from = Table.create(directory.resolve("from")).schema(SCHEMA).commit()) {
            append(from, 100);
            Told told = new Told();
            RunningQuery query = Query.from(Sources.table(Source.of(from)))
                    .to(directory.resolve("to"))
                    .create()
                    .trigger(
                            continuous
                                    ? Trigger.continuous(Duration.ofMillis(20))
                                    : Trigger.every(Duration.ofMillis(20)))
                    .lagInterval(Duration.ofMillis(5))
                    .listener(told)
                    .start();
            while (told.epochs.isEmpty() || !told.lags.contains(NONE)) {
                assertThat(query.await(Duration.ofMillis(5))).isEmpty();
            }
            int before = told.lags.size();
            while (told.lags.size() < before + 3) {
                assertThat(query.await(Duration.ofMillis(5))).isEmpty();
            }
            append(from, 7);
            while (told.epochs.size() < 2) {
                assertThat(query.await(Duration.ofMillis(5))).isEmpty();
            }
            query.stop();

            assertThat(told.epochs.get(1).lag()).isNotNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("weir-lag");
        }
    }

    @Test
    void aSourceThatCannotTellLeavesTheLagOpen() {
        Told told = new Told();
        Query.from(new Numbers(1, 1000))
                .to(directory.resolve("to"))
                .create()
                .lagInterval(Duration.ofMillis(1))
                .maxRowsPerEpoch(100)
                .listener(told)
                .start()
                .await();

        assertThat(told.lags).isEmpty();
        assertThat(told.epochs).isNotEmpty().allMatch(progress -> progress.lag() == null);
    }

    /** Says what it is told to say, and fails if that is nothing. */
    private static final class Saying implements SourceReader {
        volatile @Nullable SourceLag lag;

        Saying(SourceLag lag) {
            this.lag = lag;
        }

        @Override
        public SourceLag lag(Position committed) {
            return Objects.requireNonNull(lag);
        }

        @Override
        public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
            return null;
        }

        @Override
        public boolean finished() {
            return false;
        }

        @Override
        public void close() {}
    }

    @Test
    void partsAreAddedUpAndAMeasurementThatFailsIsNoneUntilTheNextOne() throws InterruptedException {
        Saying one = new Saying(new SourceLag(null, null, 5L, 10L, Duration.ofSeconds(3)));
        Saying other = new Saying(new SourceLag(null, 1L, 6L, 20L, Duration.ofSeconds(2)));
        SourceLag sum = new SourceLag(null, null, 11L, 30L, Duration.ofSeconds(3));
        try (LagMeter meter = LagMeter.start(List.of(one, other), Position.START, Duration.ofMillis(1))) {
            while (!sum.equals(meter.newest())) {
                Thread.sleep(1);
            }
            other.lag = null;
            while (meter.newest() != null) {
                Thread.sleep(1);
            }
            other.lag = new SourceLag(null, 1L, 6L, 20L, Duration.ofSeconds(2));
            while (!sum.equals(meter.newest())) {
                Thread.sleep(1);
            }
        }
    }
}
