package io.weir.compaction;

import io.weir.compaction.retention.VacuumPlan;
import io.weir.log.Snapshot;
import io.weir.log.action.Action;
import io.weir.log.action.AddFile;
import io.weir.log.action.RemoveFile;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.commit.Commit;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectInfo;
import io.weir.table.Table;
import io.weir.table.consumers.Consumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes data files that no version needs any more that was the newest within a time, and that no writer can be at work on. Immutable:
 * every method gives a new one.
 *
 * <p>Versions before that time cannot be read afterwards. A writer that takes longer than that time to write and commit loses its files.
 */
public final class Vacuum {
    private final Table table;
    private final @Nullable Duration retention;
    private final boolean shorter;

    private Vacuum(Table table, @Nullable Duration retention, boolean shorter) {
        this.table = table;
        this.retention = retention;
        this.shorter = shorter;
    }

    /** Of a table, as its {@code delta.deletedFileRetentionDuration} says. */
    public static Vacuum of(Table table) {
        return new Vacuum(table, null, false);
    }

    /** Keeps what was in use so long ago. Longer than the table's property is refused: what was removed before is not remembered. */
    public Vacuum retain(Duration time) {
        return new Vacuum(table, time, shorter);
    }

    /** Lets the time be shorter than the table's property: readers of old versions and writers at work can lose what they need. */
    public Vacuum allowShorter() {
        return new Vacuum(table, retention, true);
    }

    /**
     * What would be deleted; changes nothing. What registered consumers need stays, however old. One listing of the table, the newest version,
     * and the log entries that consumers have not read.
     *
     * @throws TableException if the time is not one the table can be held to
     * @throws io.weir.log.error.UnsupportedTableException if the table needs of its writers what is not here
     */
    public VacuumPlan plan() {
        // First what is there, then what is needed: what is written in between is younger than any cutoff
        List<ObjectInfo> there;
        try (Stream<ObjectInfo> objects = table.store().listDeep("")) {
            there = objects.toList();
        }
        Snapshot snapshot = table.latest().snapshot();
        snapshot.shape().requireWritable();
        long cutoff = table.environment().clock().millis() - retention(snapshot).toMillis();
        return VacuumPlan.of(table.location(), snapshot, there, cutoff, neededByConsumers(snapshot));
    }

    /**
     * What registered consumers have not read: the files that the versions before them name, and of who reads the table as it was, those of that
     * version.
     */
    private List<Action> neededByConsumers(Snapshot snapshot) {
        List<Consumer> consumers =
                table.consumers().alive(table.environment().clock().instant());
        List<Action> needed = new ArrayList<>();
        long first = Long.MAX_VALUE;
        long firstOfChanges = Long.MAX_VALUE;
        for (Consumer consumer : consumers) {
            long next = consumer.version() + (consumer.initial() ? 1 : 0);
            first = Math.min(first, next);
            firstOfChanges = consumer.feed().tellsChanges() ? Math.min(firstOfChanges, next) : firstOfChanges;
            if (consumer.initial()) {
                try (Stream<AddFile> files = table.at(consumer.version()).files()) {
                    files.forEach(needed::add);
                } catch (VersionNotFoundException e) {
                    continue; // it has lost that already
                }
            }
        }
        for (long version = first; version <= snapshot.version(); version++) {
            // What a version took away only those want who are told of changes
            boolean removed = version >= firstOfChanges;
            Commit.load(table.store(), version)
                    .ifPresent(commit -> commit.actions().stream()
                            .filter(action -> removed || !(action instanceof RemoveFile))
                            .forEach(needed::add));
        }
        return needed;
    }

    /** Plans and deletes. */
    public VacuumPlan run() {
        VacuumPlan plan = plan();
        plan.carryOut(table.store());
        return plan;
    }

    private Duration retention(Snapshot snapshot) {
        Duration remembered = CheckpointSettings.of(snapshot.metadata()).tombstoneRetention();
        Duration asked = retention == null ? remembered : retention;
        int compared = asked.compareTo(remembered);
        if (asked.isNegative() || compared > 0 || compared < 0 && !shorter) {
            throw new TableException(
                    compared > 0
                            ? "Removed files are not remembered for so long; set the property first"
                            : "The time is shorter than the table's; allow that if nobody reads old versions or writes",
                    Facts.of(
                                    "asked",
                                    asked,
                                    "property",
                                    "delta.deletedFileRetentionDuration",
                                    "table",
                                    table.location())
                            .and("value", remembered));
        }
        return asked;
    }
}
