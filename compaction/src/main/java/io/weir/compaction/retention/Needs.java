package io.weir.compaction.retention;

import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.action.RemoveFile;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.TableNotFoundException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.log.state.LiveFiles;
import io.weir.storage.ObjectStore;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.clones.ShallowClone;
import io.weir.table.clones.ShallowClones;
import io.weir.table.consumers.Consumer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who needs files of a table: its newest version, versions that were the newest after some time, registered consumers, and shallow clones. One
 * thread at a time.
 */
final class Needs {
    /** Takes down what an action names. */
    private interface Keeper {
        void keep(Action action);
    }

    private final Table table;
    private final Snapshot snapshot;
    private final Function<URI, ObjectStore> stores;
    private final Duration grace;
    private final FilesInUse files;
    private final Instant now;
    private final List<ShallowClone> toUpdate = new ArrayList<>();
    private final List<ShallowClone> toForget = new ArrayList<>();
    private boolean beyondVersions;

    /**
     * @param stores opens the store of a clone
     * @param grace for so long files of a clone that is not found are kept
     */
    Needs(Table table, Snapshot snapshot, Function<URI, ObjectStore> stores, Duration grace) {
        this.table = table;
        this.snapshot = snapshot;
        this.stores = stores;
        this.grace = grace;
        this.files = new FilesInUse(table.location(), snapshot.files());
        this.now = table.environment().clock().instant();
    }

    /** Gathers all. Requests: two listings, those of consumers and clones, and the log entries that consumers have not read. */
    Needs gather(long sinceMillis) {
        files.keepRemoved(snapshot.state(), sinceMillis);
        consumers(table, snapshot, files::keep);
        clones();
        return this;
    }

    FilesInUse files() {
        return files;
    }

    /** Does anybody need files beside those that the table's versions say by themselves? */
    boolean beyondVersions() {
        return beyondVersions;
    }

    /** What registered consumers have not read; of who reads the table as it was, the files of that version. */
    private void consumers(Table read, Snapshot newest, Keeper keep) {
        List<Consumer> consumers = read.consumers().alive(now);
        long first = Long.MAX_VALUE;
        long firstOfChanges = Long.MAX_VALUE;
        for (Consumer consumer : consumers) {
            beyondVersions = true;
            long next = consumer.version() + (consumer.initial() ? 1 : 0);
            first = Math.min(first, next);
            firstOfChanges = consumer.feed().tellsChanges() ? Math.min(firstOfChanges, next) : firstOfChanges;
            if (consumer.initial()) {
                version(read, consumer.version(), keep);
            }
        }
        long changes = firstOfChanges;
        LogEntries.forEach(read, first, newest.version(), commit -> {
            // What a version took away only those want who are told of changes
            boolean removed = commit.version() >= changes;
            commit.actions().stream()
                    .filter(action -> removed || !(action instanceof RemoveFile))
                    .forEach(keep::keep);
        });
    }

    private static void version(Table read, long version, Keeper keep) {
        try (Stream<AddFile> then = read.at(version).files()) {
            then.forEach(keep::keep);
        } catch (VersionNotFoundException e) {
            return; // it has lost that already
        }
    }

    private void clones() {
        Set<String> seen = new HashSet<>();
        for (ShallowClone clone : ShallowClones.of(table.store()).list()) {
            beyondVersions = true;
            if (clone(clone, seen)) {
                if (clone.missingSince() != null) {
                    toUpdate.add(clone.missing(null));
                }
            } else {
                missing(clone);
            }
        }
    }

    /** Is the clone there? Then what it needs is kept, and what clones of it need. */
    private boolean clone(ShallowClone clone, Set<String> seen) {
        if (!seen.add(clone.id())) {
            return true;
        }
        try (Table opened = Table.open(stores.apply(clone.address()), table.environment())) {
            Snapshot newest = opened.latest().snapshot();
            if (!newest.metadata().id().equals(clone.id())) {
                return false; // another table is there now
            }
            LiveFiles live = newest.files();
            for (int id : live.ids()) {
                files.keepForeign(live.path(id), live.mayHaveDeletionVectors() ? live.deletionVector(id) : null);
            }
            long expired = CheckpointSettings.of(newest.metadata()).tombstonesExpiredMillis(now.toEpochMilli());
            newest.state().tombstones().forEach(expired, live, this::keepForeign);
            consumers(opened, newest, this::keepForeign);
            for (ShallowClone further : ShallowClones.of(opened.store()).list()) {
                clone(further, seen); // who is gone there, vacuum of that table forgets
            }
            return true;
        } catch (TableNotFoundException e) {
            return false;
        } catch (TableException | StorageException | IllegalArgumentException e) {
            throw new TableException(
                    "A shallow clone cannot be looked at, so it is not known which files it needs; see to it that it can be read from here, or, if"
                            + " it is gone for good, delete what it declared",
                    Facts.of(
                                    "clone",
                                    clone.address(),
                                    "declared",
                                    ShallowClones.file(clone.id()),
                                    "reason",
                                    e.getMessage())
                            .and("table", table.location()),
                    e);
        }
    }

    private void keepForeign(Action action) {
        if (action instanceof AddFile file) {
            keepForeign(file.path(), file.deletionVector());
        } else if (action instanceof RemoveFile file) {
            keepForeign(file.path(), file.deletionVector());
        }
    }

    private void keepForeign(String path, @Nullable DeletionVectorDescriptor vector) {
        files.keepForeign(path, vector);
    }

    /** It may be about to be made, or not to be reached for a while: nothing of the version it is made of goes before it is missing for long. */
    private void missing(ShallowClone clone) {
        Instant since = clone.missingSince() == null ? now : clone.missingSince();
        if (now.isBefore(since.plus(grace)) || now.isBefore(clone.declared().plus(grace))) {
            version(table, clone.sourceVersion(), files::keep);
            if (clone.missingSince() == null) {
                toUpdate.add(clone.missing(since));
            }
        } else {
            toForget.add(clone);
        }
    }

    /** Takes down which clones are gone, and forgets those that have been for long. */
    void remember() {
        ShallowClones clones = ShallowClones.of(table.store());
        toUpdate.forEach(clones::put);
        toForget.forEach(clone -> clones.remove(clone.id()));
    }
}
