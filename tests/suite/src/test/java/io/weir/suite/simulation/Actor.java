package io.weir.suite.simulation;

import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.testkit.simulation.ProcessKilled;
import java.util.SplittableRandom;

/** Works on the table until it has done its share; started again whenever its process is killed. */
abstract class Actor {
    /** Whoever cannot even open the table does not try for ever. */
    private static final int MAX_STARTS = 40;

    final World world;
    final String name;
    final SplittableRandom random;
    private int left;

    Actor(World world, String name, int turns) {
        this.world = world;
        this.name = name;
        this.random = world.newRandom();
        this.left = turns;
    }

    /** To the end. */
    final void live(Host host) {
        world.come();
        try {
            work(host);
        } finally {
            world.go();
        }
    }

    private void work(Host host) {
        for (int start = 1; left > 0 && start <= MAX_STARTS; start++) {
            Machine machine = host.machine();
            try {
                Table table = start(host, machine);
                while (left > 0) {
                    left--;
                    world.beginWork();
                    try {
                        turn(machine, table);
                    } finally {
                        world.endWork();
                    }
                }
            } catch (ProcessKilled e) {
                world.trace().say(name, "was killed");
            } catch (RuntimeException e) {
                if (!machine.store().isDead() && !(e instanceof StorageException)) {
                    throw e;
                }
                world.trace().say(name, "stops: " + e.getMessage());
                host.failed();
            }
        }
    }

    private Table start(Host host, Machine machine) {
        world.beginWork();
        try {
            Table table = host.table(machine);
            begin(machine, table);
            return table;
        } finally {
            world.endWork();
        }
    }

    /** Once a process. */
    void begin(Machine machine, Table table) {}

    /** One thing to do. An error of the store ends the process, and another one goes on. */
    abstract void turn(Machine machine, Table table);
}
