package io.weir.suite.simulation;

import io.weir.compaction.Fsck;
import io.weir.compaction.check.CheckReport;
import io.weir.table.Table;
import io.weir.table.TableVersion;
import io.weir.table.environment.TableEnvironment;
import java.util.SortedMap;
import java.util.SplittableRandom;

/** One run, from its seed to its verdict. */
final class Simulation {
    private static final int TRACE_LINES = 60;

    private final World world;
    private final SplittableRandom lodging;

    /** A process that several share. */
    private final Host office;

    private Simulation(World world) {
        this.world = world;
        this.lodging = world.newRandom();
        this.office = Host.shared(world, "office");
    }

    /**
     * What a run came to.
     *
     * @param versions of the table in the end
     * @param shared versions that are of several operations
     * @param trace what happened, step by step
     */
    record Report(
            long seed,
            long versions,
            long shared,
            long acknowledged,
            long refused,
            long unknown,
            int steps,
            String trace) {
        Report withoutTrace() {
            return new Report(seed, versions, shared, acknowledged, refused, unknown, steps, "");
        }
    }

    /**
     * Runs a seed.
     *
     * @throws AssertionError if anything was found, with the last steps and how to see them again
     */
    static Report run(long seed) {
        return run(Scenario.of(seed));
    }

    static Report run(Scenario scenario) {
        World world = new World(scenario);
        try {
            return new Simulation(world).run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    e.getMessage() + "\n" + scenario + "\nThe last of "
                            + world.trace().steps() + " steps:\n"
                            + world.trace().tail(TRACE_LINES) + "\nTo see it again: tests/simulate " + scenario.seed(),
                    e);
        }
    }

    private Report run() {
        Scenario scenario = world.scenario();
        for (int i = 0; i < scenario.clerks(); i++) {
            start(new Clerk(world, "clerk-" + i, scenario.operations()), office);
        }
        for (int i = 0; i < scenario.writers(); i++) {
            start(new Writer(world, "writer-" + i, scenario.operations()));
        }
        for (int i = 0; i < scenario.changers(); i++) {
            start(new Changer(world, "changer-" + i, scenario.operations()));
        }
        if (scenario.maintained()) {
            start(new Maintainer(world, "maintainer", 2 * scenario.operations()));
            Night night = new Night(world, 4);
            world.schedule().actor("night", night::live);
        }
        for (int app = 0; app < scenario.streams(); app++) {
            boolean fencing = scenario.seed() % 2 == 0;
            start(new Stream(world, "stream-" + app, scenario.operations(), app, fencing));
            if (scenario.twins()) {
                start(new Stream(world, "zombie-" + app, scenario.operations(), app, fencing));
            }
        }
        for (int i = 0; i < scenario.readers(); i++) {
            start(new Reader(world, "reader-" + i, scenario.operations()));
        }
        if (scenario.keeper()) {
            start(new Keeper(world, "keeper", scenario.operations() / 2));
        }
        world.schedule().run();
        world.store().settle();
        audit();
        return report();
    }

    private void start(Actor actor) {
        start(actor, lodging.nextDouble() < world.scenario().together() ? office : Host.own(world, actor.name));
    }

    private void start(Actor actor, Host host) {
        world.schedule().actor(actor.name, () -> actor.live(host));
    }

    /** Looks at the table as somebody does who knows nothing of what went on. */
    private void audit() {
        Oracle oracle = world.oracle();
        TableEnvironment environment = world.environment(new SplittableRandom(0));
        try (Table table = Table.open(world.objects(), environment)) {
            if (table.latest().version() != oracle.newest()) {
                throw new AssertionError("The newest version is another one {expected=" + oracle.newest() + ", found="
                        + table.latest().version() + "}");
            }
            for (long version = oracle.newest(); version >= 0; version = version > 8 ? version - 5 : version - 1) {
                if (!oracle.mustBeReadable(version)) {
                    break;
                }
                TableVersion seen = table.at(version);
                SortedMap<Long, ModelRow> found = ModelRow.byId(
                        seen.scan().rows().toList().stream().map(ModelRow::of).toList());
                if (!found.equals(oracle.rows(version))) {
                    throw new AssertionError("In the end a version has other rows {version=" + version + "} "
                            + ModelRow.difference(oracle.rows(version), found));
                }
            }
            for (long version = 1; version <= oracle.newest(); version++) {
                if (oracle.mustBeReadable(version - 1)) {
                    ChangeAudit.check(table, version, oracle);
                }
            }
        }
        CheckReport report = Fsck.of(world.objects(), environment).check();
        if (world.scenario().maintained() ? report.hasErrors() : !report.isClean()) {
            throw new AssertionError("The check of the table finds something: " + report.findings());
        }
    }

    private Report report() {
        return new Report(
                world.scenario().seed(),
                world.oracle().newest() + 1,
                world.oracle().sharedVersions(),
                count(Operation.Fate.ACKNOWLEDGED),
                count(Operation.Fate.REFUSED),
                count(Operation.Fate.UNKNOWN),
                world.trace().steps(),
                String.join("\n", world.trace().lines()));
    }

    private long count(Operation.Fate fate) {
        return world.oracle().operations().stream()
                .filter(operation -> operation.fate() == fate)
                .count();
    }
}
