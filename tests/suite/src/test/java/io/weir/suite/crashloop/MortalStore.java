package io.weir.suite.crashloop;

import io.weir.storage.DirectoryWatch;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PendingSync;
import io.weir.storage.PutOutcome;
import io.weir.suite.crashloop.Point.Moment;
import io.weir.suite.crashloop.Point.Thing;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A directory of the local disk, between whose requests the process can die. Safe for many threads. */
final class MortalStore implements ObjectStore {
    private static final Pattern COMMIT = Pattern.compile("_delta_log/\\d{20}\\.json");

    private final LocalStore inner;
    private final Death death;
    private final boolean further;

    private MortalStore(LocalStore inner, Death death, boolean further) {
        this.inner = inner;
        this.death = death;
        this.further = further;
    }

    static MortalStore at(Path directory, Death death) {
        return at(directory, death, false);
    }

    /** Of a table that a query writes beside its first one: only commits are places to die at. */
    static MortalStore ofFurther(Path directory, Death death) {
        return at(directory, death, true);
    }

    private static MortalStore at(Path directory, Death death, boolean further) {
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "sync");
            thread.setDaemon(true);
            return thread;
        });
        LocalStore store = LocalStore.at(
                directory,
                () -> UUID.randomUUID().toString(),
                sync -> threads.execute(() -> {
                    if (!further) {
                        death.at(Point.DATA_NAMED);
                    }
                    sync.run();
                    if (!further) {
                        death.at(Point.DATA_SYNCED);
                    }
                }));
        return new MortalStore(store, death, further);
    }

    private void at(String name, Moment moment) {
        Thing thing = thing(name);
        if (further) {
            thing = thing == Thing.COMMIT ? Thing.FURTHER_COMMIT : Thing.OTHER;
        }
        Point.of(moment == Moment.DELETE && name.startsWith("_delta_log/") ? Thing.LOG : thing, moment)
                .ifPresent(death::at);
    }

    private static Thing thing(String name) {
        if (COMMIT.matcher(name).matches()) {
            return Thing.COMMIT;
        }
        if (name.startsWith("_delta_log/")) {
            return name.endsWith("_last_checkpoint")
                    ? Thing.HINT
                    : name.endsWith(".crc")
                            ? Thing.CHECKSUM
                            : name.endsWith(".compacted.json")
                                    ? Thing.COMPACTED
                                    : name.contains(".checkpoint.") ? Thing.CHECKPOINT : Thing.OTHER;
        }
        return name.startsWith("_weir/queries/")
                ? Thing.RECORD
                : name.startsWith("_weir/consumers/") ? Thing.CONSUMER : Thing.DATA;
    }

    private <T> T put(String name, Supplier<T> request) {
        at(name, Moment.BEFORE);
        T answer = request.get();
        at(name, Moment.AFTER);
        return answer;
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return put(name, () -> inner.putIfAbsent(name, bytes));
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes, List<PendingSync> named) {
        return put(name, () -> inner.putIfAbsent(name, bytes, named));
    }

    @Override
    public PutOutcome putHintIfAbsent(String name, byte[] bytes) {
        return put(name, () -> inner.putHintIfAbsent(name, bytes));
    }

    @Override
    public void put(String name, byte[] bytes) {
        at(name, Moment.BEFORE);
        inner.put(name, bytes);
        at(name, Moment.AFTER);
    }

    @Override
    public ObjectWriter create(String name) {
        at(name, Moment.BEFORE);
        return new Writer(inner.create(name));
    }

    @Override
    public void delete(String name) {
        at(name, Moment.DELETE);
        inner.delete(name);
    }

    @Override
    public URI root() {
        return inner.root();
    }

    @Override
    public byte[] read(String name) {
        return inner.read(name);
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        return inner.open(name, sizeBytes);
    }

    @Override
    public ObjectInfo info(String name) {
        return inner.info(name);
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        return inner.listFrom(directory, from);
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        return inner.listDeep(directory);
    }

    @Override
    public Optional<DirectoryWatch> watch(String directory) {
        return inner.watch(directory);
    }

    @Override
    public boolean safeForConcurrentWriters() {
        return inner.safeForConcurrentWriters();
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class Writer implements ObjectWriter {
        private final ObjectWriter writer;

        Writer(ObjectWriter writer) {
            this.writer = writer;
        }

        @Override
        public String name() {
            return writer.name();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            writer.write(bytes, offset, length / 2);
            at(name(), Moment.HALF);
            writer.write(bytes, offset + length / 2, length - length / 2);
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void close() {
            at(name(), Moment.WRITTEN);
            writer.close();
            at(name(), Moment.AFTER);
        }

        @Override
        public PendingSync complete() {
            at(name(), Moment.WRITTEN);
            return writer.complete();
        }

        @Override
        public void abort() {
            writer.abort();
        }
    }
}
