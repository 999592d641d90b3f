package io.weir.suite.simulation;

import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.error.TableException;
import io.weir.table.Table;

/** Writes checkpoints, of the newest version and of old ones, whenever it likes. */
final class Keeper extends Actor {
    Keeper(World world, String name, int turns) {
        super(world, name, turns);
    }

    @Override
    void turn(Machine machine, Table table) {
        DeltaLog log = DeltaLog.forTable(machine.store());
        try {
            Snapshot snapshot = log.latest();
            long old = random.nextLong(snapshot.version() + 1);
            if (random.nextInt(3) == 0 && world.oracle().mustBeReadable(old)) {
                snapshot = log.at(old);
            }
            log.checkpoint(snapshot, machine.environment().clock().instant());
            machine.say("wrote a checkpoint of version " + snapshot.version());
        } catch (TableException e) {
            if (!Machine.isStoreTrouble(e)) {
                throw new AssertionError("A checkpoint could not be written: " + e.getMessage(), e);
            }
            machine.say("could not write a checkpoint: " + e.getMessage());
        }
    }
}
