package io.weir.testkit;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.storage.StoreSurvey;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes down every request to the store under it, so that a test can say what a journey costs. Safe for many threads.
 *
 * <p>Requests read {@code GET name}, {@code RANGE name} (part of an object), {@code HEAD name}, {@code LIST directory from
 * name}, {@code LIST-DEEP directory}, {@code LIST-DIRECTORIES directory}, {@code PUT name} (also a finished writer), {@code PUT-IF-ABSENT
 * name}, {@code DELETE name}, {@code DELETE-ALL count}. The root directory is {@code .}, a listing from the beginning has no {@code from}.
 */
public final class CountingStore implements ObjectStore {
    private final ObjectStore inner;
    private final List<String> requests = new ArrayList<>();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();

    public CountingStore(ObjectStore inner) {
        this.inner = inner;
    }

    /** The requests since the last time, in order. */
    public List<String> drain() {
        synchronized (requests) {
            List<String> drained = List.copyOf(requests);
            requests.clear();
            return drained;
        }
    }

    /** Bytes of objects that were handed to readers since the store was made. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** Bytes of objects that were handed to the store since it was made. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    private void record(String request) {
        synchronized (requests) {
            requests.add(request);
        }
    }

    private static String shown(String directory) {
        return directory.isEmpty() ? "." : directory;
    }

    @Override
    public URI root() {
        return inner.root();
    }

    @Override
    public byte[] read(String name) {
        record("GET " + name);
        byte[] bytes = inner.read(name);
        bytesRead.addAndGet(bytes.length);
        return bytes;
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        if (sizeBytes < 0) {
            record("HEAD " + name);
        }
        return new Reader(inner.open(name, sizeBytes));
    }

    @Override
    public ObjectInfo info(String name) {
        record("HEAD " + name);
        return inner.info(name);
    }

    @Override
    public boolean exists(String name) {
        record("HEAD " + name);
        return inner.exists(name);
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        record("LIST " + shown(directory) + (from.isEmpty() ? "" : " from " + from));
        return inner.listFrom(directory, from);
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        record("LIST-DEEP " + shown(directory));
        return inner.listDeep(directory);
    }

    @Override
    public List<String> directories(String directory) {
        record("LIST-DIRECTORIES " + shown(directory));
        return inner.directories(directory);
    }

    @Override
    public void survey(String directory, boolean deep, StoreSurvey survey) {
        record((deep ? "LIST-DEEP " : "LIST ") + shown(directory));
        inner.survey(directory, deep, survey);
    }

    @Override
    public void deleteAll(Collection<String> names) {
        record("DELETE-ALL " + names.size());
        inner.deleteAll(names);
    }

    @Override
    public boolean deleteEmptyDirectory(String directory) {
        return inner.deleteEmptyDirectory(directory);
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        record("PUT-IF-ABSENT " + name);
        bytesWritten.addAndGet(bytes.length);
        return inner.putIfAbsent(name, bytes);
    }

    @Override
    public void put(String name, byte[] bytes) {
        record("PUT " + name);
        bytesWritten.addAndGet(bytes.length);
        inner.put(name, bytes);
    }

    @Override
    public ObjectWriter create(String name) {
        return new Writer(inner.create(name));
    }

    @Override
    public void delete(String name) {
        record("DELETE " + name);
        inner.delete(name);
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
            record("RANGE " + reader.name());
            reader.readFully(position, target, targetOffset, length);
            bytesRead.addAndGet(length);
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
            bytesWritten.addAndGet(length);
            writer.write(bytes, offset, length);
        }

        @Override
        public long position() {
            return writer.position();
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                record("PUT " + writer.name());
            }
            writer.close();
        }

        @Override
        public void abort() {
            open = false;
            writer.abort();
        }
    }
}
