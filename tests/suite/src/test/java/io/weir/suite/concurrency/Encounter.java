package io.weir.suite.concurrency;

import io.weir.log.error.CommitConflictException;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.testkit.FaultStore;
import io.weir.testkit.StoreOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * One operation commits while another one, which began before, is about to: what becomes of the second, and of the table.
 *
 * @param deletionVectors are rows deleted one by one?
 * @param isolation the table's {@code delta.isolationLevel}
 * @param first wins
 * @param second began earlier and is committed later, or refused
 * @param place of the second one; the first is at {@link Place#FIRST}
 */
record Encounter(boolean deletionVectors, String isolation, Operation first, Operation second, Place place) {
    /** How the page about concurrency calls what happens. */
    static final String BOTH = "ok";

    /**
     * What happened.
     *
     * @param outcome {@link #BOTH}, or the kind of the conflict
     * @param content of the table afterwards
     */
    record Result(String outcome, List<String> content) {}

    Result meet() {
        ObjectStore store = PairTable.create(deletionVectors, isolation);
        FaultStore met = FaultStore.over(store);
        Table late = Table.open(met, PairTable.ENVIRONMENT);
        Runnable quicker = () -> first.on(PairTable.open(store), Place.FIRST);
        met.before(StoreOperation.PUT_IF_ABSENT, "0000.json", quicker);
        met.before(StoreOperation.PUT_IF_ABSENT, "0003.json", quicker);
        String outcome = BOTH;
        try {
            second.on(late, place);
        } catch (CommitConflictException e) {
            outcome = String.valueOf(e.facts().get("kind"));
        }
        if (met.unusedRules() != 1) {
            throw new IllegalStateException("The two did not meet: " + this);
        }
        return new Result(outcome, PairTable.content(store));
    }

    /** What the table may have afterwards: that of the two one after the other, in either order, or of the first alone. */
    List<List<String>> serial(String outcome) {
        List<List<String>> serial = new ArrayList<>();
        if (!outcome.equals(BOTH)) {
            serial.add(inOrder(true, false));
            return serial;
        }
        serial.add(inOrder(true, true));
        if (!isolation.equals("Serializable")) {
            ObjectStore store = PairTable.create(deletionVectors, isolation);
            second.on(PairTable.open(store), place);
            first.on(PairTable.open(store), Place.FIRST);
            serial.add(PairTable.content(store));
        }
        return serial;
    }

    private List<String> inOrder(boolean one, boolean two) {
        ObjectStore store = PairTable.create(deletionVectors, isolation);
        if (one) {
            first.on(PairTable.open(store), Place.FIRST);
        }
        if (two) {
            second.on(PairTable.open(store), place);
        }
        return PairTable.content(store);
    }
}
