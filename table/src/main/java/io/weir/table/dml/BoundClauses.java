package io.weir.table.dml;

import io.weir.format.batch.ColumnBatch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The clauses of one kind, bound to the rows that they are about. Immutable and safe for many threads. */
final class BoundClauses {
    /** Instead of a clause's place. */
    static final int NONE = -1;

    private final List<Bound> clauses;

    /**
     * One clause.
     *
     * @param condition null: always true
     * @param values the row that comes of it; null for deletions
     */
    record Bound(
            MergeClause clause,
            @Nullable MergeExpression condition,
            @Nullable Assignments values) {}

    BoundClauses(List<Bound> clauses) {
        this.clauses = List.copyOf(clauses);
    }

    boolean isEmpty() {
        return clauses.isEmpty();
    }

    int size() {
        return clauses.size();
    }

    Bound get(int place) {
        return clauses.get(place);
    }

    /** Is there but one clause, that deletes whatever it comes to? */
    boolean onlyDeletes() {
        return clauses.size() == 1
                && clauses.get(0).condition() == null
                && clauses.get(0).clause().action() == MergeClause.Action.DELETE;
    }

    /** For each row the place of the first clause whose condition is true; conditions are only asked of rows that are left. */
    int[] choose(ColumnBatch rows) {
        int[] chosen = new int[rows.rowCount()];
        Arrays.fill(chosen, NONE);
        int[] left = new int[rows.rowCount()];
        for (int i = 0; i < left.length; i++) {
            left[i] = i;
        }
        int count = left.length;
        for (int clause = 0; clause < clauses.size() && count > 0; clause++) {
            @Nullable MergeExpression condition = clauses.get(clause).condition();
            if (condition == null) {
                for (int i = 0; i < count; i++) {
                    chosen[left[i]] = clause;
                }
                return chosen;
            }
            int[] selected = new int[count];
            int matches = condition.select(count == rows.rowCount() ? rows : rows.take(left, count), selected);
            for (int i = 0; i < matches; i++) {
                chosen[left[selected[i]]] = clause;
            }
            int rest = 0;
            for (int i = 0; i < count; i++) {
                if (chosen[left[i]] == NONE) {
                    left[rest++] = left[i];
                }
            }
            count = rest;
        }
        return chosen;
    }

    /** The rows for which a clause was chosen. */
    static int[] rowsOf(int clause, int[] chosen) {
        int[] rows = new int[chosen.length];
        int count = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] == clause) {
                rows[count++] = i;
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
