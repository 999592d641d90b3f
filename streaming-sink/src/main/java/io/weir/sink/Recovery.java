package io.weir.sink;

import io.weir.log.Snapshot;
import io.weir.log.commit.Guard;
import io.weir.log.commit.TransactionSearch;
import io.weir.log.commit.TransactionSearch.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pending epochs a version of the table has, and which can follow it one after the other. One thread at a time. */
final class Recovery {
    private final Snapshot table;
    private final TransactionSearch search;

    /** How far applications are when the epochs that were found to be open are in. */
    private final Map<String, Long> ahead = new HashMap<>();

    Recovery(Snapshot table, TransactionSearch search) {
        this.table = table;
        this.search = search;
    }

    List<PendingEpoch> of(Collection<Epoch> pending) {
        List<Epoch> inOrder = new ArrayList<>(pending);
        inOrder.sort(Comparator.comparing(Epoch::appId).thenComparing(Epoch::number));
        return inOrder.stream().map(this::of).toList();
    }

    private PendingEpoch of(Epoch epoch) {
        Guard.Verdict verdict = Guard.check(epoch.guards(), this::step);
        if (verdict == Guard.Verdict.OK) {
            epoch.guards().forEach(guard -> ahead.put(guard.appId(), guard.next()));
            return new PendingEpoch.Open(epoch);
        }
        for (Guard guard : epoch.guards()) {
            Long there = inTable(guard.appId());
            if (there != null && there >= guard.next()) {
                return found(epoch, there, search.find(guard.appId(), guard.next(), table.version(), there));
            }
        }
        return new PendingEpoch.Overtaken(epoch, step(epoch.appId()));
    }

    private PendingEpoch found(Epoch epoch, long there, Found found) {
        if (found instanceof Found.PassedOver) {
            return new PendingEpoch.Overtaken(epoch, there);
        }
        return new PendingEpoch.Committed(epoch, found instanceof Found.In in ? Long.valueOf(in.version()) : null);
    }

    private @Nullable Long step(String appId) {
        Long step = ahead.get(appId);
        return step == null ? inTable(appId) : step;
    }

    private @Nullable Long inTable(String appId) {
        return table.transaction(appId).map(t -> t.version()).orElse(null);
    }
}
