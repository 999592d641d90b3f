package io.weir.testkit.simulation;

import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One store that several processes see, each through a {@link SimulatedProcess} of its own. It keeps every promise of {@link ObjectStore} and
 * none that is not made: requests fail before and after they are done, answers come late, writes arrive when nobody waits for them any
 * more, listings are read little by little. In the hands of whoever has the turn.
 */
public final class HostileStore {
    private final MemoryStore objects;
    private final Schedule schedule;
    private final RandomGenerator random;
    private final Hostility hostility;
    private final Trace trace;
    private final StoreObserver observer;

    /** Writes that nobody waits for and that are still to come. */
    private final List<UnderWay> underWay;

    /** Names whose writers have no answer yet. */
    private final Set<String> unanswered = new HashSet<>();

    /** A write on its way. */
    record UnderWay(String what, Runnable effect) {}

    public HostileStore(
            MemoryStore objects,
            Schedule schedule,
            RandomGenerator random,
            Hostility hostility,
            Trace trace,
            StoreObserver observer) {
        this.objects = objects;
        this.schedule = schedule;
        this.random = random;
        this.hostility = hostility;
        this.trace = trace;
        this.observer = observer;
        this.underWay = new ArrayList<>();
    }

    /** A process that works on this store. */
    public SimulatedProcess process(String name) {
        return new SimulatedProcess(this, name);
    }

    /** What arrives arrives by the way: called at each step. */
    public void meanwhile() {
        if (!underWay.isEmpty() && random.nextInt(20) == 0) {
            arrive(underWay.remove(random.nextInt(underWay.size())));
        }
    }

    /** What is still under way arrives, or never does. */
    public void settle() {
        while (!underWay.isEmpty()) {
            UnderWay write = underWay.remove(random.nextInt(underWay.size()));
            if (random.nextBoolean()) {
                arrive(write);
            }
        }
    }

    private void arrive(UnderWay write) {
        trace.say("store", "arrives late: " + write.what());
        write.effect().run();
    }

    MemoryStore objects() {
        return objects;
    }

    Schedule schedule() {
        return schedule;
    }

    RandomGenerator random() {
        return random;
    }

    Hostility hostility() {
        return hostility;
    }

    Trace trace() {
        return trace;
    }

    StoreObserver observer() {
        return observer;
    }

    Set<String> unanswered() {
        return unanswered;
    }

    void sendLate(String what, Runnable effect) {
        underWay.add(new UnderWay(what, effect));
    }
}
