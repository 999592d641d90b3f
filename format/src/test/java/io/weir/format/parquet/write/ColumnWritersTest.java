package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.type.ArrayType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColumnWritersTest {
    private static final StructType SCHEMA = StructType.EMPTY
            .add("few", PrimitiveType.STRING)
            .add("many", PrimitiveType.STRING)
            .add("id", PrimitiveType.LONG, false)
            .add("share", PrimitiveType.DOUBLE)
            .add("flag", PrimitiveType.BOOLEAN)
            .add("numbers", new ArrayType(PrimitiveType.INTEGER, true));
    private static final int ROWS = 20_000;

    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private static List<ColumnBatch> batches() {
        Random random = new Random(11);
        List<ColumnBatch> batches = new ArrayList<>();
        for (int part = 0; part < 6; part++) {
            BatchBuilder rows = new BatchBuilder(SCHEMA);
            for (int i = 0; i < ROWS; i++) {
                rows.add(
                        random.nextInt(9) == 0 ? null : "few-" + random.nextInt(20),
                        "many-" + random.nextLong(),
                        (long) part * ROWS + i,
                        random.nextGaussian(),
                        random.nextBoolean(),
                        List.of(random.nextInt(10), i));
            }
            batches.add(rows.build());
        }
        return batches;
    }

    private static byte[] written(ParquetWriteOptions options, Executor executor, int parallelism) {
        MemoryStore store = MemoryStore.create();
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create("f"), SCHEMA, options, executor, parallelism)) {
            batches().forEach(writer::write);
            writer.finish();
        }
        return store.read("f");
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void aFileIsTheSameHoweverManyThreadsWriteItsColumns(Codec codec) {
        // several row groups, and pages that end at other rows in every column
        ParquetWriteOptions options = ParquetWriteOptions.DEFAULT
                .withCodec(codec)
                .withRowGroupBytes(1 << 20)
                .withPages(1 << 16, 7_000);
        byte[] alone = written(options, Runnable::run, 1);
        assertThat(written(options, threads, 4)).isEqualTo(alone);
        assertThat(written(options, threads, 2)).isEqualTo(alone);
    }

    @Test
    void columnsAreWrittenByOtherThreadsToo() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        written(
                ParquetWriteOptions.DEFAULT,
                task -> threads.execute(() -> {
                    seen.add(Thread.currentThread().getName());
                    task.run();
                }),
                3);
        assertThat(seen)
                .hasSizeGreaterThan(1)
                .doesNotContain(Thread.currentThread().getName());
    }

    @Test
    void aFileIsWrittenThoughNobodyHelps() {
        assertThat(written(ParquetWriteOptions.DEFAULT, task -> {}, 8))
                .isEqualTo(written(ParquetWriteOptions.DEFAULT, Runnable::run, 1));
    }

    @Test
    void fewRowsDisturbNobody() {
        StructType schema = StructType.EMPTY.add("id", PrimitiveType.LONG);
        MemoryStore store = MemoryStore.create();
        Executor nobody = task -> {
            throw new AssertionError("A thread was asked for help");
        };
        try (ParquetFileWriter writer =
                ParquetFileWriter.create(store.create("f"), schema, ParquetWriteOptions.DEFAULT, nobody, 4)) {
            writer.write(new BatchBuilder(schema).add(1L).add(2L).build());
            assertThat(writer.finish().rowCount()).isEqualTo(2);
        }
    }
}
