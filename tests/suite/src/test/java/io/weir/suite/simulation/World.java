package io.weir.suite.simulation;

import io.weir.log.commit.LogNames;
import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import io.weir.table.Table;
import io.weir.table.TableBuilder;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.simulation.HostileStore;
import io.weir.testkit.simulation.Schedule;
import io.weir.testkit.simulation.SimulatedClock;
import io.weir.testkit.simulation.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** All that the actors of one run share. In the hands of whoever has the turn. */
final class World {
    private static final int MAX_STEPS = 60_000;
    private static final int MAX_NEW_COLUMNS = 5;
    private static final List<String> PARTS = List.of("a", "b", "c");

    private final Scenario scenario;
    private final SplittableRandom random;
    private final SimulatedClock clock = new SimulatedClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Trace trace = new Trace();
    private final MemoryStore objects = MemoryStore.create(clock);
    private final Schedule schedule;
    private final HostileStore store;
    private final Oracle oracle;
    private long nextId = 1;
    private long acknowledged;
    private int columns;
    private int names;
    private int busy;
    private boolean night;
    private int present;

    World(Scenario scenario) {
        this.scenario = scenario;
        this.random = new SplittableRandom(scenario.seed() ^ 0x5DEECE66DL);
        this.schedule = new Schedule(random.split(), scenario.patience(), MAX_STEPS, trace, this::meanwhile);
        this.oracle = new Oracle(objects, environment(random.split()), scenario, clock, schedule::fail);
        this.store = new HostileStore(objects, schedule, random.split(), scenario.hostility(), trace, oracle);
        create();
    }

    private void meanwhile() {
        clock.advance(Duration.ofMillis(1 + random.nextInt(40)));
        store.meanwhile();
    }

    /** The environment of a process whose clock is right and for which nothing is counted. */
    TableEnvironment environment(SplittableRandom ids) {
        return TableEnvironment.standard()
                .withClock(clock)
                .withIds(() -> uuid(ids))
                .withExecutor(Runnable::run, 1)
                .withBackoff(attempt -> {});
    }

    static UUID uuid(SplittableRandom random) {
        return new UUID(random.nextLong() & ~0xF000L | 0x4000L, random.nextLong() & ~(3L << 62) | Long.MIN_VALUE);
    }

    private void create() {
        Operation creation = oracle.begin(new Operation("nobody", "create", Effect.NOTHING, false, null));
        SplittableRandom ids = random.split();
        TableBuilder builder = Table.create(
                        (ObjectStore) objects, environment(ids).withIds(() -> {
                            UUID id = uuid(ids);
                            oracle.mayBe(id.toString(), creation);
                            return id;
                        }))
                .schema(ModelRow.COLUMNS)
                .properties(scenario.properties());
        if (scenario.partitioned()) {
            builder.partitionBy("part");
        }
        builder.commit();
        oracle.stored(LogNames.commit(0));
        creation.acknowledged(0);
    }

    Scenario scenario() {
        return scenario;
    }

    SimulatedClock clock() {
        return clock;
    }

    Trace trace() {
        return trace;
    }

    /** What is there, without any trouble. */
    MemoryStore objects() {
        return objects;
    }

    Schedule schedule() {
        return schedule;
    }

    HostileStore store() {
        return store;
    }

    Oracle oracle() {
        return oracle;
    }

    SplittableRandom newRandom() {
        return random.split();
    }

    /** The newest version that somebody was told is in the table. */
    long acknowledged() {
        return acknowledged;
    }

    void acknowledge(long version) {
        acknowledged = Math.max(acknowledged, version);
    }

    List<ModelRow> newRows(int count, SplittableRandom chance) {
        List<ModelRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new ModelRow(nextId++, PARTS.get(chance.nextInt(PARTS.size())), chance.nextInt(1000)));
        }
        return rows;
    }

    /** The name of a column that nobody has added; empty if there are enough. */
    String newColumn() {
        return columns == MAX_NEW_COLUMNS ? "" : "d" + columns++;
    }

    /** A name that no column has had. */
    String newName() {
        return "r" + names++;
    }

    /** An actor has come, and will go. */
    void come() {
        present++;
    }

    void go() {
        present--;
    }

    boolean isDeserted() {
        return present == 0;
    }

    /** Something begins that must not take as long as files are kept. */
    void beginWork() {
        while (night) {
            schedule.step();
        }
        busy++;
    }

    void endWork() {
        busy--;
    }

    /** Lets time pass as soon as nobody is in the middle of something and nothing is under way. */
    void passNight(Duration length) {
        night = true;
        try {
            while (busy > 0) {
                schedule.step();
            }
            store.settle();
            clock.advance(length);
            trace.say("night", length.toString());
        } finally {
            night = false;
        }
    }

    static String anyPart(SplittableRandom chance) {
        return PARTS.get(chance.nextInt(PARTS.size()));
    }
}
