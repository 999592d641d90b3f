package io.weir.testkit.simulation;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The store as one process sees it, until it is killed. In the hands of whoever has the turn.
 *
 * <p>Every request is a step, at which others may come first.
 */
public final class SimulatedProcess implements ObjectStore {
    private static final int MAX_PAGE = 4;

    /** Requests; in between is how long a writer looks for a lost answer before it gives up. */
    private static final int SHORTEST_OUTAGE = 20;

    private static final int LONGEST_OUTAGE = 60;

    private final HostileStore world;
    private final String name;
    private final RandomGenerator random;
    private final Hostility hostility;
    private boolean dead;

    /** So many requests more will not get through. */
    private int unreachable;

    SimulatedProcess(HostileStore world, String name) {
        this.world = world;
        this.name = name;
        this.random = world.random();
        this.hostility = world.hostility();
    }

    /** What becomes of a write. */
    private enum Fate {
        DONE,
        REFUSED,
        ANSWER_LOST,
        REQUEST_LOST,
        UNDER_WAY,
        REPEATED,
        KILLED
    }

    /** Something asked of the store, and its answer, which may not arrive. */
    private interface Request<T> {
        T send();
    }

    public boolean isDead() {
        return dead;
    }

    /** A wait of the process, for another attempt say. */
    public void pause() {
        begin();
    }

    /**
     * A wait of the process for another actor of it, who has the turn now and then. Who waits when the process is killed is killed, too.
     *
     * @param condition asked with the monitor held
     */
    public void await(Object monitor, BooleanSupplier condition) {
        while (!holds(monitor, condition)) {
            pause();
        }
    }

    private static boolean holds(Object monitor, BooleanSupplier condition) {
        synchronized (monitor) {
            return condition.getAsBoolean();
        }
    }

    private void requireAlive() {
        if (dead) {
            throw new ProcessKilled(name);
        }
    }

    private void begin() {
        requireAlive();
        world.schedule().step();
        requireAlive();
    }

    private ProcessKilled kill() {
        dead = true;
        return new ProcessKilled(name);
    }

    private boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private void say(String what, String outcome) {
        world.trace().say(world.schedule().running(), what + outcome);
    }

    private <T> T read(String operation, String object, Request<T> request) {
        begin();
        String what = operation + " " + object;
        if (chance(hostility.killed())) {
            say(what, " killed");
            throw kill();
        }
        if (cannotReach() || chance(hostility.refused())) {
            say(what, " refused");
            throw new StorageException(
                    "The store is busy {name=" + object + ", operation=" + operation + "}", null, true, false);
        }
        say(what, "");
        T answer = request.send();
        world.unanswered().remove(object); // once anybody has seen it, all do
        return answer;
    }

    /** @param again is it the same whether it is done once or twice, for all that anybody can see? */
    private <T> T write(String operation, String object, boolean again, Request<T> request) {
        begin();
        String what = operation + " " + object;
        Fate fate = fate(again);
        say(what, fate == Fate.DONE ? "" : " " + fate);
        switch (fate) {
            case REFUSED ->
                throw new StorageException(
                        "The store is busy {name=" + object + ", operation=" + operation + "}", null, true, false);
            case REQUEST_LOST -> throw lost(operation, object);
            case ANSWER_LOST -> {
                request.send();
                throw lost(operation, object);
            }
            case UNDER_WAY -> {
                world.sendLate(name + " " + what, request::send);
                throw lost(operation, object);
            }
            case REPEATED -> {
                request.send();
                return request.send();
            }
            case KILLED -> throw killed(what, again, request);
            case DONE -> {
                return late(object, request);
            }
        }
        throw new AssertionError(fate);
    }

    private <T> T late(String object, Request<T> request) {
        if (!chance(hostility.late())) {
            return request.send();
        }
        boolean first = world.unanswered().add(object);
        T answer;
        try {
            answer = request.send();
            world.schedule().step();
        } finally {
            if (first) {
                world.unanswered().remove(object);
            }
        }
        requireAlive();
        return answer;
    }

    private <T> ProcessKilled killed(String what, boolean again, Request<T> request) {
        switch (random.nextInt(again ? 3 : 2)) {
            case 0 -> say(what, " before");
            case 1 -> {
                say(what, " after");
                request.send();
            }
            default -> {
                say(what, " with it under way");
                world.sendLate(name + " " + what, request::send);
            }
        }
        return kill();
    }

    private StorageException lost(String operation, String object) {
        if (unreachable == 0 && chance(hostility.outage())) {
            unreachable = SHORTEST_OUTAGE + random.nextInt(LONGEST_OUTAGE - SHORTEST_OUTAGE);
        }
        return new StorageException(
                "The connection was reset {name=" + object + ", operation=" + operation + "}", null, false, true);
    }

    private boolean cannotReach() {
        if (unreachable > 0) {
            unreachable--;
            return true;
        }
        return false;
    }

    private Fate fate(boolean again) {
        if (cannotReach()) {
            return Fate.REQUEST_LOST;
        }
        if (chance(hostility.killed())) {
            return Fate.KILLED;
        }
        if (chance(hostility.refused())) {
            return Fate.REFUSED;
        }
        if (chance(hostility.answerLost())) {
            return Fate.ANSWER_LOST;
        }
        if (chance(hostility.requestLost())) {
            return Fate.REQUEST_LOST;
        }
        if (again && chance(hostility.underWay())) {
            return Fate.UNDER_WAY;
        }
        return again && chance(hostility.repeated()) ? Fate.REPEATED : Fate.DONE;
    }

    @Override
    public URI root() {
        return world.objects().root();
    }

    @Override
    public byte[] read(String object) {
        return read("GET", object, () -> world.objects().read(object));
    }

    /** A small object is one request; what is read of it afterwards is in memory. */
    @Override
    public ObjectReader open(String object, long sizeBytes) {
        return read("OPEN", object, () -> world.objects().open(object, sizeBytes));
    }

    @Override
    public ObjectInfo info(String object) {
        return read("HEAD", object, () -> world.objects().info(object));
    }

    @Override
    public boolean exists(String object) {
        return read("HEAD", object, () -> world.objects().exists(object));
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        return read("LIST", directory + " from " + from, () -> {
            Iterator<ObjectInfo> pages = new Pages(directory, from);
            return StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED | Spliterator.NONNULL), false);
        });
    }

    /** Names that come behind the last one seen are seen, those before it are not: a page is not a snapshot. */
    private final class Pages implements Iterator<ObjectInfo> {
        private final String directory;
        private String from;
        private List<ObjectInfo> page = List.of();
        private int next;
        private boolean atEnd;

        Pages(String directory, String from) {
            this.directory = directory;
            this.from = from;
        }

        @Override
        public boolean hasNext() {
            while (next == page.size() && !atEnd) {
                if (!page.isEmpty()) {
                    from = page.get(page.size() - 1).fileName() + "\0";
                    begin();
                }
                int size = 1 + random.nextInt(MAX_PAGE);
                boolean hide = chance(hostility.hidden());
                try (Stream<ObjectInfo> all = world.objects().listFrom(directory, from)) {
                    page = all.filter(object -> !hide || !world.unanswered().contains(object.name()))
                            .limit(size)
                            .toList();
                }
                page.forEach(object -> world.unanswered().remove(object.name()));
                atEnd = page.size() < size;
                next = 0;
            }
            return next < page.size();
        }

        @Override
        public ObjectInfo next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(next++);
        }
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        return read("LIST", directory + "/**", () -> world.objects().listDeep(directory).toList().stream());
    }

    @Override
    public PutOutcome putIfAbsent(String object, byte[] bytes) {
        return write("PUT-IF-ABSENT", object, true, () -> {
            PutOutcome outcome = world.objects().putIfAbsent(object, bytes);
            if (outcome == PutOutcome.STORED) {
                world.observer().stored(object);
            } else {
                world.unanswered().remove(object);
            }
            return outcome;
        });
    }

    @Override
    public void put(String object, byte[] bytes) {
        write("PUT", object, true, () -> {
            world.objects().put(object, bytes);
            world.observer().stored(object);
            return true;
        });
    }

    @Override
    public ObjectWriter create(String object) {
        requireAlive();
        return new Writer(object);
    }

    /** Pieces cost no request; making the object visible does. */
    private final class Writer implements ObjectWriter {
        private final String object;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean open = true;

        Writer(String object) {
            this.object = object;
        }

        @Override
        public String name() {
            return object;
        }

        @Override
        public void write(byte[] piece, int offset, int length) {
            requireAlive();
            bytes.write(piece, offset, length);
        }

        @Override
        public long position() {
            return bytes.size();
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                put(object, bytes.toByteArray());
            }
        }

        @Override
        public void abort() {
            open = false;
        }
    }

    /** Arrives at once or never: a deletion that came late could hit a name that is in use again. */
    @Override
    public void delete(String object) {
        write("DELETE", object, false, () -> {
            boolean there = world.objects().exists(object);
            world.objects().delete(object);
            if (there) {
                world.observer().deleted(object);
            }
            return true;
        });
    }

    @Override
    public boolean safeForConcurrentWriters() {
        return true;
    }

    @Override
    public void close() {
        // What is stored is the world's.
    }
}
