package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.log.action.Metadata;
import io.weir.pipeline.decode.BadRecord;
import io.weir.pipeline.decode.BadRecordException;
import io.weir.pipeline.source.Position;
import io.weir.pipeline.source.SourceBatch;
import io.weir.pipeline.source.SourceReader;
import io.weir.pipeline.transform.Transform;
import io.weir.sink.EpochFiles;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

        /** These rows need a table, or columns that it lacks; {@link #proceed} is called when they are there. */
        void needsColumns(ContinuousTask task, ColumnBatch rows);

        /** The table; null as long as there is none. */
        @Nullable
        Table table();
    }

    private final Query query;
    private final SourceReader reader;
    private final Coordinator coordinator;
    private final long maxRows;
    private final long maxBytes;

    // of the task's thread
    private final List<BadRecord> bad = new ArrayList<>();
    private @Nullable SinkWriter writer;
    private @Nullable Metadata writtenAs;
    private @Nullable StructType knownSchema;
    private EpochState part = new EpochState();

    // guarded by this
    private boolean open;
    private boolean asked;
    private boolean ending;
    private boolean waitingForColumns;

    /** @param share of so many tasks this is one */
    ContinuousTask(Query query, SourceReader reader, Coordinator coordinator, int share) {
        this.query = query;
        this.reader = reader;
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
            if (writer != null) {
                writer.close();
            }
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
        EpochFiles files = writer == null ? new EpochFiles(List.of()) : writer.finish();
        TaskPart done = new TaskPart(part, files, writtenAs, List.copyOf(bad));
        writer = null; // the next part begins with the table as it is then
        writtenAs = null;
        part = new EpochState();
        bad.clear();
        synchronized (this) {
            asked = false;
            open = false;
        }
        coordinator.take(done);
    }

    private boolean isFull() {
        return part.rowsIn() >= maxRows || part.bytesIn() >= maxBytes || part.files() >= query.maxEpochFiles;
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
        ColumnBatch rows = batch.rows();
        for (Transform transform : query.transforms) {
            rows = transform.apply(rows);
        }
        if (!rows.schema().equals(knownSchema)) {
            awaitColumns(rows);
            knownSchema = rows.schema();
        }
        if (!begin()) {
            return true; // the run ends, and these rows are read again by the next
        }
        if (query.badRecords instanceof BadRecords.Quarantine) {
            bad.addAll(found);
        }
        if (rows.rowCount() > 0) {
            write(rows);
            query.hook.at(Step.WRITTEN);
        }
        part.add(batch, rows.rowCount(), found.size());
        return true;
    }

    /** Rows of other columns than those before: the coordinator looks whether the table has them. */
    private void awaitColumns(ColumnBatch rows) throws InterruptedException {
        if (coordinator.table() != null && !query.mergeSchema) {
            return;
        }
        synchronized (this) {
            waitingForColumns = true;
        }
        coordinator.needsColumns(this, rows);
        while (true) {
            synchronized (this) {
                while (waitingForColumns && !asked && !ending) {
                    wait();
                }
                if (!asked) {
                    return;
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

    private void write(ColumnBatch rows) {
        SinkWriter into = writer;
        if (into == null) {
            Table table = Objects.requireNonNull(coordinator.table());
            writtenAs = table.known().metadata();
            into = SinkWriter.open(table, query.writeOptions);
            writer = into;
        }
        into.write(rows);
    }
}
