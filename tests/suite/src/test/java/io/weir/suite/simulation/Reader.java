package io.weir.suite.simulation;

import io.weir.log.error.TableException;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import java.util.SortedMap;

/** Looks at the newest version, at old ones and at what changed between two, and compares each with what the oracle knows. */
final class Reader extends Actor {
    /** The oldest version that the turn needs. */
    private long asked;

    Reader(World world, String name, int turns) {
        super(world, name, turns);
    }

    @Override
    void turn(Machine machine, Table table) {
        asked = world.oracle().newest();
        try {
            switch (random.nextInt(4)) {
                case 0, 1 -> readLatest(machine, table);
                case 2 -> readOld(machine, table);
                default -> readChanges(machine, table);
            }
        } catch (TableException e) {
            if (!Machine.isStoreTrouble(e) && world.oracle().mustBeReadable(asked)) {
                throw new AssertionError("A reader was told what is not so: " + e.getMessage(), e);
            }
            machine.say("could not read: " + e.getMessage());
        }
    }

    private void readLatest(Machine machine, Table table) {
        long acknowledged = world.acknowledged();
        TableVersion version = table.latest();
        if (version.version() < acknowledged) {
            throw new AssertionError("A reader does not see what was acknowledged before it looked {acknowledged="
                    + acknowledged + ", seen=" + version.version() + "}");
        }
        compare(machine, version);
    }

    private void readOld(Machine machine, Table table) {
        asked = random.nextLong(table.latest().version() + 1);
        compare(machine, table.at(asked));
    }

    private void compare(Machine machine, TableVersion version) {
        SortedMap<Long, ModelRow> found = ModelRow.byId(
                version.scan().rows().toList().stream().map(ModelRow::of).toList());
        SortedMap<Long, ModelRow> expected = world.oracle().rows(version.version());
        machine.say("read " + found.size() + " rows of version " + version.version());
        if (!found.equals(expected)) {
            throw new AssertionError("A reader sees other rows {version=" + version.version() + "} "
                    + ModelRow.difference(expected, found));
        }
        long count = version.count();
        if (count != expected.size()) {
            throw new AssertionError("A reader counts other rows {counted=" + count + ", expected=" + expected.size()
                    + ", version=" + version.version() + "}");
        }
    }

    private void readChanges(Machine machine, Table table) {
        long to = table.latest().version();
        if (to == 0) {
            return;
        }
        long from = Math.max(1, to - random.nextLong(5));
        asked = from - 1;
        for (long version = from; version <= to; version++) {
            ChangeAudit.check(table, version, world.oracle());
        }
        machine.say("read the changes of versions " + from + " to " + to);
    }
}
