package io.weir.log.commit;

import io.weir.storage.MemoryStore;
import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectReader;
import io.weir.storage.ObjectStore;
import io.weir.storage.ObjectWriter;
import io.weir.storage.PutOutcome;
import io.weir.storage.StorageException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A store in memory that counts requests and in which single puts and reads go as a script says. One thread at a time. */
final class ScriptedStore implements ObjectStore {
    enum Step {
        WORKS,
        /** It is done and the answer never arrives. */
        ANSWER_LOST,
        /** It is not done and no answer arrives. */
        REQUEST_LOST,
        /** It is not done, and the store says so. */
        REFUSED
    }

    final MemoryStore inner = MemoryStore.create();
    private final Queue<Step> puts = new ArrayDeque<>();
    private final Queue<Step> reads = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    ScriptedStore puts(Step... steps) {
        puts.addAll(List.of(steps));
        return this;
    }

    ScriptedStore reads(Step... steps) {
        reads.addAll(List.of(steps));
        return this;
    }

    /** The requests since the last call. */
    List<String> drain() {
        List<String> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    private <T> T run(Queue<Step> script, String request, boolean write, Supplier<T> action) {
        requests.add(request);
        Step step = script.isEmpty() ? Step.WORKS : script.remove();
        switch (step) {
            case WORKS:
                return action.get();
            case ANSWER_LOST:
                T unseen = action.get();
                throw new StorageException("the answer was lost: " + unseen, null, true, write);
            case REQUEST_LOST:
                throw new StorageException("request lost", null, true, write);
            default:
                throw new StorageException("refused", null, true, false);
        }
    }

    @Override
    public URI root() {
        return inner.root();
    }

    @Override
    public byte[] read(String name) {
        return run(reads, "GET " + name, false, () -> inner.read(name));
    }

    @Override
    public ObjectReader open(String name, long sizeBytes) {
        requests.add("OPEN " + name);
        return inner.open(name, sizeBytes);
    }

    @Override
    public ObjectInfo info(String name) {
        requests.add("INFO " + name);
        return inner.info(name);
    }

    @Override
    public boolean exists(String name) {
        requests.add("EXISTS " + name);
        return inner.exists(name);
    }

    @Override
    public Stream<ObjectInfo> listFrom(String directory, String from) {
        requests.add("LIST " + directory + " " + from);
        return inner.listFrom(directory, from);
    }

    @Override
    public Stream<ObjectInfo> listDeep(String directory) {
        requests.add("LIST DEEP " + directory);
        return inner.listDeep(directory);
    }

    @Override
    public PutOutcome putIfAbsent(String name, byte[] bytes) {
        return run(puts, "PUT " + name, true, () -> inner.putIfAbsent(name, bytes));
    }

    @Override
    public void put(String name, byte[] bytes) {
        requests.add("REPLACE " + name);
        inner.put(name, bytes);
    }

    @Override
    public ObjectWriter create(String name) {
        return inner.create(name);
    }

    @Override
    public void delete(String name) {
        inner.delete(name);
    }

    @Override
    public boolean safeForConcurrentWriters() {
        return true;
    }

    @Override
    public void close() {
        inner.close();
    }
}
