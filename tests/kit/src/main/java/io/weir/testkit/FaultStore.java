package io.weir.testkit;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PendingSync;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store on which requests go wrong, by script or by chance. Safe for many threads.
 *
 * <p>A script is a list of rules, each for the next request of a kind whose name contains some text. Several rules that
 * match are used up one request after the other.
 */
public final class FaultStore implements ObjectStore {
    private record Rule(
            StoreOperation operation,
            String nameContains,
            @Nullable Fault fault,
            Runnable first) {
        boolean matches(StoreOperation asked, String name) {
            return operation == asked && name.contains(nameContains);
        }
    }

    private interface Request<T> {
        T send();
    }

    private static final Runnable NOTHING = () -> {};
    private static final Fault[] BY_CHANCE = {Fault.REFUSED, Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.CUT};

    private final ObjectStore inner;
    private final List<Rule> rules = new ArrayList<>();
    private final @Nullable RandomGenerator random;
    private final double chance;
    private @Nullable String stoppedAt;

    private FaultStore(ObjectStore inner, @Nullable RandomGenerator random, double chance) {
        this.inner = inner;
        this.random = random;
        this.chance = chance;
    }

    /** A store on which nothing goes wrong until a rule says so. */
    public static FaultStore over(ObjectStore inner) {
        return new FaultStore(inner, null, 0);
    }

    /**
     * A store on which any request may be refused, cut short or lose its answer.
     *
     * @param chance of each request, 0 to 1
     */
    public static FaultStore random(ObjectStore inner, RandomGenerator random, double chance) {
        return new FaultStore(inner, random, chance);
    }

    /** The next request of this kind goes wrong. */
    public FaultStore next(StoreOperation operation, Fault fault) {
        return next(operation, "", fault);
    }

    /** The next request of this kind for a name with this text in it goes wrong. */
    public FaultStore next(StoreOperation operation, String nameContains, Fault fault) {
        return rule(new Rule(operation, nameContains, fault, NOTHING));
    }

    /** Just before the next such request is carried out, something else happens: another writer is quicker, say. */
    public FaultStore before(StoreOperation operation, String nameContains, Runnable first) {
        return rule(new Rule(operation, nameContains, null, first));
    }

    private synchronized FaultStore rule(Rule rule) {
        rules.add(rule);
        return this;
    }

    /** Rules that no request has met yet. A test that scripts a fault makes sure that it happened. */
    public synchronized int unusedRules() {
        return rules.size();
    }

    /** Has the process stopped? */
    public synchronized boolean isStopped() {
        return stoppedAt != null;
    }

    /** What the request meets; the rule is used up. Runs what is to happen first. */
    private @Nullable Fault faultFor(StoreOperation operation, String name) {
        Rule met = null;
        synchronized (this) {
            if (stoppedAt != null) {
                throw new ProcessStopped(stoppedAt);
            }
            for (Iterator<Rule> i = rules.iterator(); i.hasNext() && met == null; ) {
                Rule rule = i.next();
                if (rule.matches(operation, name)) {
                    met = rule;
                    i.remove();
                }
            }
            if (met == null) {
                return random != null && random.nextDouble() < chance
                        ? BY_CHANCE[random.nextInt(BY_CHANCE.length)]
                        : null;
            }
        }
        met.first().run();
        return met.fault();
    }

    private <T> T read(StoreOperation operation, String name, Request<T> request) {
        Fault fault = faultFor(operation, name);
        if (fault == null) {
            return request.send();
        }
        if (fault == Fault.STOP_AFTER || fault == Fault.STOP_BEFORE) {
            throw stop(operation, name);
        }
        throw failure(fault == Fault.BROKEN ? fault : Fault.REFUSED, operation, name);
    }

    private <T> T write(StoreOperation operation, String name, Request<T> request) {
        Fault fault = faultFor(operation, name);
        if (fault == null) {
            return request.send();
        }
        switch (fault) {
            case ANSWER_LOST -> {
                request.send();
                throw failure(fault, operation, name);
            }
            case STOP_AFTER -> {
                request.send();
                throw stop(operation, name);
            }
            case REPEATED -> {
                request.send();
                return request.send();
            }
            case STOP_BEFORE -> throw stop(operation, name);
            case REFUSED, BROKEN, DISK_FULL, REQUEST_LOST, CUT -> throw failure(fault, operation, name);
        }
        throw new AssertionError(fault);
    }

    private synchronized ProcessStopped stop(StoreOperation operation, String name) {
        stoppedAt = operation + " " + name;
        return new ProcessStopped(stoppedAt);
    }

    private static StorageException failure(Fault fault, StoreOperation operation, String name) {
        boolean unknown = fault == Fault.ANSWER_LOST || fault == Fault.REQUEST_LOST;
        // Nobody may learn from the message what he could not learn from a real store.
        String sentence = unknown
                ? "The connection was reset"
                : fault == Fault.DISK_FULL ? "The disk is full, nothing was written" : "The store failed on purpose";
        return new StorageException(
                sentence + " {name=" + name + ", operation=" + operation + "}",
                null,
                fault != Fault.BROKEN && !unknown,
                unknown);
    }

    @Override
    public URI root() {
        return inner.root();
    }

    @Override
    public byte[] read(String name) {
        return read(StoreOperation.READ, name, () -> inner.read(name));
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        return new Reader(read(StoreOperation.READ_RANGE, name, () -> inner.open(name, sizeBytes)));
    }

    @Override
    public ObjectInfo info(String name) {
        return read(StoreOperation.INFO, name, () -> inner.info(name));
    }

    @Override
    public boolean exists(String name) {
        return read(StoreOperation.INFO, name, () -> inner.exists(name));
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        return read(StoreOperation.LIST, directory, () -> inner.listFrom(directory, from));
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        return read(StoreOperation.LIST, directory, () -> inner.listDeep(directory));
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return write(StoreOperation.PUT_IF_ABSENT, name, () -> inner.putIfAbsent(name, bytes));
    }

    @Override
    public void put(String name, byte[] bytes) {
        write(StoreOperation.PUT, name, () -> {
            inner.put(name, bytes);
            return true;
        });
    }

    @Override
    public ObjectWriter create(String name) {
        return new Writer(write(StoreOperation.CREATE, name, () -> inner.create(name)));
    }

    @Override
    public void delete(String name) {
        write(StoreOperation.DELETE, name, () -> {
            inner.delete(name);
            return true;
        });
    }

    @Override
    public boolean safeForConcurrentWriters() {
        return inner.safeForConcurrentWriters();
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class Reader implements ObjectReader {
        private final ObjectReader reader;

        Reader(ObjectReader reader) {
            this.reader = reader;
        }

        @Override
        public String name() {
            return reader.name();
        }

        @Override
        public long sizeBytes() {
            return reader.sizeBytes();
        }

        @Override
        public void readFully(long position, byte[] target, int targetOffset, int length) {
            Fault fault = faultFor(StoreOperation.READ_RANGE, name());
            if (fault == Fault.CUT) {
                reader.readFully(position, target, targetOffset, length / 2);
            }
            if (fault == Fault.STOP_BEFORE || fault == Fault.STOP_AFTER) {
                throw stop(StoreOperation.READ_RANGE, name());
            }
            if (fault != null) {
                throw failure(fault == Fault.BROKEN ? fault : Fault.REFUSED, StoreOperation.READ_RANGE, name());
            }
            reader.readFully(position, target, targetOffset, length);
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    private final class Writer implements ObjectWriter {
        private final ObjectWriter writer;
        private boolean open = true;

        Writer(ObjectWriter writer) {
            this.writer = writer;
        }

        @Override
        public String name() {
            return writer.name();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Fault fault = faultFor(StoreOperation.WRITE, name());
            if (fault == Fault.STOP_BEFORE || fault == Fault.STOP_AFTER) {
                throw stop(StoreOperation.WRITE, name());
            }
            if (fault != null) {
                abort(); // an object that lost a piece must not become visible
                Fault shown = fault == Fault.BROKEN || fault == Fault.DISK_FULL ? fault : Fault.REFUSED;
                throw failure(shown, StoreOperation.WRITE, name());
            }
            writer.write(bytes, offset, length);
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void close() {
            if (!open) {
                return;
            }
            open = false;
            try {
                FaultStore.this.write(StoreOperation.FINISH, name(), () -> {
                    writer.close();
                    return true;
                });
            } catch (StorageException e) {
                writer.abort();
                throw e;
            }
        }

        @Override
        public PendingSync complete() {
            if (!open) {
                return PendingSync.DONE;
            }
            close();
            // Scripts only: by chance an object is lost when it is made visible
            Fault fault = random == null ? faultFor(StoreOperation.SYNC, name()) : null;
            if (fault == null) {
                return PendingSync.DONE;
            }
            return () -> {
                if (fault == Fault.STOP_BEFORE || fault == Fault.STOP_AFTER) {
                    throw stop(StoreOperation.SYNC, name());
                }
                throw failure(Fault.BROKEN, StoreOperation.SYNC, name());
            };
        }

        @Override
        public void abort() {
            open = false;
            if (!isStopped()) {
                writer.abort();
            }
        }
    }
}
