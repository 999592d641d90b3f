package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads and transforms on a thread of its own, some batches ahead of who takes them. */
final class ReadAhead implements AutoCloseable {
    /** Small enough that a batch stays in the caches on its way, large enough that what is done once a batch does not show. */
    private static final int BATCH_ROWS = 1 << 14;

    private static final int BATCHES_AHEAD = 8;
    /** Not so long that a query which is to stop would seem to hang. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final SourceReader reader;
    private final StepChain steps;
    private final boolean failOnBad;
    private final long maxEpochRows;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread thread;
    private volatile boolean stopped;

    /** What comes out: rows, then at most one of the others. */
    sealed interface Item {}

    /** @param written the rows after the steps */
    record Rows(SourceBatch read, ColumnBatch written, List<BadRecord> bad) implements Item {}

    record End() implements Item {}

    record Failure(Throwable cause) implements Item {}

    /**
     * @param steps that need not know where an epoch ends
     * @param maxEpochRows batches end where an epoch of so many rows would, if nothing else ends it
     */
    ReadAhead(SourceReader reader, StepChain steps, boolean failOnBad, long maxEpochRows) {
        this.reader = reader;
        this.steps = steps;
        this.failOnBad = failOnBad;
        this.maxEpochRows = maxEpochRows;
        this.thread = new Thread(this::run, "weir-read");
        thread.setDaemon(true); // it may be waiting for standard input, which nothing can wake it from
    }

    void start() {
        thread.start();
    }

    void committed(Position position, boolean last) {
        reader.committed(position, last);
    }

    /** The next item, or null if none comes in time. */
    @Nullable
    Item poll(long nanos) throws InterruptedException {
        return nanos <= 0 ? queue.poll() : queue.poll(nanos, TimeUnit.NANOSECONDS);
    }

    private void run() {
        long room = maxEpochRows;
        try (reader) {
            while (!stopped) {
                List<BadRecord> bad = new ArrayList<>();
                Consumer<BadRecord> onBad = failOnBad
                        ? record -> {
                            throw new BadRecordException(record);
                        }
                        : bad::add;
                @Nullable SourceBatch batch = reader.next((int) Math.min(BATCH_ROWS, room), onBad);
                if (batch != null) {
                    room -= batch.records();
                    room = room > 0 ? room : maxEpochRows;
                    queue.put(new Rows(batch, steps.apply(batch.rows()), bad));
                } else if (reader.finished()) {
                    queue.put(new End());
                    return;
                } else {
                    reader.await(LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // whatever it is, the query must hear of it
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        try {
            while (!stopped && !queue.offer(new Failure(cause), 1, TimeUnit.SECONDS)) {
                // the batches before it are still to be taken
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
