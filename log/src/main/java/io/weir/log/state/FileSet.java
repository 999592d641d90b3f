package io.weir.log.state;

import java.util.Arrays;
import java.util.List;

/**
 * Files in chunks, oldest first, some rows of which no longer count. Immutable and safe for many threads. A file has a
 * number, which means something in this set only.
 */
final class FileSet {
    static final FileSet EMPTY = new FileSet(List.of(), List.of());

    private final FileChunk[] chunks;
    private final long[][] dead;
    private final int[] starts;
    private final int count;
    private final long totalBytes;

    /**
     * @param dead for each chunk a bit a row, set if the row does not count; an empty array if all rows do
     */
    FileSet(List<FileChunk> chunks, List<long[]> dead) {
        this.chunks = chunks.toArray(FileChunk[]::new);
        this.dead = dead.toArray(long[][]::new);
        this.starts = new int[this.chunks.length + 1];
        int live = 0;
        long bytes = 0;
        for (int i = 0; i < this.chunks.length; i++) {
            FileChunk chunk = this.chunks[i];
            starts[i + 1] = Math.addExact(starts[i], chunk.rows());
            live += chunk.rows() - cardinality(this.dead[i]);
            bytes += chunk.totalBytes() - deadBytes(chunk, this.dead[i]);
        }
        this.count = live;
        this.totalBytes = bytes;
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

    int liveRows(int chunk) {
        return chunks[chunk].rows() - cardinality(dead[chunk]);
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

    static int cardinality(long[] bits) {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private static long deadBytes(FileChunk chunk, long[] bits) {
        long bytes = 0;
        for (int word = 0; word < bits.length; word++) {
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                bytes += chunk.sizeBytes((word << 6) + Long.numberOfTrailingZeros(rest));
            }
        }
        return bytes;
    }
}
