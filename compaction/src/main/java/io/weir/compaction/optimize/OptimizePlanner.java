package io.weir.compaction.optimize;

import io.weir.compaction.optimize.Layout.AlongCurve;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.schema.ColumnMapping;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.state.LiveFiles;
import io.weir.table.Table;
import java.util.ArrayList;
import java.util.List;

/** Plans what to write again of a version. Looks into the log, and only where it says so at files. Immutable. */
public final class OptimizePlanner {
    private final Table table;
    private final Snapshot snapshot;
    private final long targetBytes;
    private final List<Candidate> candidates;

    /**
     * @param condition only files that may have rows of it, resolved against nothing yet
     * @param targetBytes about how long a file is to be
     */
    public OptimizePlanner(Table table, Snapshot snapshot, Expression condition, long targetBytes) {
        this.table = table;
        this.snapshot = snapshot;
        this.targetBytes = targetBytes;
        this.candidates = candidates(snapshot, condition);
    }

    private static List<Candidate> candidates(Snapshot snapshot, Expression condition) {
        LiveFiles files = snapshot.files();
        int[] ids = files.matching(
                Evaluator.ofCondition(condition, snapshot.schema()).resolved());
        LongVector records = files.recordCounts(ids);
        List<Candidate> candidates = new ArrayList<>(ids.length);
        List<AddFile> live = files.files(ids);
        for (int i = 0; i < ids.length; i++) {
            candidates.add(new Candidate(live.get(i), deleted(live.get(i), records, i)));
        }
        return candidates;
    }

    private static double deleted(AddFile file, LongVector records, int place) {
        DeletionVectorDescriptor vector = file.deletionVector();
        if (vector == null || records.isNull(place) || records.value(place) == 0) {
            return 0;
        }
        return (double) vector.cardinality() / records.value(place);
    }

    /** Puts short files together. */
    public OptimizePlan shortFiles() {
        return plan(Purpose.OPTIMIZE, Layout.AS_READ, false, new BinPacking(targetBytes).choose(candidates));
    }

    /**
     * Puts rows in order.
     *
     * @param all also those that are in order
     */
    public OptimizePlan along(AlongCurve layout, boolean all) {
        return plan(Purpose.OPTIMIZE, layout, all, new CubePolicy(layout, targetBytes, all).choose(candidates));
    }

    /**
     * Gets rid of what nobody sees any more: rows that deletion vectors took out, and, where columns are mapped, so that they can be dropped without the
     * files being written again, columns that were dropped; for these it looks at the footers of all files.
     */
    public OptimizePlan purge() {
        List<Candidate> purged = new ArrayList<>();
        List<Candidate> others = new ArrayList<>();
        for (Candidate candidate : candidates) {
            (candidate.file().deletionVector() == null ? others : purged).add(candidate);
        }
        if (snapshot.shape().columnMapping() != ColumnMapping.NONE) {
            purged.addAll(new FooterScan(table, snapshot).withDroppedColumns(others));
        }
        return plan(Purpose.PURGE, Layout.AS_READ, false, together(purged));
    }

    /** Brings files to the types that columns have now; looks at the footers of all files to find those that have others. */
    public OptimizePlan olderTypes() {
        return plan(
                Purpose.REWRITE_TYPES,
                Layout.AS_READ,
                false,
                together(new FooterScan(table, snapshot).withOlderTypes(candidates)));
    }

    /** Files that are in order with others stay one by one what they are. */
    private List<FileGroup> together(List<Candidate> chosen) {
        List<Candidate> loose = new ArrayList<>();
        List<FileGroup> groups = new ArrayList<>();
        for (Candidate candidate : chosen) {
            if (CubeTags.cube(candidate.file()) == null) {
                loose.add(candidate);
            } else {
                groups.add(Candidate.group(List.of(candidate)));
            }
        }
        groups.addAll(new BinPacking(targetBytes).all(loose));
        return groups;
    }

    private OptimizePlan plan(Purpose purpose, Layout layout, boolean all, List<FileGroup> groups) {
        return new OptimizePlan(
                snapshot.version(), snapshot.files().count(), targetBytes, purpose, layout, all, groups);
    }
}
