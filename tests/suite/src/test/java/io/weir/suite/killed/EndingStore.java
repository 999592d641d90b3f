package io.weir.suite.killed;

import io.weir.storage.DirectoryWatch;
import io.weir.storage.LocalStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PendingSync;
import io.weir.storage.PutOutcome;
import io.weir.storage.StoreSurvey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A directory of the local disk, at each of whose operations the process can end, in the middle of them too. Safe for many threads.
 *
 * <p>{@link LocalStore} writes a hidden file, {@code .NAME.ID.tmp}, and gives it its name, or a second one for what must not be there yet. What that
 * leaves when it stops half-way is made here beside it, at moments at which it lets nobody in.
 */
final class EndingStore implements ObjectStore {
    private final LocalStore inner;
    private final Ending ending;

    EndingStore(Path directory, Ending ending) {
        this.inner = LocalStore.at(directory, () -> UUID.randomUUID().toString(), Runnable::run);
        this.ending = ending;
    }

    private PutOutcome put(String name, byte[] bytes, Supplier<PutOutcome> request) {
        ending.at(Moment.BEFORE, name);
        Path hidden = hiddenOf(name);
        try {
            if (hidden.getParent() != null) {
                Files.createDirectories(hidden.getParent());
            }
            Files.write(hidden, Arrays.copyOf(bytes, bytes.length / 2));
            ending.at(Moment.HALF, name);
            Files.delete(hidden);
            PutOutcome outcome = request.get();
            if (outcome == PutOutcome.STORED) {
                Files.createLink(hidden, inner.directory().resolve(name));
                ending.at(Moment.NAMED, name);
                Files.delete(hidden);
            }
            ending.at(Moment.AFTER, name);
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path hiddenOf(String name) {
        Path file = inner.directory().resolve(name);
        return file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return put(name, bytes, () -> inner.putIfAbsent(name, bytes));
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes, List<PendingSync> named) {
        return put(name, bytes, () -> inner.putIfAbsent(name, bytes, named));
    }

    @Override
    public PutOutcome putHintIfAbsent(String name, byte[] bytes) {
        return put(name, bytes, () -> inner.putHintIfAbsent(name, bytes));
    }

    /** Its hidden file loses its name by getting the other, so that there is nothing between the two. */
    @Override
    public void put(String name, byte[] bytes) {
        ending.at(Moment.BEFORE, name);
        ObjectWriter whole = new Writer(inner.create(name));
        whole.write(bytes, 0, bytes.length);
        whole.close();
    }

    @Override
    public ObjectWriter create(String name) {
        ending.at(Moment.BEFORE, name);
        return new Writer(inner.create(name));
    }

    /** What is there behind it is what is there before the next one. */
    @Override
    public void delete(String name) {
        ending.at(Moment.BEFORE, "the deletion of " + name);
        inner.delete(name);
    }

    @Override
    public boolean deleteEmptyDirectory(String directory) {
        ending.at(Moment.BEFORE, "the deletion of directory " + directory);
        return inner.deleteEmptyDirectory(directory);
    }

    @Override
    public URI root() {
        return inner.root();
    }

    @Override
    public byte[] read(String name) {
        ending.at(Moment.READ, name);
        return inner.read(name);
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        ending.at(Moment.READ, name);
        return inner.open(name, sizeBytes);
    }

    @Override
    public ObjectInfo info(String name) {
        ending.at(Moment.READ, name);
        return inner.info(name);
    }

    @Override
    public boolean exists(String name) {
        return inner.exists(name);
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        ending.at(Moment.READ, directory);
        return inner.listFrom(directory, from);
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        ending.at(Moment.READ, directory);
        return inner.listDeep(directory);
    }

    @Override
    public List<String> directories(String directory) {
        ending.at(Moment.READ, directory);
        return inner.directories(directory);
    }

    @Override
    public void survey(String directory, boolean deep, StoreSurvey survey) {
        ending.at(Moment.READ, directory);
        inner.survey(directory, deep, survey);
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
        private boolean begun;

        Writer(ObjectWriter writer) {
            this.writer = writer;
        }

        @Override
        public String name() {
            return writer.name();
        }

        /** Of a file that is written in many pieces, it is half of the first. */
        @Override
        public void write(byte[] bytes, int offset, int length) {
            int half = begun ? 0 : length / 2;
            writer.write(bytes, offset, half);
            if (!begun) {
                begun = true;
                ending.at(Moment.HALF, name());
            }
            writer.write(bytes, offset + half, length - half);
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void close() {
            ending.at(Moment.WRITTEN, name());
            writer.close();
            ending.at(Moment.AFTER, name());
        }

        @Override
        public PendingSync complete() {
            ending.at(Moment.WRITTEN, name());
            PendingSync sync = writer.complete();
            ending.at(Moment.AFTER, name());
            return sync;
        }

        @Override
        public void abort() {
            writer.abort();
        }
    }
}
