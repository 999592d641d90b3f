package io.weir.compaction.bisect;

import io.weir.format.expression.Evaluator;
import io.weir.format.expression.Expression;
import io.weir.format.expression.InvalidExpressionException;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.error.CorruptTableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.LiveFiles;
import io.weir.storage.ObjectNotFoundException;
import io.weir.table.Table;
import io.weir.table.scan.ChosenFiles;
import io.weir.table.scan.ParallelScan;
import io.weir.table.scan.ScanShape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks versions whether they have a row of a condition. One thread at a time.
 *
 * <p>Reads a file at most once for all of them: what was in a version without such a row has none, and the file that had one has it in other
 * versions, too. Files that cannot have one by their statistics are not read at all.
 */
public final class VersionProbe {
    private final Table table;
    private final Expression condition;
    private int probes;
    private @Nullable Snapshot without;
    private @Nullable Snapshot with;
    private @Nullable AddFile found;

    /** What a version answers. */
    public enum Answer {
        YES,
        NO,
        /** It cannot be read any more. */
        GONE
    }

    public VersionProbe(Table table, Expression condition) {
        this.table = table;
        this.condition = condition;
    }

    /** How many versions were asked. */
    public int probes() {
        return probes;
    }

    /**
     * Asks the version that is to answer for the condition itself, too.
     *
     * @throws InvalidExpressionException if it names a column that the version does not have, or is no condition
     */
    public Answer askFirst(long version) {
        Evaluator.ofCondition(condition, table.at(version).schema());
        return ask(version);
    }

    /** A version whose columns the condition does not fit has no row of it. */
    public Answer ask(long version) {
        probes++;
        try {
            Snapshot snapshot = table.at(version).snapshot();
            return answer(
                    snapshot,
                    Evaluator.ofCondition(condition, snapshot.schema()).resolved());
        } catch (InvalidExpressionException e) {
            return Answer.NO;
        } catch (VersionNotFoundException e) {
            return Answer.GONE;
        } catch (CorruptTableException e) {
            if (e.getCause() instanceof ObjectNotFoundException) {
                return Answer.GONE;
            }
            throw e;
        }
    }

    private Answer answer(Snapshot snapshot, Expression bound) {
        if (found != null && areReadAlike(with, snapshot) && snapshot.files().contains(found)) {
            with = snapshot;
            return Answer.YES;
        }
        int[] ids = unknown(
                snapshot, snapshot.files().matching(bound, table.environment().executor()));
        ScanShape shape = new ScanShape(
                snapshot.schema(), snapshot.partitionColumns(), snapshot.shape().columnMapping(), List.of(), bound);
        ChosenFiles files = new ChosenFiles(table.store(), snapshot, ids, shape);
        try (ParallelScan scan = new ParallelScan(table.store(), table.environment(), files, 1)) {
            while (scan.hasNext()) {
                if (scan.next().rowCount() > 0) {
                    found = snapshot.files().file(ids[scan.place()]);
                    with = snapshot;
                    return Answer.YES;
                }
            }
        }
        without = snapshot;
        return Answer.NO;
    }

    /** Those of some files that are not known to have no such row. */
    private int[] unknown(Snapshot snapshot, int[] ids) {
        Snapshot known = without;
        if (known == null || !areReadAlike(known, snapshot)) {
            return ids;
        }
        LiveFiles files = snapshot.files();
        int[] others = files.notIn(known.files());
        return Arrays.stream(ids)
                .filter(id -> Arrays.binarySearch(others, id) >= 0)
                .toArray();
    }

    /** Do the same files have the same rows in both? */
    private static boolean areReadAlike(@Nullable Snapshot one, Snapshot other) {
        return one != null
                && one.schema().equals(other.schema())
                && one.partitionColumns().equals(other.partitionColumns())
                && one.shape().columnMapping() == other.shape().columnMapping();
    }
}
