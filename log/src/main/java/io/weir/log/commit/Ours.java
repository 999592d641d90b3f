package io.weir.log.commit;

import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.Metadata;
import io.weir.log.action.Protocol;
import io.weir.log.action.SetTransaction;
import java.util.List;
import java.util.Set;

/**
 * Our side of the question whether a transaction can follow others that it did not know of. Immutable.
 *
 * @param reads what it looked at
 * @param actions what it writes, apart from what is made anew for every version
 * @param deletesRowsOf canonical paths of files of which it deletes rows by deletion vectors. Which rows those are is not asked
 *     here: if others deleted rows of the same file, whoever puts the vectors together finds out whether they are the same ones
 * @param level the table's isolation level
 * @param protocol the table's when the transaction began
 * @param metadata the same
 */
public record Ours(
        ReadSet reads,
        List<Action> actions,
        Set<String> deletesRowsOf,
        IsolationLevel level,
        Protocol protocol,
        Metadata metadata) {
    public Ours {
        actions = List.copyOf(actions);
        deletesRowsOf = Set.copyOf(deletesRowsOf);
    }

    /** Does it do nothing but add rows, whatever it looked at before? */
    public boolean onlyAppends() {
        return deletesRowsOf.isEmpty()
                && actions.stream()
                        .allMatch(a -> a instanceof AddFile add && add.dataChange() || a instanceof SetTransaction);
    }
}
