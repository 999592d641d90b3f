package io.weir.suite.simulation;

import io.weir.table.Table;
import io.weir.table.dml.DmlResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Deletes, updates, merges, replaces and alters, as people do it. */
final class Changer extends Actor {
    private final Alterer alterer;

    Changer(World world, String name, int turns) {
        super(world, name, turns);
        alterer = new Alterer(world, name, random);
    }

    @Override
    void turn(Machine machine, Table table) {
        switch (random.nextInt(21)) {
            case 0, 1, 2, 3 -> delete(machine, table);
            case 4, 5, 6, 7 -> update(machine, table);
            case 8 -> truncate(machine, table);
            case 9 -> replaceWhere(machine, table);
            case 10, 11, 12 -> merge(machine, table);
            case 13 -> alterer.addColumn(machine, table);
            case 14, 15 -> alterer.changeColumn(machine, table);
            case 16 -> alterer.setProperty(machine, table);
            case 17, 18 -> overwritePartitions(machine, table);
            default -> restore(machine, table);
        }
    }

    private Operation operation(String what, Effect effect) {
        return new Operation(name, what, effect, false, null).keepingRowIds();
    }

    private void delete(Machine machine, Table table) {
        Condition condition = Condition.draw(world, random);
        machine.perform(
                operation("delete of " + condition.sql(), Effect.delete(condition.model())),
                () -> version(table.delete(condition.sql())));
    }

    private void update(Machine machine, Table table) {
        Condition condition = Condition.draw(world, random);
        long delta = 1 + random.nextLong(500);
        machine.perform(
                operation("update of " + condition.sql(), Effect.update(condition.model(), row -> row.plus(delta))),
                () -> version(table.update()
                        .set("amount", "amount + " + delta)
                        .where(condition.sql())
                        .commit()));
    }

    private void truncate(Machine machine, Table table) {
        machine.perform(operation("truncate", Effect.delete(row -> true)), () -> version(table.truncate()));
    }

    private void replaceWhere(Machine machine, Table table) {
        String part = World.anyPart(random);
        Condition condition = Condition.ofPart(part);
        List<ModelRow> rows = world.newRows(1 + random.nextInt(3), random).stream()
                .map(row -> new ModelRow(row.id(), part, row.amount()))
                .toList();
        machine.perform(
                operation(
                        "replacement of " + condition.sql(),
                        Effect.delete(condition.model()).then(Effect.insert(rows))),
                () -> table.overwrite()
                        .replaceWhere(condition.sql())
                        .batches(List.of(Writer.batch(rows, Writer.BASE)))
                        .version());
    }

    /** Rows that are there get other amounts, and others come. */
    private void merge(Machine machine, Table table) {
        List<ModelRow> source = new ArrayList<>(world.newRows(1 + random.nextInt(2), random));
        // Of a version that the merge sees: rows that a blind append brings meanwhile come behind it, and may be there
        // twice
        List<ModelRow> there =
                List.copyOf(world.oracle().rows(table.known().version()).values());
        for (int i = 0; i < 2 && !there.isEmpty(); i++) {
            ModelRow row = there.get(random.nextInt(there.size()));
            if (source.stream().noneMatch(other -> other.id() == row.id())) {
                source.add(new ModelRow(row.id(), row.part(), random.nextLong(1000)));
            }
        }
        Effect effect = before -> {
            SortedMap<Long, ModelRow> after = new TreeMap<>(before);
            source.forEach(row -> after.merge(row.id(), row, (old, given) -> old.plus(given.amount() - old.amount())));
            return after;
        };
        machine.perform(
                operation("merge of " + source.stream().map(ModelRow::id).toList(), effect),
                () -> version(table.merge(Writer.batch(source, Writer.BASE))
                        .as("t", "s")
                        .on("t.id = s.id")
                        .whenMatched()
                        .update(Map.of("amount", "s.amount"))
                        .whenNotMatched()
                        .insert(Map.of("id", "s.id", "part", "s.part", "amount", "s.amount"))
                        .commit()));
    }

    private void overwritePartitions(Machine machine, Table table) {
        List<ModelRow> rows = world.newRows(1 + random.nextInt(3), random);
        boolean partitioned = world.scenario().partitioned();
        Effect gone = Effect.delete(row ->
                !partitioned || rows.stream().anyMatch(other -> other.part().equals(row.part())));
        machine.perform(
                operation(
                        "overwrite of partitions by "
                                + rows.stream().map(ModelRow::id).toList(),
                        gone.then(Effect.insert(rows))),
                () -> table.overwrite()
                        .dynamicPartitions()
                        .batches(List.of(Writer.batch(rows, Writer.BASE)))
                        .version());
    }

    /** To a version of which all files are there still. */
    private void restore(Machine machine, Table table) {
        Oracle oracle = world.oracle();
        long target = Math.max(0, oracle.newest() - random.nextLong(8));
        if (!oracle.mustBeReadable(target)) {
            return;
        }
        List<ModelRow> rows = List.copyOf(oracle.rows(target).values());
        Operation operation = new Operation(name, "restore of version " + target, Effect.replaceBy(rows), false, null);
        long begun = oracle.newest();
        machine.perform(operation, () -> {
            long version = table.restore(target).version();
            long inTable = oracle.inTable(operation, version);
            boolean right = inTable == version
                    ? hasColumnsOf(version, target)
                    : LongStream.rangeClosed(begun, version)
                            .anyMatch(v ->
                                    hasColumnsOf(v, target) && oracle.rows(v).equals(oracle.rows(target)));
            if (!right) {
                throw new AssertionError("A version is not what was restored {columns="
                        + columns(version) + ", expected=" + columns(target) + ", operation=" + operation + ", version="
                        + version + "}");
            }
            return inTable;
        });
    }

    /** Rows that somebody else appended without having looked at any may have brought columns of their own. */
    private boolean hasColumnsOf(long version, long target) {
        List<String> found = columns(version);
        List<String> expected = columns(target);
        return world.scenario().isSerializable()
                ? found.equals(expected)
                : found.size() >= expected.size()
                        && found.subList(0, expected.size()).equals(expected);
    }

    private List<String> columns(long version) {
        return world.oracle().metadata(version).schema().names();
    }

    private static long version(DmlResult result) {
        return result.changed() ? result.version() : Operation.NOT_IN_TABLE;
    }
}
