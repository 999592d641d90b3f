package io.weir.log.commit;

import io.weir.log.action.SetTransaction;
import io.weir.log.error.CorruptTableException;
import io.weir.storage.ObjectStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the version with which an application took a step, newest first. One thread at a time; remembers what it has read, so that several
 * questions cost little more than one.
 *
 * <p>Checksum files tell the step of every application at their version, and log entries those that they took, so it takes a request or two for
 * each halving; where neither helps, log entries are read one after the other. (PROTOCOL.md, "Transaction Identifiers", "Version Checksum File")
 */
public final class TransactionSearch {
    /** Log entries that are read for one question where no checksums help. */
    private static final int MAX_ENTRIES = 1000;

    /** The step of an application that a version does not know. */
    private static final long NONE = Long.MIN_VALUE;

    /** What the log tells of a step. */
    public sealed interface Found {
        /** It was taken by this version. */
        record In(long version) implements Found {}

        /** A later step was taken by this version, and it was not there before: it never was. */
        record PassedOver(long version) implements Found {}

        /** The log does not reach back to it, or too many entries would have to be read. */
        record Untold() implements Found {}
    }

    private final ObjectStore store;
    private final Map<Long, Optional<Map<String, Long>>> checksums = new HashMap<>();
    private final Map<Long, Optional<Map<String, Long>>> entries = new HashMap<>();

    private TransactionSearch(ObjectStore store) {
        this.store = store;
    }

    /** A search in the log of the table at a store's root. */
    public static TransactionSearch in(ObjectStore store) {
        return new TransactionSearch(store);
    }

    /**
     * Looks for a step.
     *
     * @param newest a version that has the step, or a later one, of the application
     * @param there the application's step at that version
     */
    public Found find(String appId, long step, long newest, long there) {
        long with = newest;
        long atWith = there;
        long without = -1;
        for (long stride = 1; with - without > 1; stride *= 2) {
            long probe = without >= 0 ? without + (with - without) / 2 : Math.max(0, with - stride);
            @Nullable Long at = stepAt(appId, probe);
            if (at == null) {
                return among(appId, step, without, with, atWith);
            }
            if (at >= step) {
                with = probe;
                atWith = at;
            } else {
                without = probe;
            }
        }
        return atWith == step ? new Found.In(with) : new Found.PassedOver(with);
    }

    /** Reads the entries between a version without the step, or -1, and one with it, the newest first. */
    private Found among(String appId, long step, long without, long with, long atWith) {
        long before = Math.max(without, with - MAX_ENTRIES);
        @Nullable Long passing = null;
        for (long version = with; version > before; version--) {
            @Nullable Map<String, Long> entry = entry(version);
            if (entry == null) {
                return new Found.Untold();
            }
            Long at = entry.get(appId);
            if (at != null && at == step) {
                return new Found.In(version);
            }
            if (at != null && at < step) {
                return new Found.PassedOver(passing == null ? with : passing);
            }
            passing = at == null ? passing : Long.valueOf(version);
        }
        return before == without && atWith > step && passing != null
                ? new Found.PassedOver(passing)
                : new Found.Untold();
    }

    /** The step at a version, or null if neither its checksum nor its entry tells. */
    private @Nullable Long stepAt(String appId, long version) {
        Map<String, Long> steps = checksums
                .computeIfAbsent(
                        version,
                        v -> VersionChecksum.load(store, v)
                                .map(VersionChecksum::setTransactions)
                                .map(TransactionSearch::steps))
                .orElse(null);
        if (steps != null) {
            return steps.getOrDefault(appId, NONE);
        }
        Map<String, Long> entry = entry(version);
        return entry == null ? null : entry.get(appId);
    }

    /** The steps that a version took, or null if its entry is gone or cannot be read. */
    private @Nullable Map<String, Long> entry(long version) {
        return entries.computeIfAbsent(version, this::load).orElse(null);
    }

    private Optional<Map<String, Long>> load(long version) {
        try {
            return Commit.load(store, version)
                    .map(commit -> steps(commit.actions().stream()
                            .filter(SetTransaction.class::isInstance)
                            .map(SetTransaction.class::cast)
                            .toList()));
        } catch (CorruptTableException e) {
            return Optional.empty(); // who asks wants to know of a step, not of the log
        }
    }

    private static Map<String, Long> steps(Iterable<SetTransaction> transactions) {
        Map<String, Long> steps = new HashMap<>();
        transactions.forEach(transaction -> steps.put(transaction.appId(), transaction.version()));
        return steps;
    }
}
