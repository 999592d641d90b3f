package io.weir.pipeline.source;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.LongVector;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows that come at a rate, to try things out with: {@code timestamp}, when the row was due, and {@code value}, its number from 0. Immutable.
 *
 * <p>When the first row was due is part of the position, so the same rows come again after a restart, and those that were due meanwhile come at once.
 */
public final class RateSource implements Source {
    private static final StructType SCHEMA =
            StructType.EMPTY.add("timestamp", PrimitiveType.TIMESTAMP).add("value", PrimitiveType.LONG);
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final long rowsPerSecond;
    private final int partitions;

    private RateSource(long rowsPerSecond, int partitions) {
        if (rowsPerSecond < 1 || rowsPerSecond > MICROS_PER_SECOND || partitions < 1) {
            throw new IllegalArgumentException("A rate is 1 to 1000000 rows a second, from 1 partition {partitions="
                    + partitions + ", rowsPerSecond=" + rowsPerSecond + "}");
        }
        this.rowsPerSecond = rowsPerSecond;
        this.partitions = partitions;
    }

    /** @param rowsPerSecond 1 to 1,000,000 */
    public static RateSource of(long rowsPerSecond) {
        return new RateSource(rowsPerSecond, 1);
    }

    /** Gives the rows out in so many parts, which a continuous query reads at the same time. */
    public RateSource partitions(int count) {
        return new RateSource(rowsPerSecond, count);
    }

    @Override
    public String identity() {
        return "rate:" + rowsPerSecond;
    }

    @Override
    public boolean identifiesItself() {
        return true;
    }

    @Override
    public SourceReader open(Position from, ReadSettings settings) {
        requireSamePartitions(from);
        return new Reader(from, 0, partitions, nowMicros(), settings.bounded());
    }

    @Override
    public List<SourceReader> openParts(Position from, ReadSettings settings) {
        requireSamePartitions(from);
        List<SourceReader> readers = new ArrayList<>();
        long now = nowMicros(); // one start for all
        for (int i = 0; i < partitions; i++) {
            readers.add(new Reader(from, i, i + 1, now, settings.bounded()));
        }
        return readers;
    }

    /** Rows are dealt out by their number, so with another number of partitions some would come again and some never. */
    private void requireSamePartitions(Position from) {
        for (String partition : from.partitions().keySet()) {
            if (partition.startsWith("rows-") && !partition.endsWith("-of-" + partitions)) {
                throw new SourceException(
                        "A rate that was read in some partitions is read on in as many; or give the query another application id"
                                + " {found=" + partition + ", partitions=" + partitions + ", source=" + identity()
                                + "}");
            }
        }
    }

    private static long nowMicros() {
        return System.currentTimeMillis() * 1000;
    }

    /** Some partitions; that with the number p has every row whose number is p modulo the number of partitions. */
    private final class Reader implements SourceReader {
        private static final String START = "start";

        private final int first;
        /** How many rows each partition has given. */
        private final long[] given;

        private final long startMicros;
        private final long endMicros;
        private boolean startIsKnown;

        Reader(Position from, int first, int end, long now, boolean bounded) {
            this.first = first;
            this.given = new long[end - first];
            for (int i = 0; i < given.length; i++) {
                Long at = from.at(partition(i));
                given[i] = at == null ? 0 : at;
            }
            Long start = from.at(START);
            this.startIsKnown = start != null;
            this.startMicros = start == null ? now : start;
            this.endMicros = bounded ? now : Long.MAX_VALUE;
        }

        private String partition(int index) {
            return "rows-" + (first + index) + "-of-" + partitions;
        }

        /** How many rows of a partition are due. */
        private long due(int index) {
            long micros = Math.min(nowMicros(), endMicros) - startMicros;
            long all = micros / MICROS_PER_SECOND * rowsPerSecond
                    + micros % MICROS_PER_SECOND * rowsPerSecond / MICROS_PER_SECOND
                    + 1;
            return (all - (first + index) + partitions - 1) / partitions;
        }

        @Override
        public @Nullable SourceBatch next(int maxRows, Consumer<BadRecord> bad) {
            for (int i = 0; i < given.length; i++) {
                int rows = (int) Math.min(maxRows, due(i) - given[i]);
                if (rows > 0) {
                    return batch(i, rows);
                }
            }
            return null;
        }

        private SourceBatch batch(int index, int rows) {
            long[] values = new long[rows];
            long[] times = new long[rows];
            for (int i = 0; i < rows; i++) {
                values[i] = (given[index] + i) * partitions + first + index;
                times[i] = startMicros
                        + values[i] / rowsPerSecond * MICROS_PER_SECOND
                        + values[i] % rowsPerSecond * MICROS_PER_SECOND / rowsPerSecond;
            }
            given[index] += rows;
            Map<String, Long> moved = new HashMap<>(Map.of(partition(index), given[index]));
            if (!startIsKnown) {
                moved.put(START, startMicros);
                startIsKnown = true;
            }
            ColumnBatch batch = new ColumnBatch(
                    SCHEMA,
                    rows,
                    List.of(
                            new LongVector(PrimitiveType.TIMESTAMP, rows, times, null),
                            new LongVector(PrimitiveType.LONG, rows, values, null)));
            return new SourceBatch(batch, rows, rows * 2L * Long.BYTES, 0, moved);
        }

        /** Rows that are due, and how long those take. */
        @Override
        public SourceLag lag(Position committed) {
            long rows = 0;
            for (int i = 0; i < given.length; i++) {
                Long at = committed.at(partition(i));
                rows += Math.max(0, due(i) - (at == null ? 0 : at));
            }
            long micros =
                    rows / rowsPerSecond * MICROS_PER_SECOND + rows % rowsPerSecond * MICROS_PER_SECOND / rowsPerSecond;
            return new SourceLag(null, null, null, rows, Duration.ofNanos(micros * 1000));
        }

        /** The next row is due soon. */
        @Override
        public void await(Duration atMost) throws InterruptedException {
            long gap = Math.max(1, 1000 / rowsPerSecond);
            Thread.sleep(Math.min(gap, Math.max(1, atMost.toMillis())));
        }

        @Override
        public boolean finished() {
            return endMicros != Long.MAX_VALUE;
        }

        @Override
        public void close() {}
    }
}
