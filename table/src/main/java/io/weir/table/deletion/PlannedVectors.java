package io.weir.table.deletion;

import io.weir.log.action.DeletionVectorDescriptor;
import io.weir.log.error.TableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The deletion vectors of files that are read about one after the other. Vectors of files that are soon to come are fetched
 * together with one that lies near to them in the same file, so that many small vectors cost few requests. Safe for many
 * threads; each waits only for a thread that is already reading.
 */
public final class PlannedVectors {
    /** How many files are looked at together. */
    private static final int BLOCK_FILES = 1024;
    /** Blocks that are remembered: the one being read, and that before and behind it. */
    private static final int BLOCKS = 3;
    /** Bytes that may lie ready for files to come. */
    private static final long MAX_READY_BYTES = 32L << 20;

    private final DeletionVectorReader reader;
    private final IntFunction<@Nullable DeletionVectorDescriptor> descriptors;
    private final int count;

    /** By number of the block: which files of it have vectors in one and the same file. Guarded by this. */
    private final Map<Integer, Map<String, List<Integer>>> blocks = new LinkedHashMap<>();
    /** What was fetched for files to come, by their places. Guarded by this. */
    private final Map<Integer, CompletableFuture<Map<Integer, byte[]>>> ready = new HashMap<>();
    /** Guarded by this. */
    private long readyBytes;

    /**
     * @param descriptors the vector of the file at each place, or null; the same on every call
     * @param count how many files there are
     */
    public PlannedVectors(
            DeletionVectorReader reader, IntFunction<@Nullable DeletionVectorDescriptor> descriptors, int count) {
        this.reader = reader;
        this.descriptors = descriptors;
        this.count = count;
    }

    /**
     * The vector of the file at a place; null if it has none. Ask once for each.
     *
     * @throws io.weir.log.error.CorruptTableException naming the vector's file if that is gone, is damaged or holds something
     *     else
     */
    public @Nullable DeletionVector take(int place) {
        @Nullable DeletionVectorDescriptor descriptor = descriptors.apply(place);
        if (descriptor == null) {
            return null;
        }
        if (descriptor.storageType().equals("i")) {
            return reader.read(descriptor);
        }
        byte @Nullable [] fetched = fetched(place, descriptor);
        if (fetched == null) {
            return reader.read(descriptor); // alone, so that nobody pays for damage to another's
        }
        try {
            return DeletionVectorReader.decode(descriptor, fetched);
        } catch (TableException e) {
            throw DeletionVectorReader.located(e, descriptor);
        }
    }

    private byte @Nullable [] fetched(int place, DeletionVectorDescriptor descriptor) {
        CompletableFuture<Map<Integer, byte[]>> group = new CompletableFuture<>();
        @Nullable CompletableFuture<Map<Integer, byte[]>> coming;
        Map<Integer, DeletionVectorDescriptor> neighbours = Map.of();
        synchronized (this) {
            coming = ready.remove(place);
            if (coming == null) {
                neighbours = neighbours(place, descriptor);
                neighbours.forEach((each, vector) -> announce(each, vector, place, group));
            } else {
                readyBytes -= descriptor.sizeInBytes();
            }
        }
        return coming == null
                ? fetch(neighbours, group).get(place)
                : coming.join().get(place);
    }

    private void announce(
            int each, DeletionVectorDescriptor vector, int asked, CompletableFuture<Map<Integer, byte[]>> group) {
        if (each != asked) {
            ready.put(each, group);
            readyBytes += vector.sizeInBytes();
        }
    }

    private Map<Integer, byte[]> fetch(
            Map<Integer, DeletionVectorDescriptor> neighbours, CompletableFuture<Map<Integer, byte[]>> group) {
        Map<Integer, byte[]> found = new HashMap<>();
        try {
            List<byte[]> bytes = reader.stored(List.copyOf(neighbours.values()));
            int next = 0;
            for (int each : neighbours.keySet()) {
                found.put(each, bytes.get(next++));
            }
        } catch (TableException e) {
            found.clear(); // whose fault it is shows when each is read alone
        } finally {
            group.complete(found);
        }
        return found;
    }

    /** Files whose vectors nobody has asked for yet and that lie near to that of one file; that one too. In order of the bytes. */
    private Map<Integer, DeletionVectorDescriptor> neighbours(int place, DeletionVectorDescriptor descriptor) {
        List<Integer> places = block(place / BLOCK_FILES).getOrDefault(file(descriptor), List.of());
        Map<Integer, DeletionVectorDescriptor> group = new LinkedHashMap<>();
        @Nullable DeletionVectorDescriptor last = null;
        long start = 0;
        long bytes = readyBytes;
        for (int each : places) {
            @Nullable DeletionVectorDescriptor vector = each == place ? descriptor : descriptors.apply(each);
            if (vector == null) {
                continue;
            }
            boolean joins = last != null
                    && DeletionVectorReader.areNear(start, last, vector)
                    && bytes + vector.sizeInBytes() <= MAX_READY_BYTES;
            if (!joins) {
                if (group.containsKey(place)) {
                    break;
                }
                group.clear();
                bytes = readyBytes;
                start = DeletionVectorReader.start(vector);
            }
            group.put(each, vector);
            bytes += vector.sizeInBytes();
            last = vector;
        }
        if (!group.containsKey(place)) {
            return Map.of(place, descriptor);
        }
        places.removeAll(group.keySet());
        return group;
    }

    /** The files of a block that have vectors in files, by that file, in order of the bytes. */
    private Map<String, List<Integer>> block(int number) {
        Map<String, List<Integer>> known = blocks.get(number);
        if (known != null) {
            return known;
        }
        Map<String, List<Integer>> made = new HashMap<>();
        Map<Integer, Integer> offsets = new HashMap<>();
        int end = (int) Math.min(count, (number + 1L) * BLOCK_FILES);
        for (int place = number * BLOCK_FILES; place < end; place++) {
            @Nullable DeletionVectorDescriptor descriptor = descriptors.apply(place);
            if (descriptor != null && !descriptor.storageType().equals("i")) {
                made.computeIfAbsent(file(descriptor), f -> new ArrayList<>()).add(place);
                offsets.put(place, descriptor.offset() == null ? 0 : descriptor.offset());
            }
        }
        made.values().forEach(places -> places.sort(Comparator.comparingInt(place -> offsets.getOrDefault(place, 0))));
        blocks.put(number, made);
        if (blocks.size() > BLOCKS) {
            blocks.remove(blocks.keySet().iterator().next());
        }
        return made;
    }

    /** What two vectors in one file have in common. */
    private static String file(DeletionVectorDescriptor descriptor) {
        return descriptor.storageType() + descriptor.pathOrInlineDv();
    }
}
