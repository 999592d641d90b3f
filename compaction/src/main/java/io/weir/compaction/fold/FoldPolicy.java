package io.weir.compaction.fold;

import java.util.ArrayList;
import java.util.List;

/**
 * Which small files of one partition are to become one. Pure.
 *
 * <p>As in a log-structured merge tree, small files have levels by their length, each {@link #FAN_IN} times as long as the one below. When a level
 * has so many files, or enough for a whole file, they are put together in the order of their age; what comes of it is on a higher level, or long
 * enough to be left alone for good. For files that come one after the other, of lengths that add up:
 *
 * <ul>
 *   <li>a row is written again once a level at most: with a target of 128 MB twice if files of 3 MB come, five times if they have 4 kB. If files get
 *       shorter by being put together, to the part r of their length, it can be 1/r times that;
 *   <li>a partition never has more than {@code FAN_IN - 1} files of a level when there is nothing left to fold, so beside those that are long enough
 *       {@code (FAN_IN - 1) × levels()} at most. Those that are long enough have three quarters of the target each, or more.
 * </ul>
 *
 * @param targetBytes about how long a file is to be
 */
public record FoldPolicy(long targetBytes) {
    /**
     * More would write rows less often and leave more small files: with 8 a table has a dozen beside its long ones, and what is written a
     * second time is a part of what the query writes.
     */
    public static final int FAN_IN = 8;

    /** A file this near to the target is not worth being written again. */
    private static final double LONG_ENOUGH = 0.75;

    /** So many files of a level are put together at once, however short they are. */
    private static final int MOST_FILES = 1000;

    /** Shorter ones differ by what a file of no rows has. */
    private static final long SHORTEST_BYTES = 1 << 10;

    public FoldPolicy {
        if (targetBytes < 1) {
            throw new IllegalArgumentException("Not a length of files {targetBytes=" + targetBytes + "}");
        }
    }

    /** Is a file too short to be left alone for good? */
    public boolean isSmall(long bytes) {
        return bytes < LONG_ENOUGH * targetBytes;
    }

    /** How many levels small files have. */
    public int levels() {
        return level(0) + 1;
    }

    /** The level of a small file; 0 is that of the longest. */
    private int level(long bytes) {
        int level = 0;
        for (long bound = targetBytes / FAN_IN; bytes < bound && bound > SHORTEST_BYTES; bound /= FAN_IN) {
            level++;
        }
        return level;
    }

    /**
     * Chooses what is worth being put together now, groups of the shortest files first.
     *
     * @param bytes the lengths of the partition's small files, the oldest first
     * @return groups of two files or more, as ascending indexes into the lengths
     */
    public List<int[]> choose(long[] bytes) {
        List<int[]> groups = new ArrayList<>();
        for (int level = levels() - 1; level >= 0; level--) {
            Group group = new Group(bytes, FAN_IN);
            for (int i = 0; i < bytes.length; i++) {
                if (level(bytes[i]) == level) {
                    group.add(i, groups);
                }
            }
            group.end(groups);
        }
        return groups;
    }

    /**
     * Puts all small files together, whatever their levels, because nothing will come behind them. The shortest level goes first, so that it is
     * not left behind where a group can have no more.
     *
     * @param bytes as for {@link #choose}
     */
    public List<int[]> chooseAll(long[] bytes) {
        List<int[]> groups = new ArrayList<>();
        Group group = new Group(bytes, 2);
        for (int level = levels() - 1; level >= 0; level--) {
            for (int i = 0; i < bytes.length; i++) {
                if (level(bytes[i]) == level) {
                    group.add(i, groups);
                }
            }
        }
        group.end(groups);
        return groups;
    }

    /** Files that are put together, until they are long enough for one. One thread at a time. */
    private final class Group {
        private final long[] bytes;
        private final int enough;
        private final List<Integer> files = new ArrayList<>();
        private long length;

        /** @param enough so many files are worth it, also if they are short */
        Group(long[] bytes, int enough) {
            this.bytes = bytes;
            this.enough = enough;
        }

        void add(int file, List<int[]> groups) {
            files.add(file);
            length += bytes[file];
            if (length >= targetBytes || files.size() == MOST_FILES) {
                close(groups);
            }
        }

        void end(List<int[]> groups) {
            if (files.size() >= enough) {
                close(groups);
            }
        }

        private void close(List<int[]> groups) {
            groups.add(files.stream().mapToInt(Integer::intValue).sorted().toArray());
            files.clear();
            length = 0;
        }
    }
}
