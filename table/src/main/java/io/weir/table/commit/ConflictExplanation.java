package io.weir.table.commit;

import io.weir.format.expression.Expression;
import io.weir.log.DeltaLog;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.CommitInfo;
import io.weir.log.action.DataPath;
import io.weir.log.action.Metadata;
import io.weir.log.commit.Commit;
import io.weir.log.commit.Conflict;
import io.weir.log.commit.ConflictRules;
import io.weir.log.commit.IsolationLevel;
import io.weir.log.commit.Ours;
import io.weir.log.commit.ReadSet;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.FileMatch;
import io.weir.table.deletion.RowDeletions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which commits a transaction could have followed and which not, asked afterwards: by what it read and what it was going to do. Immutable.
 *
 * <p>The rules are those that decide in earnest, {@link ConflictRules}. What the transaction would have written is not known
 * any more, so the most that its operation can have done is taken: a delete or update is held to change every file that its condition
 * leaves, and an append is a blind one.
 *
 * @param version that was committed while the transaction was at work
 * @param operation what it did, or null if it does not say
 * @param conflict why the transaction could not follow it; null if it could
 */
public record ConflictExplanation(
        long version, @Nullable String operation, @Nullable Conflict conflict) {

    /** What the transaction was going to do. */
    public enum Intent {
        /** Add rows without having read any. */
        APPEND,
        /** Take out the rows of a condition. */
        DELETE,
        /** Change the rows of a condition. */
        UPDATE,
        /** Change rows, and add others because there were none. */
        MERGE,
        /** Replace the rows of a condition, or all. */
        OVERWRITE,
        /** Put rows into other files. */
        OPTIMIZE,
        /** Change columns or properties. */
        ALTER
    }

    /**
     * Holds a transaction against each version that came while it was at work. Requests: the version read, and each of those.
     *
     * @param condition the rows it was about; null for all
     * @param upTo the last version that is looked at
     * @throws VersionNotFoundException if the version that was read is not there any more
     */
    public static List<ConflictExplanation> of(
            DeltaLog log, long readVersion, Intent intent, @Nullable Expression condition, long upTo) {
        Ours ours = ours(log.at(readVersion), intent, condition);
        List<ConflictExplanation> all = new ArrayList<>();
        for (long version = readVersion + 1; version <= upTo; version++) {
            long missing = version;
            Commit theirs = Commit.load(log.store(), version)
                    .orElseThrow(() -> new TableException(
                            "The commit is not there, or not any more", Facts.of("version", missing)));
            CommitInfo info = theirs.info();
            all.add(new ConflictExplanation(
                    version,
                    info == null ? null : info.operation(),
                    ConflictRules.check(ours, List.of(theirs)).orElse(null)));
        }
        return all;
    }

    private static Ours ours(Snapshot read, Intent intent, @Nullable Expression condition) {
        Metadata metadata = read.metadata();
        ReadSet.Builder reads = ReadSet.builder();
        List<Action> actions = new ArrayList<>();
        Set<String> deletesRowsOf = Set.of();
        if (intent == Intent.APPEND) {
            actions.add(AddFile.builder("new").build());
        } else if (intent == Intent.ALTER) {
            actions.add(metadata);
        } else {
            List<AddFile> files = condition == null
                    ? read.files().all()
                    : read.files().files(read.files().matching(condition));
            files.forEach(reads::file);
            if (intent == Intent.OPTIMIZE) {
                files.forEach(file -> actions.add(file.remove(0, false)));
            } else {
                reads.matching(condition == null ? file -> true : FileMatch.of(condition, read.shape()));
                if (intent != Intent.OVERWRITE && RowDeletions.areByVector(read)) {
                    deletesRowsOf = files.stream()
                            .map(file -> DataPath.canonical(file.path()))
                            .collect(Collectors.toSet());
                } else {
                    files.forEach(file -> actions.add(file.remove(0, true)));
                }
                if (intent == Intent.DELETE || intent == Intent.UPDATE) {
                    reads.rowByRow();
                }
                if (intent != Intent.DELETE) {
                    actions.add(AddFile.builder("new").build());
                }
            }
        }
        return new Ours(reads.build(), actions, deletesRowsOf, IsolationLevel.of(metadata), read.protocol(), metadata);
    }
}
