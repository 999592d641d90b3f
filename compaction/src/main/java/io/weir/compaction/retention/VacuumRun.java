package io.weir.compaction.retention;

import io.weir.log.Snapshot;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.commit.LastVacuum;
import io.weir.log.error.Facts;
import io.weir.log.error.TableException;
import io.weir.log.error.VersionNotFoundException;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One vacuum of a table: what is to go, and its going. One thread, once. */
public final class VacuumRun {
    /**
     * How.
     *
     * @param retention what was in use so long ago stays; null: the time of the table's property
     * @param shorter may it be shorter than the property?
     * @param lite only what the log says was removed, instead of a listing
     * @param noted do versions of the table say that it was vacuumed?
     */
    public record Options(@Nullable Duration retention, boolean shorter, boolean lite, boolean noted) {}

    private final Table table;
    private final Options options;
    private final VacuumProgress progress;
    private final Snapshot snapshot;
    private final Duration property;
    private final long cutoffMillis;
    private final Needs needs;
    private @Nullable VacuumPlan plan;

    /**
     * @param stores opens the stores of shallow clones
     * @throws TableException if the time is not one the table can be held to
     */
    public VacuumRun(Table table, Options options, VacuumProgress progress, Function<URI, ObjectStore> stores) {
        this.table = table;
        this.options = options;
        this.progress = progress;
        this.snapshot = table.latest().snapshot();
        snapshot.shape().requireWritable(); // (PROTOCOL.md, "Vacuum Protocol Check")
        this.property = CheckpointSettings.of(snapshot.metadata()).tombstoneRetention();
        this.cutoffMillis = table.environment().clock().millis() - retention().toMillis();
        this.needs = new Needs(table, snapshot, stores, property);
    }

    private Duration retention() {
        Duration asked = options.retention() == null ? property : options.retention();
        int compared = asked.compareTo(property);
        if (asked.isNegative() || compared > 0 || compared < 0 && !options.shorter()) {
            throw new TableException(
                    compared > 0
                            ? "Removed files are not remembered for so long; set the property first"
                            : "The time is shorter than the table's, which old versions and writers at work rely on; allow it (--force-retention) if there are none",
                    Facts.of(
                                    "asked",
                                    asked,
                                    "property",
                                    "delta.deletedFileRetentionDuration",
                                    "table",
                                    table.location())
                            .and("value", property));
        }
        return asked;
    }

    /** What is to go; changes nothing. */
    public VacuumPlan plan() {
        VacuumPlan made = plan;
        if (made == null) {
            FilesInUse used = needs.gather(cutoffMillis).files();
            made = options.lite() ? fromLog(used) : fromListing(used);
            plan = made;
        }
        return made;
    }

    private VacuumPlan fromListing(FilesInUse used) {
        TableSurvey.Result found =
                new TableSurvey(table.store(), table.environment(), used, cutoffMillis, progress).run();
        // What somebody beside the versions needs is passed over by now, and would never be looked at by a lite one
        // again
        long done = options.noted() && !needs.beyondVersions() ? newestExpired() : -1;
        return new VacuumPlan(
                snapshot.version(),
                cutoffMillis,
                found.files(),
                found.emptyDirectories(),
                found.directories(),
                found.seen(),
                done);
    }

    private VacuumPlan fromLog(FilesInUse used) {
        OptionalLong done = LastVacuum.load(table.store());
        long last = newestExpired();
        ExpiredRemovals.Result found = new ExpiredRemovals(table, used, cutoffMillis, progress).find(done, last);
        return new VacuumPlan(
                snapshot.version(),
                cutoffMillis,
                found.files(),
                List.of(),
                0,
                found.seen(),
                found.heldBack() ? done.orElse(-1) : last);
    }

    /** The newest version that was committed before the time that is kept; -1 if none was. */
    private long newestExpired() {
        try {
            return table.versionUpTo(Instant.ofEpochMilli(cutoffMillis - 1));
        } catch (VersionNotFoundException e) {
            return -1;
        }
    }

    /** Does what the plan says, and takes down which clones are gone. */
    public VacuumResult run() {
        VacuumResult result = new VacuumJob(table, plan(), progress)
                .run(options.noted() ? new VacuumJob.Notes(options.retention(), property, !options.shorter()) : null);
        needs.remember();
        return result;
    }
}
