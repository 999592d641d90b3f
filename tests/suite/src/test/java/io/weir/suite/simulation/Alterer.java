package io.weir.suite.simulation;

import io.weir.format.type.PrimitiveType;
import io.weir.table.Table;
import java.util.List;
import java.util.SplittableRandom;

/** What an actor does to the table itself: its columns and properties. */
final class Alterer {
    private final World world;
    private final String name;
    private final SplittableRandom random;

    Alterer(World world, String name, SplittableRandom random) {
        this.world = world;
        this.name = name;
        this.random = random;
    }

    private Operation operation(String what, Effect effect) {
        return new Operation(name, what, effect, false, null).keepingRowIds().changingTheTable();
    }

    void addColumn(Machine machine, Table table) {
        String column = world.newColumn();
        if (column.isEmpty()) {
            setProperty(machine, table);
            return;
        }
        machine.perform(
                operation("new column " + column, Effect.NOTHING),
                () -> table.alter()
                        .addColumn(column, PrimitiveType.LONG)
                        .commit()
                        .version());
    }

    /** Another name for a column that was added, or its end; somebody else may be quicker. */
    void changeColumn(Machine machine, Table table) {
        List<String> columns = world.scenario().has("delta.columnMapping.mode")
                ? table.schema().names().stream()
                        .filter(column -> !Writer.BASE.names().contains(column))
                        .toList()
                : List.of();
        if (columns.isEmpty()) {
            addColumn(machine, table);
            return;
        }
        String column = columns.get(random.nextInt(columns.size()));
        if (random.nextBoolean()) {
            machine.perform(
                    operation("drop of " + column, Effect.update(row -> true, row -> row.without(column)))
                            .wrong(),
                    () -> table.alter().dropColumns(column).commit().version());
        } else {
            String newName = world.newName();
            machine.perform(
                    operation(
                                    "renaming of " + column + " to " + newName,
                                    Effect.update(row -> true, row -> row.renamed(column, newName)))
                            .wrong(),
                    () -> table.alter().renameColumn(column, newName).commit().version());
        }
    }

    void setProperty(Machine machine, Table table) {
        String key;
        String value;
        switch (random.nextInt(4)) {
            case 0 -> {
                key = "delta.enableChangeDataFeed";
                value = Boolean.toString(random.nextBoolean());
            }
            case 1 -> {
                key = "delta.enableDeletionVectors";
                value = Boolean.toString(random.nextBoolean());
            }
            case 2 -> {
                key = "delta.checkpointInterval";
                value = Integer.toString(2 + random.nextInt(8));
            }
            default -> {
                key = "simulation.number";
                value = Long.toString(random.nextLong(1_000_000));
            }
        }
        Operation operation = operation("property " + key + "=" + value, Effect.NOTHING);
        machine.perform(operation, () -> {
            long version = table.alter().set(key, value).commit().version();
            String found = world.oracle().metadata(version).property(key);
            if (!value.equals(found)) {
                throw new AssertionError("A version has not the property that was set {found=" + found + ", operation="
                        + operation + ", version=" + version + "}");
            }
            return world.oracle().inTable(operation, version);
        });
    }
}
