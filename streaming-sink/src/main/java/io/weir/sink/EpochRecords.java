package io.weir.sink;

import io.weir.storage.ObjectInfo;
import io.weir.storage.ObjectNotFoundException;
import io.weir.storage.ObjectStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The records that the epochs of a query leave in the directory of its first table, {@code _weir/queries/ID}. One thread at a time.
 *
 * <p>The table's log says which is the newest, by a number of its own beside the epoch's. Names that begin with an underscore are nobody's data, so other
 * engines neither read nor vacuum them.
 */
public final class EpochRecords {
    private final ObjectStore store;
    private final String directory;
    private @Nullable EpochRecord newest;
    private final List<EpochRecord.Name> kept = new ArrayList<>(); // by this run, the newest last
    private boolean swept; // of what earlier runs left

    /** @param table the first table of the query */
    public EpochRecords(ObjectStore table, String appId) {
        this.store = table;
        this.directory = EpochRecord.directory(appId);
    }

    /**
     * The record of the newest epoch that left one, and those before it that its memory needs: oldest first. One request each.
     *
     * @throws IllegalStateException if one is gone or damaged
     */
    public List<EpochRecord> load(EpochRecord.Name name) {
        List<EpochRecord> records = new ArrayList<>();
        EpochRecord.@Nullable Name next = name;
        while (next != null) {
            EpochRecord record = read(next);
            records.add(record);
            next = record.before();
        }
        Collections.reverse(records);
        newest = records.get(records.size() - 1);
        return records;
    }

    /**
     * Null if it is gone. One listing.
     *
     * @param nonce as the log has it; the epoch it was written in is not known
     */
    public EpochRecord.@Nullable Name find(long nonce) {
        String suffix = new EpochRecord.Name(0, nonce).file().substring(EpochRecord.EPOCH_DIGITS);
        try (Stream<ObjectInfo> files = store.listFrom(directory, "")) {
            return files.map(ObjectInfo::name)
                    .filter(name -> name.endsWith(suffix))
                    .findFirst()
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .map(name ->
                            new EpochRecord.Name(Long.parseLong(name.substring(0, EpochRecord.EPOCH_DIGITS)), nonce))
                    .orElse(null);
        }
    }

    private EpochRecord read(EpochRecord.Name name) {
        String file = file(name);
        try {
            return EpochRecord.fromBytes(store.read(file), store.root() + "/" + file);
        } catch (ObjectNotFoundException e) {
            throw gone(file, e);
        }
    }

    public IllegalStateException gone(long nonce) {
        return gone(String.format("%s/*-%016x.epoch", directory, nonce), null);
    }

    private IllegalStateException gone(String file, @Nullable Throwable cause) {
        return new IllegalStateException(
                "The record of an epoch is gone, so the query cannot go on where it was; give it another application id and start it anew {file="
                        + store.root() + "/" + file + "}",
                cause);
    }

    /**
     * Writes what an epoch leaves; nobody reads it before the log names it. One request.
     *
     * @param nonce a random number, not negative
     */
    public EpochRecord write(long epoch, long nonce, @Nullable Memory memory, List<EpochRecord.Owed> owed) {
        EpochRecord last = newest;
        EpochRecord.@Nullable Name before = memory == null || memory.whole() || last == null ? null : last.name();
        EpochRecord.Name name = new EpochRecord.Name(epoch, nonce);
        EpochRecord record = new EpochRecord(name, before, memory, owed);
        store.put(file(name), record.toBytes());
        return record;
    }

    /** Its epoch is not in the table and never will be. */
    public void drop(EpochRecord record) {
        store.delete(file(record.name()));
    }

    /**
     * Its epoch is in the table, and nothing of it is owed any more: those that it makes needless are deleted. A listing for the first of a run, no
     * request for most, and for one that needs none before it a request for each of those.
     */
    public void settled(EpochRecord record) {
        newest = record;
        if (record.before() == null) {
            List<String> old = swept ? kept.stream().map(this::file).toList() : olderThan(record);
            old.forEach(store::delete);
            swept = true;
            kept.clear();
        }
        kept.add(record.name());
    }

    /** No record of an epoch before this can be named by a commit that is still to come, so who wrote it does not matter. */
    private List<String> olderThan(EpochRecord record) {
        String first = new EpochRecord.Name(record.name().epoch(), 0).file();
        try (Stream<ObjectInfo> files = store.listFrom(directory, "")) {
            return files.map(ObjectInfo::name)
                    .takeWhile(name -> name.substring(name.lastIndexOf('/') + 1).compareTo(first) < 0)
                    .toList();
        }
    }

    private String file(EpochRecord.Name name) {
        return directory + "/" + name.file();
    }
}
