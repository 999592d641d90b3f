package io.weir.suite.simulation;

import io.weir.compaction.LogCleanup;
import io.weir.compaction.Optimize;
import io.weir.compaction.Vacuum;
import io.weir.compaction.optimize.OptimizeResult;
import io.weir.log.error.TableException;
import io.weir.table.Table;

/** Makes large files of small ones, and deletes what nobody needs any more. */
final class Maintainer extends Actor {
    private static final long TARGET_BYTES = 4000;

    Maintainer(World world, String name, int turns) {
        super(world, name, turns);
    }

    @Override
    void turn(Machine machine, Table table) {
        try {
            switch (random.nextInt(4)) {
                case 0 ->
                    machine.say("vacuum: " + Vacuum.of(table).withoutNotes().run());
                case 1 -> machine.say("clean-up: " + LogCleanup.of(table).run());
                default -> optimize(machine, table);
            }
        } catch (TableException e) {
            if (!Machine.isStoreTrouble(e)) {
                throw e;
            }
            machine.say("could not: " + e.getMessage());
        }
    }

    private void optimize(Machine machine, Table table) {
        machine.perform(
                new Operation(name, "optimize", Effect.NOTHING, false, null)
                        .keepingRowIds()
                        .rearranging(),
                () -> {
                    OptimizeResult result =
                            Optimize.of(table).targetBytes(TARGET_BYTES).run();
                    return result.commits() == 0 ? Operation.NOT_IN_TABLE : result.version();
                });
    }
}
