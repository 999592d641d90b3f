package io.weir.log.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the next {@link FileSet} from one and what was done to it. One thread at a time.
 *
 * <p>New files go into a chunk of their own. Chunks from commits are joined when they get smaller than twice the one behind
 * them, so that there are never more than a few dozen and a file is copied a number of times that grows with the logarithm
 * of the table. Chunks from a checkpoint stay as they are: what they hold in memory is only a part.
 */
final class FileSetBuilder {
    private final FileSet base;
    private final long[][] dead;
    private final int[] deadCounts;
    private final boolean[] own; // is the chunk's entry in dead ours to write to?
    private long deadBytes;
    private final FileChunkBuilder added = new FileChunkBuilder();
    private long[] addedDead = {};
    private int addedDeadCount;
    private int[] slots = new int[16];

    FileSetBuilder(FileSet base) {
        this.base = base;
        this.dead = new long[base.chunkCount()][];
        this.deadCounts = new int[dead.length];
        this.own = new boolean[dead.length];
        this.deadBytes = base.deadBytes();
        for (int i = 0; i < dead.length; i++) {
            dead[i] = base.dead(i);
            deadCounts[i] = base.deadCount(i);
        }
    }

    /** The files of a set that are younger than a time. */
    static FileSet younger(FileSet set, long thanMillis) {
        FileChunkBuilder kept = new FileChunkBuilder();
        for (int i = 0; i < set.chunkCount(); i++) {
            for (int row : set.rows(i)) {
                if (set.chunk(i).millis(row) > thanMillis) {
                    kept.append(set.chunk(i), row);
                }
            }
        }
        return kept.rows() == 0 ? FileSet.EMPTY : FileSet.all(List.of(kept.build()));
    }

    /** Takes a file out if it is in. */
    boolean remove(FileProbe key) {
        int row = findAdded(key);
        if (row >= 0) {
            markAdded(row);
            return true;
        }
        int number = findInBase(key);
        if (number < 0) {
            return false;
        }
        int chunk = base.chunkOf(number);
        mark(chunk, number - base.start(chunk));
        return true;
    }

    /** The chunk that new rows go to. After each row, call {@link #added()}. */
    FileChunkBuilder builder() {
        return added;
    }

    /** Makes the row known that was just appended to {@link #builder()}. */
    void added() {
        int rows = added.rows();
        if (rows * 2 > slots.length) {
            slots = BytesDictionary.index(added.hashes, rows);
            return;
        }
        int mask = slots.length - 1;
        int slot = added.hashes[rows - 1] & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = rows;
    }

    FileSet build() {
        List<FileChunk> chunks = new ArrayList<>();
        List<long[]> deadRows = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (int i = 0; i < base.chunkCount(); i++) {
            FileChunk chunk = base.chunk(i);
            int live = chunk.rows() - deadCounts[i];
            if (live > 0) {
                boolean sparse = live * 2 < chunk.rows() && chunk.details() == null;
                chunks.add(sparse ? joined(List.of(chunk), List.of(dead[i])) : chunk);
                deadRows.add(sparse ? FileSet.NONE : dead[i]);
                counts.add(sparse ? 0 : deadCounts[i]);
            } else {
                deadBytes -= chunk.totalBytes(); // all of its rows
            }
        }
        if (added.rows() > addedDeadCount) {
            FileChunk chunk = added.build();
            // rows that did not last were never counted as dead, so that they are not taken off again
            chunks.add(addedDeadCount == 0 ? chunk : join(List.of(chunk), List.of(addedDead)));
            deadRows.add(FileSet.NONE);
            counts.add(0);
            joinSmall(chunks, deadRows, counts);
        }
        return FileSet.some(chunks, deadRows, counts, deadBytes);
    }

    private void joinSmall(List<FileChunk> chunks, List<long[]> dead, List<Integer> counts) {
        int first = chunks.size() - 1;
        long behind = chunks.get(first).rows();
        while (first > 0 && chunks.get(first - 1).details() == null) {
            int rows = chunks.get(first - 1).rows();
            if (rows >= 2 * behind) {
                break;
            }
            behind += rows;
            first--;
        }
        if (first < chunks.size() - 1) {
            FileChunk joined = joined(chunks.subList(first, chunks.size()), dead.subList(first, dead.size()));
            chunks.subList(first, chunks.size()).clear();
            dead.subList(first, dead.size()).clear();
            counts.subList(first, counts.size()).clear();
            chunks.add(joined);
            dead.add(FileSet.NONE);
            counts.add(0);
        }
    }

    /** One chunk of the rows that count; the others are forgotten. */
    private FileChunk joined(List<FileChunk> chunks, List<long[]> dead) {
        FileChunk all = join(chunks, dead);
        for (FileChunk chunk : chunks) {
            deadBytes -= chunk.totalBytes();
        }
        deadBytes += all.totalBytes();
        return all;
    }

    private static FileChunk join(List<FileChunk> chunks, List<long[]> dead) {
        FileChunkBuilder all = new FileChunkBuilder();
        for (int i = 0; i < chunks.size(); i++) {
            FileChunk chunk = chunks.get(i);
            long[] bits = dead.get(i);
            for (int row = 0; row < chunk.rows(); row++) {
                if (!FileSet.isSet(bits, row)) {
                    all.append(chunk, row);
                }
            }
        }
        return all.build();
    }

    private int findAdded(FileProbe key) {
        int mask = slots.length - 1;
        int slot = key.hash() & mask;
        while (slots[slot] != 0) {
            int row = slots[slot] - 1;
            if (added.isAt(row, key) && !FileSet.isSet(addedDead, row)) {
                return row;
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private void markAdded(int row) {
        int words = (row >> 6) + 1;
        if (addedDead.length < words) {
            addedDead = Arrays.copyOf(addedDead, Math.max(words, (added.rows() >> 6) + 1));
        }
        addedDead[row >> 6] |= 1L << row;
        addedDeadCount++;
    }

    private int findInBase(FileProbe key) {
        for (int i = base.chunkCount() - 1; i >= 0; i--) {
            int row = base.chunk(i).find(key);
            if (row >= 0 && !FileSet.isSet(dead[i], row)) {
                return base.start(i) + row;
            }
        }
        return -1;
    }

    private void mark(int chunk, int row) {
        if (!own[chunk]) {
            dead[chunk] = Arrays.copyOf(dead[chunk], (base.chunk(chunk).rows() + 63) >> 6);
            own[chunk] = true;
        }
        dead[chunk][row >> 6] |= 1L << row;
        deadCounts[chunk]++;
        deadBytes += base.chunk(chunk).sizeBytes(row);
    }
}
