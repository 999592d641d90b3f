package io.weir.compaction;

import io.weir.compaction.fold.FoldPolicy;
import io.weir.compaction.fold.Folding;
import io.weir.compaction.optimize.ClusterColumns;
import io.weir.compaction.stats.LogSize;
import io.weir.log.Snapshot;
import io.weir.log.checkpoint.CheckpointSettings;
import io.weir.log.error.CommitConflictException;
import io.weir.table.Table;
import io.weir.table.environment.TableEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps a table in order beside a writer who makes many small versions. One thread at a time, which need not be the writer's; that thread calls {@link
 * #work} again and again, and it is also the only one that works, so that readers and writers have the others.
 *
 * <p>No failure comes out: it goes to the program's log and to {@link TableEvents}, and the chore is tried again after a pause that grows. Between its
 * chores it looks at nothing but the version that this process knows of, which costs no request.
 */
public final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    /** How long it waits between looks at a version in memory. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** What expires is deleted so many times in the time that it is kept: never more than a tenth too much is there. */
    private static final int ROUNDS_A_RETENTION = 10;

    private static final Duration SHORTEST_ROUND = Duration.ofSeconds(10);
    private static final Duration CHECKPOINT_ROUND = Duration.ofMinutes(1);
    private static final Duration LONGEST_ROUND = Duration.ofHours(1);

    /** What can be done. */
    public enum Chore {
        /**
         * Puts small files together as {@link FoldPolicy} has it, in versions of their own that change no row. Files that others changed in the meantime
         * are left alone.
         */
        FOLD("fold"),
        /** {@link Optimize} of a table that has clustering columns, when some files have come that are not in order yet. */
        CLUSTER("clustering"),
        /** A checkpoint where those who wrote the versions left none, as {@link io.weir.log.checkpoint.CheckpointPolicy} says. */
        CHECKPOINT("checkpoint"),
        /** {@link LogCleanup}, as the table's {@code delta.logRetentionDuration} and {@code delta.enableExpiredLogCleanup} say. */
        CLEAN_LOG("log clean-up"),
        /** {@link Vacuum}, as the table's {@code delta.deletedFileRetentionDuration} says. */
        VACUUM("vacuum");

        private final String step;

        Chore(String step) {
            this.step = step;
        }
    }

    private final Table table;
    private final Set<Chore> chores;
    private final Folding folding;
    private final List<Routine> routines = new ArrayList<>();
    private Snapshot seen;

    private Upkeep(Table table, Set<Chore> chores) {
        this.table = table;
        this.chores = Set.copyOf(chores);
        this.folding = new Folding(table);
        this.seen = table.known().snapshot();
        if (chores.contains(Chore.FOLD)) {
            routines.add(new Routine(Chore.FOLD, Duration.ZERO, this::fold));
        }
        if (chores.contains(Chore.CLUSTER)) {
            routines.add(new Routine(Chore.CLUSTER, Duration.ZERO, this::cluster));
        }
        if (chores.contains(Chore.CHECKPOINT)) {
            routines.add(new Routine(Chore.CHECKPOINT, Duration.ZERO, this::checkpoint));
        }
        if (chores.contains(Chore.CLEAN_LOG)) {
            routines.add(new Routine(Chore.CLEAN_LOG, logRound(), this::cleanLog));
        }
        if (chores.contains(Chore.VACUUM)) {
            routines.add(new Routine(Chore.VACUUM, vacuumRound(), this::vacuum));
        }
    }

    /** Of a table that somebody else closes. Makes no request if its newest version was asked for before. */
    public static Upkeep of(Table table, Set<Chore> chores) {
        return new Upkeep(table, chores);
    }

    /** Does what is due. Returns how long nothing will be; zero if there is more to do now. */
    public Duration work() {
        Duration idle = LONGEST_PAUSE;
        for (Routine routine : routines) {
            Duration left = routine.work();
            idle = left.compareTo(idle) < 0 ? left : idle;
        }
        return idle;
    }

    /** Folds what is left, because its writer ends; one fold, bounded like any other. */
    public void finish() {
        if (chores.contains(Chore.FOLD)) {
            new Routine(Chore.FOLD, Duration.ZERO, this::foldLast).work();
        }
    }

    /** How many files were put together with others. Any thread. */
    public long foldedFiles() {
        return folding.foldedFiles();
    }

    private Duration fold() {
        seen = table.known().snapshot();
        return switch (folding.fold()) {
            case FOLDED -> Duration.ZERO;
            case NOTHING_TO_DO -> LOOK;
            case OVERTAKEN -> FIRST_PAUSE;
        };
    }

    private Duration foldLast() {
        folding.foldLast();
        return Duration.ZERO;
    }

    private Duration cluster() {
        seen = table.known().snapshot();
        if (ClusterColumns.ofTable(seen).isPresent()) {
            Optimize optimize = Optimize.of(table);
            if (optimize.plan().files() >= FoldPolicy.FAN_IN) {
                optimize.run();
            }
        }
        return SHORTEST_ROUND;
    }

    private Duration checkpoint() {
        seen = table.known().snapshot();
        if (LogSize.of(table.store(), seen.version()).isCheckpointMissing(seen)) {
            table.checkpoint();
        }
        return CHECKPOINT_ROUND;
    }

    private Duration cleanLog() {
        LogCleanup.of(table).run();
        seen = table.known().snapshot();
        return logRound();
    }

    private Duration vacuum() {
        Vacuum.of(table).run();
        seen = table.known().snapshot();
        return vacuumRound();
    }

    private Duration logRound() {
        return round(CheckpointSettings.logRetention(seen.metadata()));
    }

    private Duration vacuumRound() {
        return round(CheckpointSettings.of(seen.metadata()).tombstoneRetention());
    }

    private static Duration round(Duration retention) {
        Duration round = retention.dividedBy(ROUNDS_A_RETENTION);
        if (round.compareTo(SHORTEST_ROUND) < 0) {
            return SHORTEST_ROUND;
        }
        return round.compareTo(LONGEST_ROUND) > 0 ? LONGEST_ROUND : round;
    }

    /** A chore, and when it is due. */
    private final class Routine {
        private final Chore chore;
        private final Supplier<Duration> doing;
        private Instant due;
        private int failures;

        Routine(Chore chore, Duration first, Supplier<Duration> doing) {
            this.chore = chore;
            this.doing = doing;
            this.due = now().plus(first);
        }

        /** Returns how long it is not due. */
        Duration work() {
            if (!now().isBefore(due)) {
                due = now().plus(pause());
            }
            Duration left = Duration.between(now(), due);
            return left.isNegative() ? Duration.ZERO : left;
        }

        private Duration pause() {
            try {
                Duration pause = doing.get();
                failures = 0;
                return pause;
            } catch (RuntimeException e) { // the writer beside us must not hear of it
                failures++;
                return afterFailure(e);
            }
        }

        private Duration afterFailure(RuntimeException cause) {
            Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
            Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            LOG.log(
                    cause instanceof CommitConflictException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    "Upkeep of a table failed and was put off chore=" + chore.step + " cause=" + cause + " pause="
                            + pause + " table=" + table.location());
            table.environment()
                    .tell(new TableEvents.AfterCommitFailed(table.location(), seen.version(), chore.step, cause));
            return pause;
        }

        private Instant now() {
            return table.environment().clock().instant();
        }
    }
}
