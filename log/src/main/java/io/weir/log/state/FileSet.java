package io.weir.log.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Files in chunks, oldest first, some rows of which no longer count. Immutable and safe for many threads. A file has a
 * number, which means something in this set only.
 */
final class FileSet {
    static final long[] NONE = {};
    static final FileSet EMPTY = all(List.of());

    private final FileChunk[] chunks;
    private final long[][] dead;
    private final int[] deadCounts;
    private final int[] starts;
    private final int count;
    private final long totalBytes;

    private FileSet(List<FileChunk> chunks, List<long[]> dead, int[] deadCounts, long deadBytes) {
        this.chunks = chunks.toArray(FileChunk[]::new);
        this.dead = dead.toArray(long[][]::new);
        this.deadCounts = deadCounts;
        this.starts = new int[this.chunks.length + 1];
        int live = 0;
        long bytes = 0;
        for (int i = 0; i < this.chunks.length; i++) {
            FileChunk chunk = this.chunks[i];
            starts[i + 1] = Math.addExact(starts[i], chunk.rows());
            live += chunk.rows() - deadCounts[i];
            bytes += chunk.totalBytes();
        }
        this.count = live;
        this.totalBytes = bytes - deadBytes;
    }

    /** All rows of some chunks. */
    static FileSet all(List<FileChunk> chunks) {
        List<long[]> noneDead = new ArrayList<>(chunks.size());
        chunks.forEach(chunk -> noneDead.add(NONE));
        return new FileSet(chunks, noneDead, new int[chunks.size()], 0);
    }

    /**
     * Some rows of some chunks. In time that depends on how many chunks there are, and not on their rows.
     *
     * @param dead for each chunk a bit a row, set if the row does not count; an empty array if all rows do
     * @param deadCounts how many bits of each are set
     * @param deadBytes the sizes of all rows that do not count
     */
    static FileSet some(List<FileChunk> chunks, List<long[]> dead, List<Integer> deadCounts, long deadBytes) {
        return new FileSet(
                chunks, dead, deadCounts.stream().mapToInt(Integer::intValue).toArray(), deadBytes);
    }

    int count() {
        return count;
    }

    long totalBytes() {
        return totalBytes;
    }

    int chunkCount() {
        return chunks.length;
    }

    FileChunk chunk(int index) {
        return chunks[index];
    }

    /** A bit a row, set if the row does not count; empty if all do. Not to be written to. */
    long[] dead(int chunk) {
        return dead[chunk];
    }

    int deadCount(int chunk) {
        return deadCounts[chunk];
    }

    /** The sizes of the rows that do not count. */
    long deadBytes() {
        long bytes = -totalBytes;
        for (FileChunk chunk : chunks) {
            bytes += chunk.totalBytes();
        }
        return bytes;
    }

    int liveRows(int chunk) {
        return chunks[chunk].rows() - deadCounts[chunk];
    }

    /** The number of a chunk's first row. */
    int start(int chunk) {
        return starts[chunk];
    }

    int chunkOf(int number) {
        int found = Arrays.binarySearch(starts, number);
        if (found < 0) {
            return -found - 2;
        }
        while (starts[found + 1] == number) {
            found++; // an empty chunk begins where the next one does
        }
        return found;
    }

    /** The number of a file that counts, or -1. */
    int find(FileProbe key) {
        for (int i = chunks.length - 1; i >= 0; i--) {
            int row = chunks[i].find(key);
            if (row >= 0 && !isSet(dead[i], row)) {
                return starts[i] + row;
            }
        }
        return -1;
    }

    /** The rows of a chunk that count, ascending. */
    int[] rows(int chunk) {
        int[] rows = new int[liveRows(chunk)];
        long[] bits = dead[chunk];
        int next = 0;
        for (int row = 0; next < rows.length; row++) {
            if (!isSet(bits, row)) {
                rows[next++] = row;
            }
        }
        return rows;
    }

    static boolean isSet(long[] bits, int row) {
        return row >> 6 < bits.length && (bits[row >> 6] & 1L << row) != 0;
    }
}
