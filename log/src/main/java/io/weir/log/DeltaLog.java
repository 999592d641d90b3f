package io.weir.log;

import io.weir.log.action.Action;
import io.weir.log.check.ChecksumCheck;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.checkpoint.CheckpointWriter;
import io.weir.log.checkpoint.CompactedLog;
import io.weir.log.checkpoint.KnownSidecars;
import io.weir.log.checkpoint.LastCheckpoint;
import io.weir.log.checkpoint.LogTail;
import io.weir.log.commit.CommitDraft;
import io.weir.log.commit.History;
import io.weir.log.commit.LogNames;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.replay.StateLoader;
import io.weir.log.state.StateBuilder;
import io.weir.log.state.TableState;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transaction log of one table: what the table is now, and what it was. Safe for many threads.
 *
 * <p>Keeps the newest snapshot it has seen in memory and makes the next one of it by applying new commits, in time that does
 * not depend on the size of the table.
 *
 * <table>
 * <caption>Requests to the store</caption>
 * <tr><td>{@link #latest()}, first time</td><td>the hint, one listing, the checkpoint if there is one, each commit after it</td></tr>
 * <tr><td>{@link #latest()}, later</td><td>one listing, each new commit</td></tr>
 * <tr><td>{@link #current()}, later; {@link #committed}</td><td>none</td></tr>
 * <tr><td>{@link #at(long)}</td><td>as {@link #latest()} the first time; none for the version in memory</td></tr>
 * </table>
 */
public final class DeltaLog {
    /** Beyond so many files from commits, there or removed, a process lets go of what a checkpoint says of them when it has written one. */
    private static final int MAX_FILES_IN_MEMORY = 100_000;

    /** Commits that come while what is in memory is replaced have to be taken along; behind two or three there is none. */
    private static final int MAX_RELOAD_ATTEMPTS = 10;

    /** Nothing takes any time by it. */
    private static final InstantSource NO_CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final ObjectStore store;
    private final StateLoader loader;
    private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();
    private volatile KnownSidecars sidecars = KnownSidecars.NONE; // of the last checkpoint that was written here

    private DeltaLog(ObjectStore store, Executor executor, InstantSource clock) {
        this.store = store;
        this.loader = new StateLoader(store, executor, clock);
    }

    /** The log of the table at a store's root. Makes no request. Everything is read by the calling thread. */
    public static DeltaLog forTable(ObjectStore store) {
        return forTable(store, Runnable::run);
    }

    /**
     * The log of the table at a store's root. Makes no request.
     *
     * @param executor what reads run on that can go on at the same time; bounded, closed by whoever made it
     */
    public static DeltaLog forTable(ObjectStore store, Executor executor) {
        return forTable(store, executor, NO_CLOCK);
    }

    /** The same, where it is measured by a clock how long loading takes: it says whether a checkpoint is due. */
    public static DeltaLog forTable(ObjectStore store, Executor executor, InstantSource clock) {
        return new DeltaLog(store, executor, clock);
    }

    /** The store that the log and the table are in. */
    public ObjectStore store() {
        return store;
    }

    /** Is there a table? Requests as {@link #latest()}. */
    public boolean exists() {
        try {
            latest();
            return true;
        } catch (TableNotFoundException e) {
            return false;
        }
    }

    /**
     * The table as it is now.
     *
     * @throws TableNotFoundException if there is no table
     */
    public Snapshot latest() {
        Snapshot known = newest.get();
        if (known == null) {
            return keepNewest(snapshot(located(loader::newest)));
        }
        StateLoader.Loaded before = loaded(known);
        StateLoader.Loaded after = located(() -> loader.update(before));
        return after == before ? known : keepNewest(snapshot(after));
    }

    private static Snapshot snapshot(StateLoader.Loaded loaded) {
        return new Snapshot(loaded.state(), loaded.tail());
    }

    private static StateLoader.Loaded loaded(Snapshot snapshot) {
        return new StateLoader.Loaded(snapshot.state(), snapshot.tail());
    }

    /** The newest snapshot in memory, without asking the store; loaded if there is none yet. */
    public Snapshot current() {
        Snapshot known = newest.get();
        return known == null ? latest() : known;
    }

    /**
     * The table at a version.
     *
     * @throws io.weir.log.error.VersionNotFoundException if there is no such version or the log does not reach back to it
     */
    public Snapshot at(long version) {
        Snapshot known = newest.get();
        if (known != null && known.version() == version) {
            return known;
        }
        return snapshot(located(() -> loader.at(version)));
    }

    /**
     * The newest version that was committed at or before a time. Requests: as {@link #latest()}, one listing of the whole log,
     * a few log entries if the table has in-commit timestamps, and then as {@link #at(long)}.
     *
     * @throws io.weir.log.error.VersionNotFoundException if the time is before the first version that is still there, or after
     *     the latest
     */
    public Snapshot at(Instant time) {
        History history = history();
        return at(located(() -> history.at(time)).version());
    }

    /** Who committed the table's versions, when and how. Requests: as {@link #latest()}, and one listing of the whole log. */
    public History history() {
        Snapshot latest = latest();
        return located(() -> History.load(store, latest.version(), latest.protocol(), latest.metadata()));
    }

    /** The same for the newest versions only, which can cost a shorter listing. */
    public History history(int newestVersions) {
        Snapshot latest = latest();
        return located(() ->
                History.loadNewest(store, newestVersions, latest.version(), latest.protocol(), latest.metadata()));
    }

    /**
     * When a snapshot's version was committed, in milliseconds since the epoch: by its in-commit timestamp if the table has them,
     * else by the time of its log entry. No request, or one.
     */
    public long commitMillis(Snapshot snapshot) {
        Long inCommit = snapshot.state().inCommitTimestamp();
        if (inCommit != null && CommitDraft.hasInCommitTimestamps(snapshot.protocol(), snapshot.metadata())) {
            return inCommit;
        }
        return located(() -> History.commitMillis(store, snapshot.version(), snapshot.protocol(), snapshot.metadata()));
    }

    /**
     * Tells of a commit that this process made, so that it need not be read.
     *
     * @param actions all actions of the commit
     * @return the snapshot at {@code version}, or a newer one
     */
    public Snapshot committed(long version, Iterable<? extends Action> actions) {
        Snapshot known = newest.get();
        if (known == null && version == 0) {
            return keepNewest(new Snapshot(
                    located(() -> new StateBuilder().commit(0, actions).build()), LogTail.EMPTY.plus(actions)));
        }
        if (known == null || known.version() < version - 1) {
            return latest();
        }
        if (known.version() >= version) {
            return known;
        }
        return keepNewest(new Snapshot(
                located(() -> known.state().advance(version, actions)),
                known.tail().plus(actions)));
    }

    /** Lets go of the snapshot in memory: whoever asks next is answered by what is in the store. Makes no request. */
    public void forget() {
        newest.set(null);
    }

    /**
     * Where a snapshot differs from what the writer of its version recorded: members of the checksum file to both values. Empty
     * if all is well, or if there is no checksum file to compare with. One request.
     */
    public Map<String, Facts> verify(Snapshot snapshot) {
        try {
            return ChecksumCheck.differences(
                    store.read(LogNames.versionChecksum(snapshot.version())), snapshot.state());
        } catch (ObjectNotFoundException e) {
            return Map.of();
        }
    }

    /** Is a compacted log file due that ends with a snapshot's version, by the table's {@code delta.logCompactionInterval}? */
    public boolean isCompactionDue(Snapshot snapshot) {
        return compactionFrom(snapshot) >= 0;
    }

    /** Writes the compacted log file that is due at a snapshot's version. Nothing depends on its success. */
    public void compact(Snapshot snapshot) {
        long first = compactionFrom(snapshot);
        if (first >= 0) {
            located(() -> CompactedLog.write(store, first, snapshot.version()));
        }
    }

    private static long compactionFrom(Snapshot snapshot) {
        return CheckpointSettings.compactionFrom(
                snapshot.metadata(), snapshot.version(), snapshot.tail().checkpoint());
    }

    /**
     * Writes a checkpoint of a snapshot, and the hint at it. A checkpoint that is there already stays. Nothing depends on its success: if
     * this fails the table is as it was.
     *
     * @param now by which tombstones and transactions have expired
     */
    public LastCheckpoint checkpoint(Snapshot snapshot, Instant now) {
        LastCheckpoint written;
        boolean cleanedUp = false;
        try {
            written = write(snapshot.state(), now);
        } catch (ObjectNotFoundException e) {
            // the checkpoint that the snapshot came from was cleaned up; there is a newer one or all commits
            written = write(located(() -> loader.at(snapshot.version())).state(), now);
            cleanedUp = true;
        }
        int inMemory =
                snapshot.files().countInMemory() + snapshot.state().tombstones().countInMemory();
        boolean old = CheckpointSettings.isOld(snapshot.state(), now.toEpochMilli());
        if (cleanedUp || old || inMemory > MAX_FILES_IN_MEMORY) {
            located(this::reload);
            sidecars = KnownSidecars.NONE; // what was loaded knows its sidecars itself
        }
        long expired = CheckpointSettings.of(snapshot.metadata()).tombstonesExpiredMillis(now.toEpochMilli());
        long bytes = written.sizeInBytes() == null ? 0 : written.sizeInBytes();
        newest.updateAndGet(known -> known == null
                ? null
                : known.withoutExpired(expired).behindCheckpoint(snapshot.version(), bytes, snapshot.tail()));
        return written;
    }

    private LastCheckpoint write(TableState state, Instant now) {
        CheckpointWriter.Written written =
                located(() -> CheckpointWriter.write(store, state, now.toEpochMilli(), sidecars));
        sidecars = written.sidecars();
        return written.hint();
    }

    /** Only the packed part is in memory afterwards: the rest is in the checkpoint that was just written, but for what came behind it. */
    private boolean reload() {
        StateLoader.Loaded fresh = loader.newest();
        for (int attempt = 0; attempt < MAX_RELOAD_ATTEMPTS; attempt++) {
            Snapshot known = newest.get();
            if (known != null && known.version() > fresh.state().version()) {
                fresh = loader.update(fresh);
                continue;
            }
            boolean same = known != null && known.version() == fresh.state().version();
            TableState dated = same && known != null ? fresh.state().withCommitTimeOf(known.state()) : fresh.state();
            if (newest.compareAndSet(known, new Snapshot(dated, fresh.tail()))) {
                return true;
            }
        }
        return false; // so many commits at once; the next checkpoint tries again
    }

    private Snapshot keepNewest(Snapshot loaded) {
        Snapshot kept = newest.accumulateAndGet(
                loaded, (old, fresh) -> old == null || fresh == null || old.version() < fresh.version() ? fresh : old);
        return kept == null ? loaded : kept;
    }

    private <T> T located(Supplier<T> load) {
        try {
            return load.get();
        } catch (TableException e) {
            throw e.with("table", store.root());
        }
    }
}
