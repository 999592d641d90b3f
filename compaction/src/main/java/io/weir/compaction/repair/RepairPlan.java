package io.weir.compaction.repair;

import io.weir.compaction.check.Finding;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.state.TableState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a repair would do. Immutable; prints itself.
 *
 * @param state the table that is repaired; null if the log makes none, so that nothing can be done
 * @param removed files whose rows are lost, or not known to be right
 * @param rowsLost how many rows they had, as far as statistics said
 * @param described files that get statistics anew, as they would be added again
 * @param checkpoint is a checkpoint of the new version written?
 * @param left what is not repaired, and a person has to see to
 */
public record RepairPlan(
        @Nullable TableState state,
        List<AddFile> removed,
        long rowsLost,
        List<AddFile> described,
        boolean checkpoint,
        List<Finding> left) {
    public RepairPlan {
        removed = List.copyOf(removed);
        described = List.copyOf(described);
        left = List.copyOf(left);
    }

    /** Is there nothing that a new version would repair? */
    public boolean isEmpty() {
        return state == null || removed.isEmpty() && described.isEmpty() && !checkpoint;
    }

    /**
     * The actions of the new version, but for its provenance.
     *
     * @param nowMillis when files count as removed; milliseconds since the epoch
     */
    public List<Action> actions(long nowMillis) {
        List<Action> actions = new ArrayList<>();
        removed.forEach(file -> actions.add(file.remove(nowMillis, true)));
        actions.addAll(described);
        return actions;
    }

    @Override
    public String toString() {
        return "Repair {checkpoint=" + checkpoint + ", filesRemoved=" + removed.size() + ", left=" + left.size()
                + ", rowsLost=" + rowsLost + ", statisticsWritten=" + described.size() + ", version="
                + (state == null ? "none" : state.version() + 1) + "}";
    }
}
