package io.weir.compaction;

import io.weir.compaction.retention.VacuumPlan;
import io.weir.compaction.retention.VacuumProgress;
import io.weir.compaction.retention.VacuumResult;
import io.weir.compaction.retention.VacuumRun;
import io.weir.log.error.TableException;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import java.time.Duration;

/**
 * Deletes data files that no version needs any more that was the newest within a time, and that no writer can be at work on. Immutable:
 * every method gives a new one.
 *
 * <p>What stays: the files of the newest version; those that were removed within the time; what registered consumers have not read; what
 * shallow clones name that declared themselves; and every file that is younger than the time, because a writer may be about to commit it. What goes:
 * any other data file, file of changed rows or deletion vector, among them what writers left behind that died; on local disk also the hidden
 * files of such writers, and directories that were empty for the time. Names that begin with {@code _} or {@code .} are nobody's business, save those
 * of partitions.
 *
 * <p>Versions before that time cannot be read afterwards. A writer that takes longer than that time to write and commit loses its files.
 */
public final class Vacuum {
    private final Table table;
    private final VacuumRun.Options options;
    private final VacuumProgress progress;

    private Vacuum(Table table, VacuumRun.Options options, VacuumProgress progress) {
        this.table = table;
        this.options = options;
        this.progress = progress;
    }

    /** Of a table, as its {@code delta.deletedFileRetentionDuration} says. */
    public static Vacuum of(Table table) {
        return new Vacuum(table, new VacuumRun.Options(null, false, false, true), VacuumProgress.NONE);
    }

    private Vacuum with(VacuumRun.Options other) {
        return new Vacuum(table, other, progress);
    }

    /** Keeps what was in use so long ago. Longer than the table's property is refused: what was removed before is not remembered. */
    public Vacuum retain(Duration time) {
        return with(new VacuumRun.Options(time, options.shorter(), options.lite(), options.noted()));
    }

    /** Lets the time be shorter than the table's property: readers of old versions and writers at work can lose what they need. */
    public Vacuum allowShorter() {
        return with(new VacuumRun.Options(options.retention(), true, options.lite(), options.noted()));
    }

    /**
     * Only looks at what the log says was removed since the last vacuum, instead of listing the table: much faster, but what no version ever named stays.
     * {@link #plan} throws a {@link TableException} if the log does not go back far enough.
     */
    public Vacuum lite() {
        return with(new VacuumRun.Options(options.retention(), options.shorter(), true, options.noted()));
    }

    /**
     * Leaves nothing in the table's log: neither the versions {@code VACUUM START} and {@code VACUUM END}, nor how far it came. For who vacuums
     * every few seconds.
     */
    public Vacuum withoutNotes() {
        return with(new VacuumRun.Options(options.retention(), options.shorter(), options.lite(), false));
    }

    /** Tells somebody how far it is. */
    public Vacuum progress(VacuumProgress listener) {
        return new Vacuum(table, options, listener);
    }

    /**
     * What would be deleted; changes nothing. Requests: the newest version, listings of consumers and clones and one request each, the log entries
     * that consumers have not read, the newest version of each clone; and then a listing of each directory at the top of the table, or, if {@link #lite}, a
     * listing of the log and the entries since the last time.
     *
     * @throws TableException if the time is not one the table can be held to, or it cannot be found out what a clone needs
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public VacuumPlan plan() {
        return start().plan();
    }

    /**
     * Plans and deletes, several files at a time. If there is anything to delete, a version {@code VACUUM START} says so before, and {@code VACUUM
     * END} after.
     *
     * @throws io.weir.storage.StorageException if something cannot be deleted; what is left can be deleted by another run
     */
    public VacuumResult run() {
        return start().run();
    }

    private VacuumRun start() {
        return new VacuumRun(table, options, progress, ObjectStores::open);
    }
}
