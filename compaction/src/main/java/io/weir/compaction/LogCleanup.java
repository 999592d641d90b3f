package io.weir.compaction;

import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.compaction.retention.SidecarCleanup;
import io.weir.log.Snapshot;
import io.weir.log.action.TableFeature;
import io.weir.log.checkpoint.CheckpointFiles;
import io.weir.log.checkpoint.CheckpointReader;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.checkpoint.UnreadableCheckpointException;
import io.weir.log.commit.LogNames;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import io.weir.table.consumers.Consumer;
import io.weir.table.schema.TableProperties;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes log entries, checkpoints and sidecars of checkpoints that have expired by the table's {@code delta.logRetentionDuration}, as far as a newer checkpoint
 * stands for them. Immutable.
 */
public final class LogCleanup {
    private static final String ENABLED = "delta.enableExpiredLogCleanup";

    private final Table table;

    private LogCleanup(Table table) {
        this.table = table;
    }

    public static LogCleanup of(Table table) {
        return new LogCleanup(table);
    }

    /**
     * What would be deleted; changes nothing. Versions that a registered consumer needs stay, however old. One listing of the log as far
     * as it has expired, the newest version, the checkpoint that stays, and the consumers. Of a table whose checkpoints can have sidecars, also a listing of
     * these, and if some of them seem needless, every checkpoint.
     */
    public LogCleanupPlan plan() {
        Snapshot snapshot = table.latest().snapshot();
        snapshot.shape().requireWritable();
        if ("false".equalsIgnoreCase(snapshot.metadata().property(ENABLED))) {
            return LogCleanupPlan.of(List.of(), checkpoint -> false, 0, 0, 0);
        }
        long cutoff = table.environment().clock().millis()
                - CheckpointSettings.logRetention(snapshot.metadata()).toMillis();
        List<ObjectInfo> log;
        try (Stream<ObjectInfo> objects = table.store().listFrom(LogNames.DIRECTORY, "")) {
            log = objects.takeWhile(file -> !LogCleanupPlan.isKeptCommit(file, cutoff))
                    .toList();
        }
        LogCleanupPlan plan = LogCleanupPlan.of(
                log,
                this::isWhole,
                cutoff,
                protectedBefore(snapshot.metadata().property(TableProperties.CHECKPOINTS_PROTECTED_BEFORE)),
                neededFrom());
        return snapshot.protocol().supports(TableFeature.V2_CHECKPOINT)
                ? plan.and(new SidecarCleanup(table, cutoff).find())
                : plan;
    }

    /** Read whole, because nothing else will say what it says when the entries before it are gone. */
    private boolean isWhole(CheckpointFiles checkpoint) {
        try {
            new CheckpointReader(table.store(), table.environment().executor()).load(checkpoint);
            return true;
        } catch (UnreadableCheckpointException e) {
            return false;
        }
    }

    /** The first version that a consumer of the table still needs. */
    private long neededFrom() {
        return table.consumers().alive(table.environment().clock().instant()).stream()
                .mapToLong(Consumer::version)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** A number that cannot be read protects everything. */
    private static long protectedBefore(@Nullable String version) {
        try {
            return version == null ? 0 : Long.parseLong(version.strip());
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Plans and deletes. */
    public LogCleanupPlan run() {
        LogCleanupPlan plan = plan();
        plan.carryOut(table.store());
        return plan;
    }
}
