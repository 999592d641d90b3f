package io.weir.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs actors, each on a thread of its own, one at a time. Who has the turn keeps it until it calls {@link #step}, and there the seed
 * decides who goes on. So the same seed gives the same run.
 *
 * <p>Nobody takes a step with a lock in his hands that another actor may want, and who waits for another takes steps until he need not wait
 * any more ({@link SimulatedProcess#await}): one that waits outside of {@link #step} has the turn and does nothing with it, which ends
 * the run as stuck.
 */
public final class Schedule {
    /** Of the real clock; a run takes a fraction of a second. */
    private static final Duration LIMIT = Duration.ofSeconds(120);

    private final RandomGenerator random;
    private final double patience;
    private final int maxSteps;
    private final Trace trace;
    private final Runnable meanwhile;
    private final List<Actor> alive = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Actor running;
    private volatile @Nullable Throwable failure;

    /**
     * @param patience chance that whoever has the turn keeps it at a step, 0 to 1
     * @param maxSteps a run that takes more has come to nothing
     * @param meanwhile done at each step, before somebody goes on: time passes, say
     */
    public Schedule(RandomGenerator random, double patience, int maxSteps, Trace trace, Runnable meanwhile) {
        this.random = random;
        this.patience = patience;
        this.maxSteps = maxSteps;
        this.trace = trace;
        this.meanwhile = meanwhile;
    }

    /** In the hands of whoever has the turn. */
    private final class Actor {
        private final String name;
        private final Thread thread;

        Actor(String name, Runnable body) {
            this.name = name;
            this.thread = new Thread(() -> live(body), "simulated-" + name);
            thread.setDaemon(true);
        }

        private void live(Runnable body) {
            try {
                awaitTurn(this);
                body.run();
            } catch (SimulationEnded e) {
                trace.say(name, "ended");
            } catch (Throwable e) { // kept for run()
                if (failure == null) {
                    failure = e;
                }
            } finally {
                end(this);
            }
        }
    }

    /** An actor; it begins when {@link #run} is called. */
    public void actor(String name, Runnable body) {
        alive.add(new Actor(name, body));
    }

    /**
     * Runs all actors to their ends.
     *
     * @throws AssertionError with whatever an actor threw as its cause, or if they come to no end
     */
    public void run() {
        if (!alive.isEmpty()) {
            List<Actor> all = List.copyOf(alive);
            all.forEach(actor -> actor.thread.start());
            give(alive.get(random.nextInt(alive.size())));
            await(all);
        }
        Throwable found = failure;
        if (found != null) {
            throw new AssertionError(String.valueOf(found.getMessage()), found);
        }
    }

    private void await(List<Actor> all) {
        try {
            if (!ended.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                Actor stuck = running;
                AssertionError error = new AssertionError("An actor keeps the turn {actor="
                        + (stuck == null ? "none" : stuck.name) + ", actors=" + all.size() + "}");
                if (stuck != null) {
                    error.setStackTrace(stuck.thread.getStackTrace());
                }
                throw error;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Who has the turn. */
    public String running() {
        Actor actor = running;
        return actor == null ? "nobody" : actor.name;
    }

    /** Others may go on here. Called by who has the turn, who has it again when this returns. */
    public void step() {
        Actor me = running;
        if (me == null || me.thread != Thread.currentThread()) {
            throw new IllegalStateException("Only who has the turn takes a step {thread="
                    + Thread.currentThread().getName() + "}");
        }
        if (failure != null) {
            throw new SimulationEnded();
        }
        if (trace.next() > maxSteps) {
            fail(new AssertionError("The run comes to no end {steps=" + maxSteps + "}"));
        }
        meanwhile.run();
        if (random.nextDouble() >= patience) {
            Actor next = alive.get(random.nextInt(alive.size()));
            if (next != me) {
                give(next);
                awaitTurn(me);
            }
        }
    }

    /** Ends the run: this is what it found. Nothing that catches what is thrown here can hide it. */
    public void fail(Throwable found) {
        if (failure == null) {
            failure = found;
        }
        throw new SimulationEnded();
    }

    private void give(Actor next) {
        running = next;
        LockSupport.unpark(next.thread);
    }

    private void awaitTurn(Actor me) {
        while (running != me) {
            LockSupport.park(this);
        }
        if (failure != null) {
            throw new SimulationEnded();
        }
    }

    private void end(Actor me) {
        alive.remove(me);
        if (alive.isEmpty()) {
            running = null;
            ended.countDown();
        } else {
            give(alive.get(random.nextInt(alive.size())));
        }
    }
}
