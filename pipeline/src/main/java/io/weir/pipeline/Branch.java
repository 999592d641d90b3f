package io.weir.pipeline;

import io.weir.pipeline.transform.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A further table that a query writes, and what is done to the query's rows on the way there: {@code
 * Branch.into("refunds").filter("amount < 0")}.
 *
 * <p>It gets what is behind the query's own steps, and the rows of an epoch once, as the query's first table does: they are durable before that table has the epoch,
 * and become visible right behind it. A run that finds that they did not, because a process died just there, makes them visible before it reads on.
 */
public final class Branch extends Flow<Branch> {
    final List<Supplier<Transform>> steps = new ArrayList<>();

    private Branch() {}

    /** A branch to the table at an address. */
    public static Branch into(String tableAddress) {
        return new Branch().to(tableAddress);
    }

    /** A branch to an open table, which stays open. */
    public static Branch into(io.weir.table.Table openTable) {
        return new Branch().to(openTable);
    }

    @Override
    Branch self() {
        return this;
    }

    @Override
    void add(Supplier<Transform> step, boolean reshapes) {
        steps.add(step);
    }
}
