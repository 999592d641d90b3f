package io.weir.suite.simulation;

import io.weir.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Where actors live: a process, and the next one when it was killed. One actor's own, or of several, who then work with the same {@link
 * Table}, and whose transactions wait for each other and go together. In the hands of whoever has the turn.
 */
final class Host {
    private final World world;
    private final String name;
    private final boolean shared;
    private int starts;
    private @Nullable Machine machine;
    private @Nullable Table table;
    private boolean opening;

    private Host(World world, String name, boolean shared) {
        this.world = world;
        this.name = name;
        this.shared = shared;
    }

    static Host own(World world, String name) {
        return new Host(world, name, false);
    }

    static Host shared(World world, String name) {
        return new Host(world, name, true);
    }

    /** The process that runs; a new one if there is none. */
    Machine machine() {
        Machine running = machine;
        if (running == null || running.store().isDead()) {
            running = new Machine(world, name + "." + ++starts);
            machine = running;
            table = null;
        }
        return running;
    }

    /** The table as all who live here have it. Whoever comes first opens it, and the others wait. */
    Table table(Machine of) {
        of.store().await(this, () -> !opening || of != machine);
        Table known = of == machine ? table : null;
        return known == null ? open(of) : known;
    }

    private Table open(Machine of) {
        opening = true;
        try {
            Table opened = of.open();
            if (of == machine) {
                table = opened;
            }
            return opened;
        } finally {
            opening = false;
        }
    }

    /** An actor found that the store does not work. A process of its own ends with that; one of several goes on. */
    void failed() {
        if (!shared) {
            machine = null;
        }
    }
}
