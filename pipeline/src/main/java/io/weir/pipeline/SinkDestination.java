package io.weir.pipeline;

import io.weir.format.batch.ColumnBatch;
import io.weir.pipeline.sink.OvertakenException;
import io.weir.pipeline.sink.Sink;
import io.weir.pipeline.sink.SinkPart;
import io.weir.pipeline.sink.SinkSession;
import io.weir.pipeline.sink.SinkTask;
import io.weir.pipeline.source.Position;
import io.weir.table.Table;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A sink that is not a table. It has no versions; an epoch's number stands for one. */
final class SinkDestination implements Destination {
    private final Query query;
    private final String address;
    private final String appId;
    private final SinkSession session;
    private @Nullable Long lastEpoch;
    private Position position;

    SinkDestination(Query query, Sink sink) {
        this.query = query;
        this.address = sink.identity();
        this.appId = query.appIdFor(address);
        this.session = sink.open(appId);
        this.lastEpoch = session.lastEpoch();
        this.position = session.position();
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String appId() {
        return appId;
    }

    @Override
    public @Nullable Long lastEpoch() {
        return lastEpoch;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public List<List<byte[]>> memory() {
        return List.of();
    }

    @Override
    public @Nullable Table table() {
        return null;
    }

    private record Part(SinkPart part) implements TaskWriter.Written {
        @Override
        public boolean isEmpty() {
            return part.rows() == 0;
        }

        @Override
        public long bytes() {
            return part.bytes();
        }
    }

    private record Writer(SinkTask task) implements TaskWriter {
        @Override
        public List<ColumnBatch> split(ColumnBatch rows) {
            return List.of(rows);
        }

        @Override
        public boolean isReady(List<ColumnBatch> rows) {
            return true;
        }

        @Override
        public void write(List<ColumnBatch> rows) {
            task.write(rows.get(0));
        }

        @Override
        public boolean isFull() {
            return task.isFull();
        }

        @Override
        public Written finish() {
            return new Part(task.finish());
        }

        @Override
        public void close() {
            task.close();
        }
    }

    @Override
    public TaskWriter writer(int tasks) {
        return new Writer(session.task());
    }

    @Override
    public void makeReady(List<ColumnBatch> rows) {}

    @Override
    public boolean isOvertaken() {
        return !Objects.equals(session.lastEpoch(), lastEpoch);
    }

    @Override
    public @Nullable Long commit(long epoch, EpochState state, List<TaskPart> parts) {
        Position after = position.with(state.moved());
        List<SinkPart> written =
                parts.stream().map(part -> ((Part) part.written()).part()).toList();
        if (after.equals(position) && written.stream().allMatch(part -> part.rows() == 0)) {
            return null;
        }
        try {
            session.commit(epoch, lastEpoch, after, written);
        } catch (OvertakenException e) {
            throw QueryFencedException.of(appId, lastEpoch, e.found(), address, -1, e);
        }
        query.hook.at(Step.COMMITTED);
        position = after;
        lastEpoch = epoch;
        return epoch;
    }

    @Override
    public void close() {
        session.close();
    }
}
