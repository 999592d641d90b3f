package io.weir.compaction;

import io.weir.compaction.check.CheckOptions;
import io.weir.compaction.check.CheckReport;
import io.weir.compaction.check.TableCheck;
import io.weir.compaction.repair.RepairPlan;
import io.weir.compaction.repair.TableRepair;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectStores;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import java.util.function.Consumer;

/**
 * Checks whether a table is what it should be, and says of everything that is not where it is and what can be done. Immutable, but for the
 * store; safe for many threads.
 *
 * <p>Works on tables that cannot be opened: what keeps them from it is in the report. A check changes nothing.
 *
 * <p>Requests: two listings of the log, every commit, checkpoint and version checksum there is, one listing of the table, and for each
 * data file of the newest version its length and its footer; when {@link #deep()}, all of its bytes.
 */
public final class Fsck {
    private final ObjectStore store;
    private final TableEnvironment environment;
    private final CheckOptions options;

    private Fsck(ObjectStore store, TableEnvironment environment, CheckOptions options) {
        this.store = store;
        this.environment = environment;
        this.options = options;
    }

    /** Of the table at an address, which need not be one that can be opened. */
    public static Fsck of(String address) {
        return of(ObjectStores.open(address), TableEnvironment.standard());
    }

    public static Fsck of(Table table) {
        return of(table.store(), table.environment());
    }

    /** Of the table at the root of a store, which stays open. */
    public static Fsck of(ObjectStore store, TableEnvironment environment) {
        return new Fsck(store, environment, CheckOptions.DEFAULT);
    }

    /** Reads every row too: checksums of pages, and statistics against values. */
    public Fsck deep() {
        return new Fsck(store, environment, new CheckOptions(true, options.progress()));
    }

    /** Tells from time to time, in words, how far it is. */
    public Fsck progress(Consumer<String> listener) {
        return new Fsck(store, environment, new CheckOptions(options.deep(), listener));
    }

    /**
     * What can be done about what a check found. Reads the files whose statistics would be written anew; changes nothing.
     *
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public RepairPlan plan(CheckReport report) {
        return new TableRepair(store, environment).plan(report);
    }

    /**
     * Makes a new version of the table with what is planned. Nothing that is there is changed or deleted.
     *
     * @return the version
     * @throws io.weir.log.error.CommitConflictException if the table has changed since it was checked
     */
    public long repair(RepairPlan plan) {
        return new TableRepair(store, environment).apply(plan);
    }

    /**
     * Checks.
     *
     * @throws io.weir.storage.StorageException if the store does not answer
     */
    public CheckReport check() {
        return TableCheck.run(store, environment, options);
    }
}
