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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads one part of a source for as long as the run lasts. When the marker of an epoch comes, it hands over what it has written since the last
 * one, and goes on.
 */
final class ContinuousTask implements Runnable {
    private static final int BATCH_ROWS = 1 << 14;

    /** Who has nothing to hand over can wait so long for rows. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private static final Duration LONGEST_WAIT_WITH_ROWS = Duration.ofMillis(5);

    /** What a task tells the coordinator. Any thread. */
    interface Coordinator {
        /** A part that was asked for. */
        void take(TaskPart part);

        /** The part is as large as it may be: it is time for an epoch. */
        void full();

        /** Nothing comes of this task any more. */
        void failed(Throwable cause);

        /** Rows with these columns need tables, or columns, that are not there; {@link #proceed} is called when they are. */
        void needsColumns(ContinuousTask task, List<ColumnBatch> rows);
    }

    private final Query query;
    private final SourceReader reader;
    private final StepChain steps;
    private final EpochBuilder builder;
    private final Coordinator coordinator;
    private final long maxRows;
    private final long maxBytes;

    // of the task's thread
    private final List<BadRecord> bad = new ArrayList<>();
    private EpochState part = new EpochState();

    // guarded by this
    private boolean open;
    private boolean asked;
    private boolean ending;
    private boolean waitingForColumns;

    /** @param share of so many tasks this is one */
    ContinuousTask(Query query, Epochs epochs, SourceReader reader, Coordinator coordinator, int share) {
        this.query = query;
        this.reader = reader;
        this.steps = new StepChain(StepChain.before(query.stages));
        this.builder = new EpochBuilder(query, epochs, share);
        this.coordinator = coordinator;
        this.maxRows = Math.max(1, query.maxEpochRows / share);
        this.maxBytes = Math.max(1, query.maxEpochBytes / share);
    }

    /**
     * The marker of an epoch. Called by the coordinator.
     *
     * @param last nothing is wanted behind it
     * @return does a part come?
     */
    synchronized boolean ask(boolean last) {
        ending |= last;
        asked = open;
        notifyAll();
        return open;
    }

    /** The columns that were asked for are there. Called by the coordinator. */
    synchronized void proceed() {
        waitingForColumns = false;
        notifyAll();
    }

    /** What was read up to here is in the table. Called by the coordinator. */
    void committed(Position position, boolean last) {
        reader.committed(position, last);
    }

    @Override
    public void run() {
        try (reader) {
            while (!ended()) {
                answer();
                if (isFull()) {
                    coordinator.full();
                    awaitQuestion();
                } else if (!read()) {
                    reader.await(part.isOpen() ? LONGEST_WAIT_WITH_ROWS : LONGEST_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) { // whatever it is, the query must hear of it
            coordinator.failed(e);
        } finally {
            builder.close();
        }
    }

    private synchronized boolean ended() {
        return ending && !open;
    }

    /** Hands over what there is if that was asked for. */
    private void answer() {
        synchronized (this) {
            if (!asked) {
                return;
            }
        }
        TaskPart done = builder.finish(part, List.copyOf(bad));
        part = new EpochState();
        bad.clear();
        synchronized (this) {
            asked = false;
            open = false;
        }
        coordinator.take(done);
    }

    private boolean isFull() {
        return part.rowsIn() >= maxRows
                || part.bytesIn() >= maxBytes
                || part.files() >= query.maxEpochFiles
                || builder.isFull();
    }

    private synchronized void awaitQuestion() throws InterruptedException {
        while (!asked) {
            wait();
        }
    }

    /** @return were there rows? */
    private boolean read() throws InterruptedException {
        List<BadRecord> found = new ArrayList<>();
        Consumer<BadRecord> onBad = query.badRecords instanceof BadRecords.Fail
                ? record -> {
                    throw new BadRecordException(record);
                }
                : found::add;
        SourceBatch batch = reader.next((int) Math.min(BATCH_ROWS, maxRows - part.rowsIn()), onBad);
        if (batch == null) {
            return false;
        }
        ColumnBatch rows = steps.apply(batch.rows());
        awaitColumns(rows);
        if (!begin()) {
            return true; // the run ends, and these rows are read again by the next
        }
        if (query.badRecords instanceof BadRecords.Quarantine) {
            bad.addAll(found);
        }
        long written = 0;
        if (rows.rowCount() > 0) {
            written = builder.write(rows);
            query.hook.at(Step.WRITTEN);
        }
        part.add(batch, written, found.size());
        return true;
    }

    /** Where rows have other columns than those before, the coordinator makes what is not there. */
    private void awaitColumns(ColumnBatch rows) throws InterruptedException {
        @Nullable List<ColumnBatch> lacking = builder.lacking(rows);
        while (lacking != null) {
            synchronized (this) {
                waitingForColumns = true;
            }
            coordinator.needsColumns(this, lacking);
            if (!awaitProceed()) {
                return;
            }
            lacking = builder.lacking(rows);
        }
    }

    /** Hands over what there is meanwhile. @return false if the run ends */
    private boolean awaitProceed() throws InterruptedException {
        while (true) {
            synchronized (this) {
                while (waitingForColumns && !asked && !ending) {
                    wait();
                }
                if (!asked) {
                    return !waitingForColumns;
                }
            }
            answer();
        }
    }

    /** @return false if nothing more is wanted */
    private boolean begin() {
        synchronized (this) {
            if (ending && !open) {
                return false;
            }
            open = true;
        }
        if (part.open(System.nanoTime())) {
            query.hook.at(Step.OPENED);
        }
        return true;
    }
}
