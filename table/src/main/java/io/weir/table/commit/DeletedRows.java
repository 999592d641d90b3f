package io.weir.table.commit;

import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.commit.Commit;
import io.weir.log.commit.Conflict;
import io.weir.log.commit.ConflictRules;
import io.weir.storage.ObjectStore;
import io.weir.table.deletion.DeletionVector;
import io.weir.table.deletion.RowDeletion;
import io.weir.table.deletion.RowDeletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two transactions that delete rows of the same file: the second follows the first if their rows are others, and its vector names the rows of
 * both. Reads the vectors in question, once each. (PROTOCOL.md, "Deletion Vectors")
 */
final class DeletedRows {
    private DeletedRows() {}

    /** Puts a member's deletions on top of what others deleted; a conflict if they deleted one of its rows, or brought one back. */
    static Optional<Conflict> check(Member member, List<Commit> theirs, ObjectStore store) {
        List<RowDeletion> deletions = new ArrayList<>(member.deletions);
        for (Commit commit : theirs) {
            var shrunk = ConflictRules.shrunk(commit);
            for (int i = 0; i < deletions.size(); i++) {
                RowDeletion ours = deletions.get(i);
                AddFile now = shrunk.get(DataPath.canonical(ours.file().path()));
                if (now != null) {
                    @Nullable RowDeletion rebased = onTopOf(now, ours, store);
                    if (rebased == null) {
                        return Optional.of(Conflict.of(Conflict.Kind.CONCURRENT_DELETE_DELETE, commit, now.path()));
                    }
                    deletions.set(i, rebased);
                }
            }
        }
        member.deletions = deletions;
        return Optional.empty();
    }

    private static @Nullable RowDeletion onTopOf(AddFile now, RowDeletion ours, ObjectStore store) {
        DeletionVector before = RowDeletions.deletedFrom(ours.file(), store);
        DeletionVector after = RowDeletions.deletedFrom(now, store);
        boolean broughtBack = !before.minus(after).isEmpty();
        return broughtBack || after.minus(before).intersects(ours.rows()) ? null : new RowDeletion(now, ours.rows());
    }
}
