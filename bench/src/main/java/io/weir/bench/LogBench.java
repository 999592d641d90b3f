package io.weir.bench;

import static io.weir.format.expression.Expressions.col;

import io.weir.format.expression.Expression;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.storage.MemoryStore;
import io.weir.testkit.LargeTable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an open snapshot of a large table costs: planning a query that keeps a thousandth, and the step to the next version. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx6g")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LogBench {
    @Param({"10000", "1000000"})
    public int files;

    /** Is the checkpoint one of sidecars? */
    @Param({"false", "true"})
    public boolean sidecars;

    private final MemoryStore store = MemoryStore.create();
    private final DeltaLog log = DeltaLog.forTable(store);
    private Expression thousandth = col("event_id").lt(0);

    @Setup
    public void open() {
        if (sidecars) {
            LargeTable.createWithSidecars(store, files, 100_000, 50);
        } else {
            LargeTable.create(store, files, 50);
        }
        long middle = files * LargeTable.ROWS_PER_FILE / 2;
        thousandth = col("event_id").ge(middle).and(col("event_id").lt(middle + files));
        log.latest();
    }

    @Benchmark
    public int plan() {
        return log.current().files().matching(thousandth).length;
    }

    @Benchmark
    public Snapshot nextVersion() {
        LargeTable.appendOne(store, log);
        return log.latest();
    }
}
