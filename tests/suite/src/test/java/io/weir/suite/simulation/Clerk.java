package io.weir.suite.simulation;

import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.table.Table;
import java.util.List;

/** Appends few rows at a time, which can come into one file with those that others of its process append. Makes mistakes. */
final class Clerk extends Actor {
    /** The table does not take rows without an id, and says so when they are written. */
    private static final StructType FORM = StructType.EMPTY
            .add("id", PrimitiveType.LONG)
            .add("part", PrimitiveType.STRING)
            .add("amount", PrimitiveType.LONG);

    Clerk(World world, String name, int turns) {
        super(world, name, turns);
    }

    @Override
    void turn(Machine machine, Table table) {
        if (random.nextInt(12) == 0) {
            appendWrongly(machine, table);
        } else {
            append(machine, table);
        }
    }

    private void append(Machine machine, Table table) {
        StructType columns = columns(table);
        String more = columns.names().get(columns.size() - 1);
        List<ModelRow> rows = world.newRows(1 + random.nextInt(2), random).stream()
                .map(row -> columns.size() == Writer.BASE.size() ? row : row.with(more, random.nextInt(100)))
                .toList();
        machine.perform(
                new Operation(
                                name,
                                "small append of "
                                        + rows.stream().map(ModelRow::id).toList() + " with " + more,
                                Effect.insert(rows),
                                true,
                                null)
                        .wrong(),
                () -> table.append(Writer.batch(rows, columns)).version());
    }

    /** As far as is known here; others may be taking the last of them away. */
    private StructType columns(Table table) {
        List<StructField> known = table.known().schema().fields();
        StructField last = known.get(known.size() - 1);
        return random.nextBoolean() || Writer.BASE.names().contains(last.name())
                ? Writer.BASE
                : Writer.BASE.add(last.name(), last.type());
    }

    private void appendWrongly(Machine machine, Table table) {
        machine.perform(
                new Operation(name, "append of a row without id", Effect.NOTHING, true, null).wrong(),
                () -> table.append(Writer.batch(FORM, new Object[] {null, "a", 1L}))
                        .version());
    }
}
