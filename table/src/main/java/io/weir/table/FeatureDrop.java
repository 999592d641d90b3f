package io.weir.table;

import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DomainMetadata;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.TableFeature;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.table.commit.CommitResult;
import io.weir.table.commit.Transaction;
import io.weir.table.commit.TransactionOutcome;
import io.weir.table.protocol.FeatureTraces;
import io.weir.table.schema.TableProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a feature out of a table's protocol. One thread at a time.
 *
 * <p>A feature that only writers know goes in one version, with its settings. One that readers have to know leaves versions behind that
 * need it: its settings go first, then checkpoints are put in front of those versions, and the version that drops the feature asks everybody by
 * {@code checkpointProtection} to keep them. (PROTOCOL.md, "Checkpoint Protection"; Delta Spark does the same.)
 */
final class FeatureDrop {
    /** Readers try a few older checkpoints when they cannot read one; they shall not get as far as the feature. */
    private static final int BARRIERS = 3;

    private final Table table;
    private final TableFeature feature;

    FeatureDrop(Table table, String name) {
        this.table = table;
        this.feature = TableFeature.of(name)
                .orElseThrow(() -> new TableException(
                        "There is no such table feature", Facts.of("feature", name, "table", table.location())));
    }

    CommitResult commit() {
        try {
            FeatureTraces.requireDroppable(feature, table.latest().snapshot());
            if (!FeatureTraces.needsProtectedHistory(feature)) {
                return drop(null);
            }
            removeSettings();
            for (int n = 0; n < BARRIERS; n++) {
                barrier();
            }
            long expected = table.latest().version() + 1;
            CommitResult dropped = drop(expected);
            if (dropped.version() > expected) {
                protectBefore(dropped.version());
            }
            table.checkpoint();
            return dropped;
        } catch (TableException e) {
            throw e.with("table", table.location()).with("feature", feature.featureName());
        }
    }

    /** From here on nobody makes new traces. */
    private void removeSettings() {
        Transaction transaction =
                table.transactionOnLatest("UNSET TBLPROPERTIES").textParameter("ifExists", "true");
        Metadata before = transaction.snapshot().metadata();
        Metadata after = FeatureTraces.without(feature, before);
        if (!after.equals(before)) {
            transaction.metadata(after).commit();
        }
    }

    /** A version that says nothing new, and its checkpoint. */
    private void barrier() {
        Transaction transaction = table.transactionOnLatest("Empty Commit");
        transaction.metadata(transaction.snapshot().metadata()).commit();
        table.checkpoint();
    }

    /** @param protectedBefore null if there is no history to protect */
    private CommitResult drop(@Nullable Long protectedBefore) {
        Transaction transaction = table.transactionOnLatest("DROP FEATURE")
                .textParameter("featureName", feature.featureName())
                .textParameter("truncateHistory", "false");
        Snapshot snapshot = transaction.snapshot();
        FeatureTraces.requireDroppable(feature, snapshot); // others may have used it meanwhile
        Protocol protocol = snapshot.protocol().without(feature);
        Metadata metadata = FeatureTraces.without(feature, snapshot.metadata());
        if (protectedBefore != null) {
            protocol = protocol.with(List.of(TableFeature.CHECKPOINT_PROTECTION));
            metadata = with(metadata, protectedBefore);
        }
        transaction.readsAll().protocol(protocol);
        if (!metadata.equals(snapshot.metadata())) {
            transaction.metadata(metadata);
        }
        for (DomainMetadata domain : FeatureTraces.removedDomains(feature, snapshot)) {
            transaction.domain(domain);
        }
        if (feature == TableFeature.ROW_TRACKING) {
            forgetRowIds(transaction);
        }
        TransactionOutcome outcome = transaction.commit();
        return outcome instanceof TransactionOutcome.Committed committed
                ? committed.result()
                : new CommitResult(outcome.version(), 0, 0, 0);
    }

    /** Ids would come back if rows were tracked again, and then be given a second time. */
    private static void forgetRowIds(Transaction transaction) {
        for (AddFile file : transaction.snapshot().files().all()) {
            if (file.baseRowId() != null || file.defaultRowCommitVersion() != null) {
                transaction.add(file.toBuilder()
                        .baseRowId(null)
                        .defaultRowCommitVersion(null)
                        .dataChange(false)
                        .build());
            }
        }
    }

    private void protectBefore(long version) {
        Transaction transaction = table.transactionOnLatest("SET TBLPROPERTIES")
                .textParameter(
                        "properties",
                        PropertyText.map(Map.of(TableProperties.CHECKPOINTS_PROTECTED_BEFORE, Long.toString(version))));
        transaction.metadata(with(transaction.snapshot().metadata(), version)).commit();
    }

    private static Metadata with(Metadata metadata, long protectedBefore) {
        Map<String, @Nullable String> configuration = new LinkedHashMap<>(metadata.configuration());
        configuration.put(TableProperties.CHECKPOINTS_PROTECTED_BEFORE, Long.toString(protectedBefore));
        return metadata.toBuilder().configuration(configuration).build();
    }
}
