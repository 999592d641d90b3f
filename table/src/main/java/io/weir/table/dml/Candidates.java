package io.weir.table.dml;

import io.weir.format.expression.Expression;
import io.weir.format.expression.Expressions;
import io.weir.format.expression.Literal;
import io.weir.log.Snapshot;
import io.weir.log.action.AddFile;
import io.weir.log.state.LiveFiles;
import java.util.Arrays;
import java.util.List;

/**
 * The files that may have rows of a condition, as far as the log tells. Immutable.
 *
 * @param whole of which the log says that the condition is true for every row
 * @param part the others
 */
record Candidates(List<AddFile> whole, List<AddFile> part) {
    Candidates {
        whole = List.copyOf(whole);
        part = List.copyOf(part);
    }

    /** @param condition bound to the snapshot's schema before */
    static Candidates of(Snapshot snapshot, Expression condition) {
        LiveFiles files = snapshot.files();
        if (condition.equals(Literal.TRUE)) {
            return new Candidates(files.all(), List.of());
        }
        int[] matching = files.matching(condition);
        int[] doubtful = files.matching(Expressions.or(List.of(condition.not(), condition.isNull())));
        int[] whole = Arrays.stream(matching)
                .filter(id -> Arrays.binarySearch(doubtful, id) < 0)
                .toArray();
        int[] part = Arrays.stream(matching)
                .filter(id -> Arrays.binarySearch(doubtful, id) >= 0)
                .toArray();
        return new Candidates(files.files(whole), files.files(part));
    }
}
