package io.weir.bench;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.read.BatchReader;
import io.weir.format.parquet.read.ParquetFile;
import io.weir.format.parquet.read.ReadRequest;
import io.weir.format.parquet.write.ParquetFileWriter;
import io.weir.format.parquet.write.ParquetWriteOptions;
import io.weir.storage.MemoryStore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encoding and decoding a Parquet file of 100,000 events in memory, on one thread; scores are rows a millisecond. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@OperationsPerInvocation(Events.BATCH_ROWS)
public class ParquetBench {
    @Param({"ZSTD", "SNAPPY", "UNCOMPRESSED"})
    public Codec codec = Codec.ZSTD;

    private final MemoryStore store = MemoryStore.create();
    private final ColumnBatch batch = WeirTable.batch(new Events().batch(0), 0, Events.BATCH_ROWS);

    @Setup
    public void encodeOnce() {
        encode();
    }

    @Benchmark
    public long encode() {
        ParquetFileWriter writer = ParquetFileWriter.create(
                store.create("events.parquet"), WeirTable.SCHEMA, ParquetWriteOptions.DEFAULT.withCodec(codec));
        writer.write(batch);
        return writer.finish().sizeBytes();
    }

    @Benchmark
    public long decode() {
        long rows = 0;
        ParquetFile file = ParquetFile.open(store.open("events.parquet", -1));
        try (BatchReader reader = file.read(ReadRequest.of(file.schema()))) {
            for (ColumnBatch each = reader.next(); each != null; each = reader.next()) {
                rows += each.rowCount();
            }
        }
        return rows;
    }
}
