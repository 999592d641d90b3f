package io.weir.compaction.retention;

import io.weir.compaction.check.Hash;
import io.weir.compaction.check.HashIndex;
import io.weir.log.action.Action;
import io.weir.log.action.AddCdcFile;
import io.weir.log.action.DataPath;
import io.weir.log.action.RemoveFile;
import io.weir.log.commit.Commit;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import io.weir.table.deletion.DeletionVectorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Files that the log says were removed, and that are not needed any more. One thread at a time. Nothing is listed but the log, so what no commit
 * ever named is not found.
 */
final class ExpiredRemovals {
    private final Table table;
    private final FilesInUse used;
    private final long cutoffMillis;
    private final VacuumProgress progress;
    private final List<ObjectInfo> files = new ArrayList<>();
    private final HashIndex known = new HashIndex(1024);
    private boolean heldBack;
    private long seen;

    ExpiredRemovals(Table table, FilesInUse used, long cutoffMillis, VacuumProgress progress) {
        this.table = table;
        this.used = used;
        this.cutoffMillis = cutoffMillis;
        this.progress = progress;
    }

    /**
     * @param files not needed; their times are those of their removal, or zero
     * @param heldBack is something that was removed still needed by somebody?
     * @param seen how many removals were looked at
     */
    record Result(List<ObjectInfo> files, boolean heldBack, long seen) {}

    /**
     * Goes through the versions after those of the last time. One request a log entry.
     *
     * @param done up to this version all is deleted; empty if nobody knows of any
     * @param last the newest version that has expired; -1 if none has
     * @throws TableException if the log does not go back far enough any more
     */
    Result find(OptionalLong done, long last) {
        long first = done.orElse(-1) + 1;
        if (first > last) {
            return new Result(files, false, 0);
        }
        long earliest = table.earliestVersion();
        if (earliest > first) {
            throw new TableException(
                    "The log does not go back to the last vacuum, so it cannot tell all files that are not needed any more; vacuum in full, by"
                            + " listing",
                    Facts.of("earliest", earliest, "table", table.location(), "wanted", first));
        }
        LogEntries.forEach(table, first, last, this::take);
        progress.listed(seen);
        return new Result(files, heldBack, seen);
    }

    private void take(Commit commit) {
        for (Action action : commit.actions()) {
            if (action instanceof RemoveFile remove) {
                take(remove.path(), remove.sizeBytes(), remove.deletedMillis());
                if (remove.deletionVector() != null) {
                    DeletionVectorFile.path(remove.deletionVector())
                            .ifPresent(path -> take(path, 0L, remove.deletedMillis()));
                }
            } else if (action instanceof AddCdcFile changes) {
                take(changes.path(), changes.sizeBytes(), 0);
            }
        }
    }

    private void take(String path, @Nullable Long sizeBytes, long removedMillis) {
        seen++;
        String name = DataPath.nameIn(table.location(), path).orElse("");
        if (name.isEmpty() || !DataNames.isData(name)) {
            return; // of another table, or nobody's business
        }
        if (removedMillis >= cutoffMillis || used.isOnlyKept(name)) {
            heldBack = true;
        } else if (!used.contains(name)) {
            int before = known.size();
            known.put(Hash.of(name));
            if (known.size() > before) {
                files.add(new ObjectInfo(name, sizeBytes == null ? 0 : sizeBytes, removedMillis));
            }
        }
    }
}
