package io.weir.compaction.retention;

import io.weir.compaction.check.Hash;
import io.weir.compaction.check.HashIndex;
import io.weir.format.parallel.Parallel;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DataPath;
import io.weir.log.commit.LastVacuum;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.commit.Transaction;
import io.weir.table.deletion.DeletionVectorFile;
import io.weir.table.environment.TableEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what a plan names. One thread at a time. What is left if it stops in between is a table that needs none of what is gone, and a second run
 * does the rest.
 */
final class VacuumJob {
    /** So many names are deleted by one call of the store, which may be one request. */
    private static final int MAX_BATCH = 1000;

    private final Table table;
    private final VacuumPlan plan;
    private final VacuumProgress progress;

    VacuumJob(Table table, VacuumPlan plan, VacuumProgress progress) {
        this.table = table;
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * What the history says of it, as Delta Spark does.
     *
     * @param asked null if the table's own time is kept
     */
    record Notes(@Nullable Duration asked, Duration property, boolean checked) {}

    /** @param notes null if nothing is to be left in the table's log */
    VacuumResult run(@Nullable Notes notes) {
        if (notes != null && !plan.isEmpty()) {
            begin(notes);
        }
        List<ObjectInfo> files = stillUnneeded();
        int directories = 0;
        try {
            delete(files);
            for (String directory : plan.emptyDirectories()) {
                directories += table.store().deleteEmptyDirectory(directory) ? 1 : 0;
            }
        } catch (RuntimeException e) {
            if (notes != null) {
                failed(e);
            }
            throw e;
        }
        if (notes != null) {
            if (!plan.isEmpty()) {
                end("COMPLETED")
                        .metric("numDeletedFiles", files.size() + (long) directories)
                        .metric("numVacuumedDirectories", plan.directories())
                        .commit();
            }
            rememberVersion();
        }
        return new VacuumResult(plan, files, directories, table.known().version());
    }

    private void begin(Notes notes) {
        Transaction start = table.transactionOnLatest("VACUUM START")
                .note()
                .parameter("retentionCheckEnabled", Boolean.toString(notes.checked()))
                .parameter(
                        "defaultRetentionMillis", Long.toString(notes.property().toMillis()))
                .metric(
                        "numFilesToDelete",
                        plan.files().size() + (long) plan.emptyDirectories().size())
                .metric("sizeOfDataToDelete", plan.bytes());
        Duration asked = notes.asked();
        if (asked != null) {
            start.parameter("specifiedRetentionMillis", Long.toString(asked.toMillis()));
        }
        start.commit();
    }

    private Transaction end(String status) {
        return table.transactionOnLatest("VACUUM END").note().textParameter("status", status);
    }

    private void failed(RuntimeException why) {
        try {
            end("FAILED").commit();
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /** Somebody may have put back into the table what was out of it for long. As many requests as there were commits since the plan, and one. */
    private List<ObjectInfo> stillUnneeded() {
        long newest = table.latest().version();
        HashIndex needed = new HashIndex(8);
        LogEntries.forEach(table, plan.version() + 1, newest, commit -> {
            for (Action action : commit.actions()) {
                if (action instanceof AddFile add) {
                    need(needed, add.path());
                    if (add.deletionVector() != null) {
                        DeletionVectorFile.path(add.deletionVector()).ifPresent(path -> need(needed, path));
                    }
                }
            }
        });
        return needed.size() == 0
                ? plan.files()
                : plan.files().stream()
                        .filter(file -> needed.find(Hash.of(file.name())) < 0)
                        .toList();
    }

    private void need(HashIndex needed, String path) {
        DataPath.nameIn(table.location(), path).ifPresent(name -> needed.put(Hash.of(name)));
    }

    private void delete(List<ObjectInfo> files) {
        ObjectStore store = table.store();
        TableEnvironment environment = table.environment();
        int batch = Math.max(1, Math.min(MAX_BATCH, files.size() / environment.parallelism()));
        List<List<ObjectInfo>> batches = new ArrayList<>();
        for (int from = 0; from < files.size(); from += batch) {
            batches.add(files.subList(from, Math.min(files.size(), from + batch)));
        }
        AtomicLong deleted = new AtomicLong();
        Parallel.map(
                batches,
                some -> {
                    store.deleteAll(some.stream().map(ObjectInfo::name).toList());
                    progress.deleted(deleted.addAndGet(some.size()), files.size());
                    return true;
                },
                environment.executor(),
                environment.parallelism());
    }

    private void rememberVersion() {
        if (plan.doneThrough() > LastVacuum.load(table.store()).orElse(-1)) {
            LastVacuum.store(table.store(), plan.doneThrough());
        }
    }
}
