package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.RemoveFile;
import io.weir.log.action.TableFeature;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.Facts;
import io.weir.log.error.UnsupportedTableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction wants to say, before it is known as which version. Immutable. A transaction that lost its version is
 * put on top of the winner by {@link #on} again.
 *
 * @param info operation, parameters, metrics, {@code readVersion}, {@code isolationLevel}, {@code isBlindAppend}, {@code
 *     engineInfo} and {@code txnId}; the timestamps are added here
 * @param actions all others
 */
public record CommitDraft(CommitInfo info, List<Action> actions) {
    /** Turns in-commit timestamps on. */
    public static final String IN_COMMIT_TIMESTAMPS = "delta.enableInCommitTimestamps";

    /** The version from which on in-commit timestamps exist, if not from the first. */
    public static final String ENABLEMENT_VERSION = "delta.inCommitTimestampEnablementVersion";

    /** The in-commit timestamp of that version. */
    public static final String ENABLEMENT_TIMESTAMP = "delta.inCommitTimestampEnablementTimestamp";

    private static final String APPEND_ONLY = "delta.appendOnly";

    public CommitDraft {
        actions = List.copyOf(actions);
        if (info.txnId() == null) {
            throw new IllegalArgumentException("A commit needs a txnId, or a lost answer could not be settled");
        }
    }

    /** Does the table have in-commit timestamps at a version with this protocol and metadata? */
    public static boolean hasInCommitTimestamps(Protocol protocol, Metadata metadata) {
        return protocol.supports(TableFeature.IN_COMMIT_TIMESTAMP) && metadata.isTrue(IN_COMMIT_TIMESTAMPS);
    }

    /** The attempt to write the first version of a table. */
    public CommitAttempt asFirst(long nowMillis) {
        return attempt(null, nowMillis);
    }

    /**
     * The attempt to write the version after {@code base}.
     *
     * <p>Where the table has in-commit timestamps, this one's is later than that of {@code base}, whatever the clock says. If
     * this commit turns them on, its metadata gets the properties that say since when they exist.
     *
     * @param nowMillis milliseconds since the epoch
     * @throws ConstraintViolationException if rows are removed from a table that is append-only
     */
    public CommitAttempt on(CommitBase base, long nowMillis) {
        return attempt(base, nowMillis);
    }

    private CommitAttempt attempt(@Nullable CommitBase base, long nowMillis) {
        @Nullable Metadata metadata = base == null ? null : base.metadata();
        @Nullable Protocol protocol = base == null ? null : base.protocol();
        for (Action action : actions) {
            if (action instanceof Metadata newMetadata) {
                metadata = newMetadata;
            } else if (action instanceof Protocol newProtocol) {
                protocol = newProtocol;
            }
        }
        if (metadata == null || protocol == null) {
            throw new IllegalArgumentException("The first commit of a table has its metadata and its protocol");
        }
        checkFeatures(protocol);
        if (base != null) {
            checkAppendOnly(base);
        }
        long version = base == null ? 0 : base.version() + 1;
        boolean timestamps = hasInCommitTimestamps(protocol, metadata);
        long millis = timestamps && base != null
                ? Math.max(nowMillis, Math.addExact(base.commitMillis().getAsLong(), 1))
                : nowMillis;
        boolean turnedOn = timestamps && base != null && !hasInCommitTimestamps(base.protocol(), base.metadata());

        List<Action> all = new ArrayList<>(actions.size() + 2);
        all.add(stamped(timestamps, millis));
        boolean told = false;
        for (Action action : numbered(protocol, metadata, base, version)) {
            if (turnedOn && action instanceof Metadata newMetadata) {
                all.add(since(newMetadata, version, millis));
                told = true;
            } else if (timestamps && base != null && action instanceof Metadata newMetadata) {
                all.add(stillSince(newMetadata, base.metadata()));
            } else {
                all.add(action);
            }
        }
        if (turnedOn && !told) {
            // The protocol alone made a property count that was set before
            all.add(since(metadata, version, millis));
        }
        return new CommitAttempt(version, all);
    }

    /** The actions with what row tracking asks for. */
    private List<Action> numbered(Protocol protocol, Metadata metadata, @Nullable CommitBase base, long version) {
        if (!RowIds.areAssigned(protocol, metadata)) {
            return actions;
        }
        List<Action> named = new ArrayList<>(actions.size());
        for (Action action : actions) {
            named.add(
                    action instanceof Metadata newMetadata
                            ? RowIds.withColumns(newMetadata, base == null ? null : base.metadata(), txnId())
                            : action);
        }
        return RowIds.assign(named, protocol, base == null ? null : base.rowTracking(), version);
    }

    private String txnId() {
        return String.valueOf(info.txnId());
    }

    private CommitInfo stamped(boolean timestamps, long millis) {
        CommitInfo.Builder stamped = CommitInfo.builder().timestamp(millis);
        info.members().forEach((name, json) -> {
            if (!name.equals("timestamp") && !name.equals("inCommitTimestamp")) {
                stamped.json(name, json);
            }
        });
        return timestamps ? stamped.inCommitTimestamp(millis).build() : stamped.build();
    }

    /** Since when there are timestamps is what the version before says, whatever metadata of a replaced or restored table says. */
    private static Metadata stillSince(Metadata metadata, Metadata before) {
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        for (String name : List.of(ENABLEMENT_VERSION, ENABLEMENT_TIMESTAMP)) {
            @Nullable String since = before.property(name);
            if (since == null) {
                configuration.remove(name);
            } else {
                configuration.put(name, since);
            }
        }
        return configuration.equals(metadata.configuration())
                ? metadata
                : metadata.toBuilder().configuration(configuration).build();
    }

    private static Metadata since(Metadata metadata, long version, long millis) {
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        configuration.put(ENABLEMENT_VERSION, Long.toString(version));
        configuration.put(ENABLEMENT_TIMESTAMP, Long.toString(millis));
        return metadata.toBuilder().configuration(configuration).build();
    }

    /** What the table was decides: a commit cannot allow itself what the version before forbids. */
    private void checkAppendOnly(CommitBase base) {
        if (!base.protocol().supports(TableFeature.APPEND_ONLY)
                || !base.metadata().isTrue(APPEND_ONLY)) {
            return;
        }
        for (Action action : actions) {
            if (action instanceof RemoveFile remove && remove.dataChange()) {
                throw new ConstraintViolationException(
                        "The table is append-only; rows cannot be taken out of it",
                        Facts.of("file", remove.path(), "property", APPEND_ONLY + "=true"));
            }
        }
    }

    private void checkFeatures(Protocol protocol) {
        for (Action action : actions) {
            if (action instanceof DomainMetadata) {
                require(protocol, TableFeature.DOMAIN_METADATA);
            }
            if (action instanceof AddFile add && add.deletionVector() != null) {
                require(protocol, TableFeature.DELETION_VECTORS);
            }
        }
    }

    private static void require(Protocol protocol, TableFeature feature) {
        if (!protocol.supports(feature)) {
            throw new UnsupportedTableException(
                    "The table does not have a feature that the commit needs",
                    List.of(feature.featureName()),
                    Facts.NONE);
        }
    }
}
