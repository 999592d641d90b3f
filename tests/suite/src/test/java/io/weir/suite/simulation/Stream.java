package io.weir.suite.simulation;

import io.weir.log.commit.Guard;
import io.weir.sink.Epoch;
import io.weir.sink.EpochCommitter;
import io.weir.sink.EpochFiles;
import io.weir.sink.EpochOutcome;
import io.weir.sink.SinkWriter;
import io.weir.table.Table;
import io.weir.table.data.WriteOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A streaming query that goes on from wherever the table says it is. There may be two that believe to be it, and they cut epochs
 * differently.
 */
final class Stream extends Actor {
    private static final String PARTITION = "0";
    private static final long IDS = 1_000_000;

    private final String appId;
    private final long firstId;
    private final boolean fencing;
    private @Nullable Long epoch;
    private long position;
    private boolean lost;

    /** @param fencing are epochs guarded by the one that is expected before, or by being newer? */
    Stream(World world, String name, int turns, int app, boolean fencing) {
        super(world, name, turns);
        this.appId = "app-" + app;
        this.firstId = IDS * (app + 1);
        this.fencing = fencing;
    }

    @Override
    void begin(Machine machine, Table table) {
        recover(table);
    }

    private void recover(Table table) {
        EpochCommitter committer = EpochCommitter.of(table);
        OptionalLong last = committer.lastEpoch(appId);
        Map<String, Long> positions = committer.positions(appId);
        epoch = last.isPresent() ? last.getAsLong() : null;
        position = positions.getOrDefault(PARTITION, 0L);
        // The two looks can be at two versions; what is then planned is refused by the guard
        lost = false;
    }

    @Override
    void turn(Machine machine, Table table) {
        if (lost) {
            recover(table);
        }
        long next = epoch == null ? 0 : epoch + 1;
        List<ModelRow> rows = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long at = position + i;
            rows.add(new ModelRow(firstId + at, "abc".substring((int) (at % 3), (int) (at % 3) + 1), at));
        }
        Operation.Progress progress = new Operation.Progress(appId, next, position, position + count);
        lost = true;
        machine.perform(new Operation(name, "epoch " + progress, Effect.insert(rows), true, progress), () -> {
            List<EpochFiles> parts = new ArrayList<>();
            int half = random.nextInt(rows.size());
            try (SinkWriter first = SinkWriter.open(table, WriteOptions.DEFAULT);
                    SinkWriter second = SinkWriter.open(table, WriteOptions.DEFAULT)) {
                if (half > 0) {
                    first.write(Writer.batch(rows.subList(0, half), Writer.BASE));
                }
                second.write(Writer.batch(rows.subList(half, rows.size()), Writer.BASE));
                parts.add(EpochFiles.fromBytes(first.finish().toBytes()));
                parts.add(second.finish());
            }
            Guard guard = fencing ? new Guard.Expect(appId, next, epoch) : new Guard.Newer(appId, next);
            EpochOutcome outcome = EpochCommitter.of(table)
                    .commit(new Epoch(List.of(guard), parts, Map.of(PARTITION, progress.to()), Map.of(), Map.of()));
            machine.say("stream: " + outcome);
            if (outcome instanceof EpochOutcome.Committed committed) {
                epoch = next;
                position = progress.to();
                lost = false;
                return committed.version();
            }
            return Operation.NOT_IN_TABLE;
        });
    }
}
