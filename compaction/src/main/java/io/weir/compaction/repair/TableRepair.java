package io.weir.compaction.repair;

import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.FileMeasure;
import io.weir.compaction.check.Finding;
import io.weir.compaction.check.FindingKind;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.checkpoint.CheckpointWriter;
import io.weir.log.commit.CommitAttempt;
import io.weir.log.commit.CommitBase;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.CommitOutcome;
import io.weir.log.commit.CommitWriter;
import io.weir.log.commit.History;
import io.weir.log.commit.VersionChecksum;
import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.Facts;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectStore;
import io.weir.table.environment.TableEnvironment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Plans and makes repairs. One thread at a time.
 *
 * <p>Files that are gone or cannot be read are taken out of the table, as {@code FSCK REPAIR TABLE} does; so are files of which it is
 * not known which rows are deleted, because leaving the deletions out would bring rows back. Wrong statistics are
 * written anew. A checkpoint that is damaged is replaced by one of the new version, made from the commits.
 */
public final class TableRepair {
    private static final Set<FindingKind> REMOVES = EnumSet.of(
            FindingKind.DATA_FILE_MISSING,
            FindingKind.DATA_FILE_SIZE,
            FindingKind.DATA_FILE_UNREADABLE,
            FindingKind.DELETION_VECTOR_MISSING,
            FindingKind.DELETION_VECTOR_UNREADABLE,
            FindingKind.DELETION_VECTOR_DIFFERS);
    private static final Set<FindingKind> DESCRIBES = EnumSet.of(
            FindingKind.ROW_COUNT_DIFFERS,
            FindingKind.STATISTICS_WRONG,
            FindingKind.STATISTICS_LOOSE,
            FindingKind.STATISTICS_UNREADABLE);
    private static final Set<FindingKind> CHECKPOINTS = EnumSet.of(
            FindingKind.CHECKPOINT_UNREADABLE,
            FindingKind.CHECKPOINT_DIFFERS,
            FindingKind.CHECKPOINT_STATISTICS_DIFFER,
            FindingKind.SIDECAR_MISSING,
            FindingKind.HINT_UNREADABLE,
            FindingKind.HINT_WRONG);
    private static final Set<FindingKind> HARMLESS =
            EnumSet.of(FindingKind.UNREFERENCED_FILES, FindingKind.STRAY_LOG_FILE, FindingKind.SIDECAR_UNREFERENCED);
    private static final int FILES_AT_ONCE = 4096;

    private final ObjectStore store;
    private final TableEnvironment environment;

    public TableRepair(ObjectStore store, TableEnvironment environment) {
        this.store = store;
        this.environment = environment;
    }

    /**
     * What can be done about findings. Reads files whose statistics are written anew; changes nothing.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public RepairPlan plan(CheckReport report) {
        TableState state = report.state();
        if (state == null || state.version() != report.scope().version()) {
            return new RepairPlan(null, List.of(), 0, List.of(), false, report.findings());
        }
        state.shape().requireWritable();
        Map<String, FindingKind> files = new LinkedHashMap<>();
        List<Finding> left = new ArrayList<>();
        boolean checkpoint = false;
        for (Finding finding : report.findings()) {
            String file = finding.place().file();
            if (REMOVES.contains(finding.kind()) && file != null) {
                files.put(file, finding.kind());
            } else if (DESCRIBES.contains(finding.kind()) && file != null) {
                files.putIfAbsent(file, finding.kind());
            } else if (CHECKPOINTS.contains(finding.kind())) {
                checkpoint = true;
            } else if (!HARMLESS.contains(finding.kind())) {
                left.add(finding);
            }
        }
        List<AddFile> removed = new ArrayList<>();
        List<AddFile> described = new ArrayList<>();
        long rows = choose(state, files, removed, described);
        return new RepairPlan(state, removed, rows, described, checkpoint, left);
    }

    private long choose(
            TableState state, Map<String, FindingKind> files, List<AddFile> removed, List<AddFile> described) {
        if (files.isEmpty()) {
            return 0;
        }
        long rows = 0;
        int[] ids = state.files().ids();
        for (int from = 0; from < ids.length; from += FILES_AT_ONCE) {
            int[] some = java.util.Arrays.copyOfRange(ids, from, Math.min(ids.length, from + FILES_AT_ONCE));
            var counts = state.files().recordCounts(some);
            List<AddFile> adds = state.files().files(some);
            for (int i = 0; i < adds.size(); i++) {
                FindingKind kind = files.get(adds.get(i).path());
                if (kind != null && REMOVES.contains(kind)) {
                    removed.add(adds.get(i));
                    rows += counts.isNull(i) ? 0 : counts.value(i);
                } else if (kind != null) {
                    described.add(new FileMeasure(store, state.shape()).describe(adds.get(i)));
                }
            }
        }
        return rows;
    }

    /**
     * Makes the new version.
     *
     * @return its number
     * @throws CommitConflictException if the table has changed since it was checked; check again
     */
    public long apply(RepairPlan plan) {
        TableState state = plan.state();
        if (state == null) {
            throw new CorruptTableException(
                    "The log makes no table, so that nothing can be put behind it", Facts.of("table", store.root()));
        }
        long now = environment.clock().millis();
        List<Action> actions = plan.actions(now);
        CommitAttempt attempt = new CommitDraft(info(plan, state.version()), actions).on(base(state), now);
        CommitOutcome outcome = CommitWriter.attempt(store, attempt);
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            outcome = CommitWriter.settle(store, unknown, attempt);
        }
        if (outcome instanceof CommitOutcome.Unknown unknown) {
            throw new CommitUnknownException(
                    "It is not known whether the repair is in the table; check again",
                    Facts.of("table", store.root(), "version", attempt.version()),
                    unknown.cause());
        }
        if (!(outcome instanceof CommitOutcome.Committed)) {
            throw new CommitConflictException(
                    "The table has changed since it was checked; check it again",
                    Facts.of("table", store.root(), "version", attempt.version()));
        }
        TableState repaired = state.advance(attempt.version(), attempt.actions());
        checksum(repaired, attempt).store(store, attempt);
        if (plan.checkpoint()) {
            CheckpointWriter.write(store, repaired, now);
        }
        return attempt.version();
    }

    private CommitBase base(TableState state) {
        var protocol = state.shape().protocol();
        var metadata = state.shape().metadata();
        return new CommitBase(
                state.version(),
                protocol,
                metadata,
                state.domain(CommitBase.ROW_TRACKING_DOMAIN).orElse(null),
                () -> History.commitMillis(store, state.version(), protocol, metadata));
    }

    private CommitInfo info(RepairPlan plan, long readVersion) {
        Map<String, String> metrics = new TreeMap<>();
        metrics.put("numRemovedFiles", Integer.toString(plan.removed().size()));
        metrics.put("numRemovedRows", Long.toString(plan.rowsLost()));
        metrics.put(
                "numRemovedBytes",
                Long.toString(
                        plan.removed().stream().mapToLong(AddFile::sizeBytes).sum()));
        metrics.put("numDescribedFiles", Integer.toString(plan.described().size()));
        return CommitInfo.builder()
                .operation("FSCK")
                .operationParameters(Map.of("dryRun", "false"))
                .readVersion(readVersion)
                .isolationLevel("Serializable")
                .isBlindAppend(false)
                .operationMetrics(metrics)
                .engineInfo(environment.engineInfo())
                .txnId(environment.ids().get().toString())
                .build();
    }

    private static VersionChecksum checksum(TableState state, CommitAttempt attempt) {
        return new VersionChecksum(
                attempt.txnId(),
                state.files().totalBytes(),
                state.files().count(),
                attempt.info().inCommitTimestamp(),
                null,
                List.copyOf(state.domains().values()),
                state.shape().metadata(),
                state.shape().protocol());
    }
}
