package io.weir.suite.simulation;

import io.weir.log.error.CommitConflictException;
import io.weir.log.error.CommitUnknownException;
import io.weir.log.error.ConstraintViolationException;
import io.weir.log.error.SchemaMismatchException;
import io.weir.log.error.TableException;
import io.weir.storage.StorageException;
import io.weir.table.Table;
import io.weir.table.environment.TableEnvironment;
import io.weir.testkit.simulation.ProcessKilled;
import io.weir.testkit.simulation.SimulatedProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.LongSupplier;

/** One process of a run, from its start until it ends or is killed. In the hands of whichever of its actors has the turn. */
final class Machine {
    private final World world;
    private final String name;
    private final SimulatedProcess store;
    private final TableEnvironment environment;

    /** By the actor that does it. */
    private final Map<String, Operation> current = new HashMap<>();

    Machine(World world, String name) {
        this.world = world;
        this.name = name;
        this.store = world.store().process(name);
        SplittableRandom ids = world.newRandom();
        Duration skew = Duration.ofMillis(ids.nextLong(-2000, 2000));
        this.environment = TableEnvironment.standard()
                .withClock(world.clock().skewed(skew))
                .withIds(() -> id(ids))
                .withExecutor(Runnable::run, 1)
                .withBackoff(attempt -> store.pause())
                .withWaiting(store::await)
                .withEngineInfo("simulated/" + name);
    }

    private UUID id(SplittableRandom ids) {
        UUID id = World.uuid(ids);
        Operation operation = current.get(world.schedule().running());
        if (operation != null) {
            world.oracle().mayBe(id.toString(), operation);
        }
        return id;
    }

    SimulatedProcess store() {
        return store;
    }

    TableEnvironment environment() {
        return environment;
    }

    Table open() {
        return Table.open(store, environment);
    }

    void say(String what) {
        world.trace().say(world.schedule().running() + "@" + name, what);
    }

    /**
     * Does an operation and takes note of what its actor was told.
     *
     * @param work gives the version it is in the table as, or {@link Operation#NOT_IN_TABLE} if there was nothing to do
     */
    void perform(Operation operation, LongSupplier work) {
        world.oracle().begin(operation);
        current.put(world.schedule().running(), operation);
        say("begins " + operation);
        try {
            long version = work.getAsLong();
            operation.acknowledged(version);
            world.acknowledge(version);
            say("was told " + version);
        } catch (CommitUnknownException e) {
            operation.unknown();
            say("was told that nobody knows");
        } catch (CommitConflictException e) {
            operation.refused(e);
            say("was told of a conflict: " + e.getMessage());
            requireReason(operation, e);
        } catch (StorageException e) {
            operation.refused(e);
            say("was told that the store failed: " + e.getMessage());
        } catch (SchemaMismatchException | ConstraintViolationException e) {
            operation.refused(e);
            say("was told that it cannot be: " + e.getMessage());
            if (!operation.isWrong()) {
                throw e;
            }
        } catch (ProcessKilled e) {
            operation.unknown();
            throw e;
        } catch (RuntimeException e) {
            operation.unknown();
            throw e; // of a process that is killed, or nothing that one should be told
        } finally {
            current.remove(world.schedule().running());
        }
    }

    /** Rows that are only added conflict with nothing but a change of the table itself. */
    private void requireReason(Operation operation, CommitConflictException conflict) {
        String read = conflict.facts().get("readVersion");
        if (operation.isBlind()
                && operation.progress() == null
                && (read == null || !world.oracle().metadataChangedSince(Long.parseLong(read)))) {
            throw new AssertionError("An append was refused for no reason {operation=" + operation + "}", conflict);
        }
    }

    /** Is the trouble of the store behind an error of the table? */
    static boolean isStoreTrouble(TableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException storage && storage.retryable()) {
                return true;
            }
        }
        return false;
    }
}
