package io.weir.suite.simulation;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.table.AppendWriter;
import io.weir.table.Table;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.data.DataFileWriter;
import io.weir.table.data.WriteOptions;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.sql.SqlExpressions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Appends, overwrites and rewrites, as chance has it. */
final class Writer extends Actor {
    /** Columns that may be added, at most. */
    private static final int NEW_COLUMNS = 3;

    Writer(World world, String name, int turns) {
        super(world, name, turns);
    }

    @Override
    void turn(Machine machine, Table table) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> append(machine, table);
            case 4, 5 -> appendSlowly(machine, table);
            case 6 -> appendWithNewColumn(machine, table);
            case 7 -> overwrite(machine, table);
            case 8, 9, 10 -> deleteSome(machine, table);
            default -> rewrite(machine, table, true);
        }
    }

    private void deleteSome(Machine machine, Table table) {
        if (world.scenario().has("delta.enableDeletionVectors") && random.nextInt(4) > 0) {
            deleteRows(machine, table);
        } else {
            rewrite(machine, table, false);
        }
    }

    private void append(Machine machine, Table table) {
        List<ModelRow> rows = world.newRows(1 + random.nextInt(6), random);
        machine.perform(
                new Operation(name, "append of " + ids(rows), Effect.insert(rows), true, null),
                () -> version(table.append(batch(rows, BASE))));
    }

    /** Others come between its batches. */
    private void appendSlowly(Machine machine, Table table) {
        List<ModelRow> first = world.newRows(1 + random.nextInt(3), random);
        List<ModelRow> second = world.newRows(1 + random.nextInt(3), random);
        Effect both = Effect.insert(first).then(Effect.insert(second));
        machine.perform(new Operation(name, "slow append of " + ids(first) + ids(second), both, true, null), () -> {
            try (AppendWriter writer = table.append().open()) {
                writer.write(batch(first, BASE));
                machine.store().pause();
                writer.write(batch(second, BASE));
                machine.store().pause();
                return version(writer.commit());
            }
        });
    }

    private void appendWithNewColumn(Machine machine, Table table) {
        String column = "c" + random.nextInt(NEW_COLUMNS);
        List<ModelRow> rows = world.newRows(1 + random.nextInt(2), random).stream()
                .map(row -> row.with(column, random.nextInt(100)))
                .toList();
        machine.perform(
                new Operation(name, "append of " + ids(rows) + " with " + column, Effect.insert(rows), true, null),
                () -> version(table.append()
                        .mergeSchema(true)
                        .batches(List.of(batch(rows, BASE.add(column, PrimitiveType.LONG))))));
    }

    private void overwrite(Machine machine, Table table) {
        List<ModelRow> rows = world.newRows(1 + random.nextInt(5), random);
        machine.perform(
                new Operation(name, "overwrite by " + ids(rows), Effect.replaceBy(rows), false, null),
                () -> version(table.overwrite(batch(rows, BASE))));
    }

    /** By hand, with no more than transactions have: reads files, writes them anew without some rows or with others. */
    private void rewrite(Machine machine, Table table, boolean update) {
        Condition condition = Condition.draw(world, random);
        long delta = 1 + random.nextLong(500);
        Effect effect =
                update ? Effect.update(condition.model(), row -> row.plus(delta)) : Effect.delete(condition.model());
        String what = (update ? "update by hand of " : "delete by hand of ") + condition.sql();
        machine.perform(new Operation(name, what, effect, false, null), () -> {
            Transaction transaction = table.transaction(update ? "UPDATE" : "DELETE");
            Snapshot snapshot = transaction.snapshot();
            if (isOutdated(snapshot, table)) {
                return Operation.NOT_IN_TABLE;
            }
            List<ModelRow> written = new ArrayList<>();
            var where = SqlExpressions.parse(condition.sql());
            transaction.reads(where);
            for (AddFile file : snapshot.files().files(snapshot.files().matching(where))) {
                List<ModelRow> rows = FileView.rows(
                        machine.store(), machine.environment(), snapshot.protocol(), snapshot.metadata(), file);
                if (rows.stream().anyMatch(condition.model())) {
                    transaction.remove(file);
                    written.addAll(effect.apply(ModelRow.byId(rows)).values());
                }
            }
            try (DataFileWriter files = DataFileWriter.create(
                    machine.store(), snapshot.shape(), WriteOptions.DEFAULT, machine.environment())) {
                if (!written.isEmpty()) {
                    files.write(batch(written, snapshot.schema()));
                }
                transaction.add(files.finish());
            }
            return commit(transaction, table);
        });
    }

    /** A transaction begins on what its process knows of, and after a night that may be something of which files are gone. */
    private boolean isOutdated(Snapshot snapshot, Table table) {
        boolean outdated = !world.oracle().mustBeReadable(snapshot.version());
        if (outdated) {
            table.latest();
        }
        return outdated;
    }

    /** By hand, too: the rows leave and the file stays. */
    private void deleteRows(Machine machine, Table table) {
        Condition condition = Condition.draw(world, random);
        Effect effect = Effect.delete(condition.model());
        machine.perform(new Operation(name, "vectors by hand of " + condition.sql(), effect, false, null), () -> {
            Transaction transaction = table.transaction("DELETE");
            Snapshot snapshot = transaction.snapshot();
            if (isOutdated(snapshot, table)
                    || !snapshot.metadata().isTrue("delta.enableDeletionVectors")) { // somebody turned them off
                return Operation.NOT_IN_TABLE;
            }
            var where = SqlExpressions.parse(condition.sql());
            transaction.reads(where);
            for (AddFile file : snapshot.files().files(snapshot.files().matching(where))) {
                AddFile whole = file.toBuilder().deletionVector(null).build();
                List<ModelRow> all = FileView.rows(
                        machine.store(), machine.environment(), snapshot.protocol(), snapshot.metadata(), whole);
                List<ModelRow> seen = FileView.rows(
                        machine.store(), machine.environment(), snapshot.protocol(), snapshot.metadata(), file);
                long[] places = IntStream.range(0, all.size())
                        .filter(i -> condition.model().test(all.get(i)) && seen.contains(all.get(i)))
                        .asLongStream()
                        .toArray();
                transaction.deleteRows(file, DeletionVector.of(places));
            }
            return commit(transaction, table);
        });
    }

    /** Sometimes the process hears of several commits of others at once. */
    private long commit(Transaction transaction, Table table) {
        if (random.nextBoolean()) {
            table.latest();
        }
        TransactionOutcome outcome = transaction.commit();
        return outcome instanceof TransactionOutcome.Committed ? outcome.version() : Operation.NOT_IN_TABLE;
    }

    static final StructType BASE = StructType.EMPTY
            .add("id", PrimitiveType.LONG, false)
            .add("part", PrimitiveType.STRING)
            .add("amount", PrimitiveType.LONG);

    static ColumnBatch batch(List<ModelRow> rows, StructType schema) {
        BatchBuilder builder = new BatchBuilder(schema);
        rows.forEach(row -> builder.add(row.values(schema.names())));
        return builder.build();
    }

    static ColumnBatch batch(StructType schema, Object... row) {
        return new BatchBuilder(schema).add(row).build();
    }

    private static long version(CommitResult result) {
        return result.files() == 0 && result.rows() == 0 ? Operation.NOT_IN_TABLE : result.version();
    }

    private static String ids(List<ModelRow> rows) {
        return rows.stream().map(ModelRow::id).toList().toString();
    }
}
