package io.weir.table.commit;

import org.jspecify.annotations.Nullable;

/**
 * A condition on an application's newest epoch in the table, checked on every attempt to commit, against exactly the
 * version that the attempt follows. A transaction with a guard also writes the guard's epoch. (PROTOCOL.md, "Transaction Identifiers")
 */
public sealed interface Guard {
    /** The application the guard is about. */
    String appId();

    /** The epoch the transaction writes for it. */
    long next();

    /** Is the epoch still to come? If the table has it or a later one, the transaction is done already and is skipped. */
    record Newer(String appId, long next) implements Guard {}

    /**
     * Is the application where we think it is? If not, another process goes on in its name, and we are fenced.
     *
     * @param expected the epoch the table must have; null: none
     */
    record Expect(String appId, long next, @Nullable Long expected) implements Guard {}
}
