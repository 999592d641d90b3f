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
import java.util.Objects;
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
        List<Guard> deciding = deciding(epoch);
        return deciding.isEmpty() ? new PendingEpoch.Overtaken(epoch, step(epoch.appId())) : lookedUp(epoch, deciding);
    }

    /** Guards whose steps were all taken if the epoch is in: one by itself where one is enough, else all. None if it is not. */
    private List<Guard> deciding(Epoch epoch) {
        for (Guard guard : epoch.guards()) {
            if (guard instanceof Guard.Newer && isPassed(guard)) {
                return List.of(guard);
            }
        }
        return epoch.guards().stream().allMatch(this::isPassed) ? epoch.guards() : List.of();
    }

    private boolean isPassed(Guard guard) {
        Long there = inTable(guard.appId());
        return there != null && there >= guard.next();
    }

    private PendingEpoch lookedUp(Epoch epoch, List<Guard> deciding) {
        @Nullable Long version = null;
        for (Guard guard : deciding) {
            Long there = Objects.requireNonNull(inTable(guard.appId()));
            Found found = search.find(guard.appId(), guard.next(), table.version(), there);
            boolean elsewhere = found instanceof Found.In in && version != null && version != in.version();
            if (found instanceof Found.PassedOver || elsewhere) {
                return new PendingEpoch.Overtaken(epoch, inTable(epoch.appId()));
            }
            version = found instanceof Found.In in ? Long.valueOf(in.version()) : version;
        }
        return new PendingEpoch.Committed(epoch, version);
    }

    private @Nullable Long step(String appId) {
        Long step = ahead.get(appId);
        return step == null ? inTable(appId) : step;
    }

    private @Nullable Long inTable(String appId) {
        return table.transaction(appId).map(t -> t.version()).orElse(null);
    }
}
