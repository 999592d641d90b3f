package io.weir.suite.killed;

import io.weir.compaction.Fsck;
import io.weir.compaction.LogCleanup;
import io.weir.compaction.Maintenance;
import io.weir.compaction.Optimize;
import io.weir.compaction.Upkeep;
import io.weir.compaction.Upkeep.Chore;
import io.weir.compaction.Vacuum;
import io.weir.compaction.repair.RepairPlan;
import io.weir.compaction.retention.LogCleanupPlan;
import io.weir.log.checkpoint.CompactedLog;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.environment.Backoff;
import io.weir.table.environment.TableEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Whatever keeps a table in order, on a table that gives it all to do that it can do. */
enum MaintenanceCommand {
    OPTIMIZE(Fixture.MANY_PARTITIONS, MaintenanceCommand::packFiles),
    Z_ORDER(
            Fixture.POINTS,
            table -> Optimize.of(table)
                    .zOrderBy("id", "n")
                    .targetBytes(2000)
                    .memory(1)
                    .run()),
    CLUSTER(Fixture.CLUSTERED, MaintenanceCommand::cluster),
    PURGE(Fixture.PAST, table -> Optimize.of(table).purge().run()),
    REWRITE_TYPES(Fixture.WIDENED, table -> Optimize.of(table).rewriteTypes().run()),
    RESTORE(Fixture.PAST, table -> table.restore(20)) {
        @Override
        boolean changesRows() {
            return true;
        }
    },
    REPAIR(Fixture.DAMAGED, table -> {}) {
        @Override
        boolean changesRows() {
            return true;
        }

        @Override
        void run(ObjectStore store, TableEnvironment environment) {
            Fsck fsck = Fsck.of(store, environment);
            RepairPlan plan = fsck.plan(fsck.check());
            if (!plan.isEmpty()) {
                fsck.repair(plan);
            }
        }
    },
    VACUUM(Fixture.PAST_WITH_CONSUMER, table -> Vacuum.of(table).run()) {
        @Override
        Deletions deletions(Table table) {
            return Deletions.of(Vacuum.of(table).plan());
        }
    },
    VACUUM_LITE(Fixture.PAST, table -> Vacuum.of(table).lite().run()) {
        @Override
        Deletions deletions(Table table) {
            return Deletions.of(Vacuum.of(table).lite().plan());
        }
    },
    CHECKPOINT(Fixture.PAST, Table::checkpoint),
    CHECKPOINT_V2(Fixture.SIDECARS, Table::checkpoint),
    COMPACT_LOG(Fixture.PAST, table -> CompactedLog.write(table.store(), 21, 24)),
    CLEAN_LOG(Fixture.PAST_WITH_CONSUMER, table -> LogCleanup.of(table).run()) {
        @Override
        Deletions deletions(Table table) {
            return Deletions.of(LogCleanup.of(table).plan());
        }
    },
    CLEAN_LOG_V2(Fixture.SIDECARS, table -> LogCleanup.of(table).run()) {
        @Override
        Deletions deletions(Table table) {
            return Deletions.of(LogCleanup.of(table).plan());
        }
    },
    MAINTAIN(Fixture.PAST, table -> Maintenance.of(table).deleting().run()) {
        @Override
        Deletions deletions(Table table) {
            return all(table);
        }
    },
    UPKEEP(Fixture.PAST, table -> {}) {
        @Override
        Deletions deletions(Table table) {
            return all(table);
        }

        /** What deletes is not due before some time has passed. */
        @Override
        void run(ObjectStore store, TableEnvironment environment) {
            AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
            TableEnvironment later = environment.withClock(() -> Instant.now().plus(passed.get()));
            try (Table table = Table.open(store, later)) {
                table.latest();
                Upkeep upkeep = Upkeep.of(table, EnumSet.allOf(Chore.class));
                work(upkeep);
                passed.set(ROUND);
                work(upkeep);
            }
        }
    };

    /** Everything happens in the calling thread, so that operations have numbers. */
    static final TableEnvironment ENVIRONMENT =
            TableEnvironment.standard().withExecutor(Runnable::run, 1).withBackoff(Backoff.NONE);

    private static final int MOST_CHORES = 100;
    private static final Duration ROUND = Duration.ofMinutes(61);

    private final Fixture fixture;
    private final Consumer<Table> work;

    MaintenanceCommand(Fixture fixture, Consumer<Table> work) {
        this.fixture = fixture;
        this.work = work;
    }

    Fixture fixture() {
        return fixture;
    }

    /** Does the newest version get other rows? */
    boolean changesRows() {
        return false;
    }

    /** What it says beforehand that it deletes. */
    Deletions deletions(Table table) {
        return Deletions.NONE;
    }

    void run(ObjectStore store, TableEnvironment environment) {
        try (Table table = Table.open(store, environment)) {
            table.latest();
            work.accept(table);
        }
    }

    static void packFiles(Table table) {
        Optimize.of(table).targetBytes(64 << 10).run();
    }

    static void cluster(Table table) {
        Optimize.of(table).targetBytes(2000).memory(1).run();
    }

    private static void work(Upkeep upkeep) {
        for (int i = 0; upkeep.work().isZero(); i++) {
            if (i == MOST_CHORES) {
                throw new AssertionError("Upkeep does not come to an end");
            }
        }
    }

    private static Deletions all(Table table) {
        LogCleanupPlan log = LogCleanup.of(table).plan();
        return Deletions.of(Vacuum.of(table).plan()).and(Deletions.of(log));
    }
}
