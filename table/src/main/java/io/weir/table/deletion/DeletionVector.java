package io.weir.table.deletion;

import io.weir.format.parquet.read.ExcludedRows;
import io.weir.log.error.CorruptTableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of rows of one data file, by their places from 0 over all its row groups. Immutable and safe for many threads. (PROTOCOL.md,
 * "Deletion Vector Format")
 */
public final class DeletionVector implements ExcludedRows {
    /** No row at all. */
    public static final DeletionVector EMPTY = new DeletionVector(List.of());

    private static final long BUCKET_ROWS = 1L << 32;

    private final List<Bucket> buckets;
    private final long cardinality;

    /**
     * The rows of which the upper half of the number is the same.
     *
     * @param key that half; not negative
     * @param rows their lower halves; never empty, not to be written to
     */
    record Bucket(int key, RoaringBitmap rows) {
        long firstRow() {
            return key * BUCKET_ROWS;
        }
    }

    /** @param buckets by ascending key */
    DeletionVector(List<Bucket> buckets) {
        this.buckets = List.copyOf(buckets);
        long sum = 0;
        for (Bucket bucket : buckets) {
            sum += bucket.rows.getLongCardinality();
        }
        this.cardinality = sum;
    }

    /** The set of the given rows, which may come in any order and more than once. */
    public static DeletionVector of(long... rows) {
        long[] sorted = rows.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && sorted[0] < 0) {
            throw new IllegalArgumentException("A row has a negative place: " + sorted[0]);
        }
        List<Bucket> buckets = new ArrayList<>();
        @Nullable Bucket last = null;
        for (long row : sorted) {
            int key = (int) (row >>> 32);
            if (last == null || last.key != key) {
                last = new Bucket(key, new RoaringBitmap());
                buckets.add(last);
            }
            last.rows.add((int) row);
        }
        buckets.forEach(bucket -> bucket.rows.runOptimize());
        return new DeletionVector(buckets);
    }

    /**
     * Reads a set as it is stored.
     *
     * @throws CorruptTableException if the bytes are none
     */
    public static DeletionVector decode(byte[] serialized) {
        return RoaringArray.decode(serialized);
    }

    /** The set as it is stored: what {@code sizeInBytes} counts. */
    public byte[] encode() {
        return RoaringArray.encode(buckets);
    }

    /** How many rows. */
    public long cardinality() {
        return cardinality;
    }

    public boolean isEmpty() {
        return cardinality == 0;
    }

    /** The greatest place; -1 if there is none. */
    public long last() {
        if (buckets.isEmpty()) {
            return -1;
        }
        Bucket bucket = buckets.get(buckets.size() - 1);
        return bucket.firstRow() + Integer.toUnsignedLong(bucket.rows.last());
    }

    public boolean contains(long row) {
        @Nullable Bucket bucket = bucket((int) (row >>> 32));
        return bucket != null && bucket.rows.contains((int) row);
    }

    private @Nullable Bucket bucket(int key) {
        for (Bucket bucket : buckets) { // there is hardly ever more than one
            if (bucket.key == key) {
                return bucket;
            }
        }
        return null;
    }

    /** The rows of both. */
    public DeletionVector union(DeletionVector other) {
        TreeMap<Integer, RoaringBitmap> all = new TreeMap<>();
        buckets.forEach(bucket -> all.put(bucket.key, bucket.rows));
        other.buckets.forEach(bucket -> all.merge(bucket.key, bucket.rows, (a, b) -> RoaringBitmap.or(a, b)));
        return ofBitmaps(all);
    }

    /** Are there rows in both? */
    public boolean intersects(DeletionVector other) {
        return buckets.stream().anyMatch(ours -> {
            @Nullable Bucket theirs = other.bucket(ours.key);
            return theirs != null && RoaringBitmap.intersects(ours.rows, theirs.rows);
        });
    }

    /** @param bitmaps rows by the upper half of their numbers; none is empty, and none is written to any more */
    static DeletionVector ofBitmaps(SortedMap<Integer, RoaringBitmap> bitmaps) {
        List<Bucket> buckets = new ArrayList<>(bitmaps.size());
        bitmaps.forEach((key, rows) -> buckets.add(new Bucket(key, rows)));
        return new DeletionVector(buckets);
    }

    /** The rows of this that are not in another. */
    public DeletionVector minus(DeletionVector other) {
        List<Bucket> rest = new ArrayList<>(buckets.size());
        for (Bucket bucket : buckets) {
            @Nullable Bucket theirs = other.bucket(bucket.key);
            RoaringBitmap rows = theirs == null ? bucket.rows : RoaringBitmap.andNot(bucket.rows, theirs.rows);
            if (!rows.isEmpty()) {
                rest.add(new Bucket(bucket.key, rows));
            }
        }
        return new DeletionVector(rest);
    }

    /** The rows, ascending. */
    public PrimitiveIterator.OfLong rows() {
        return new Rows(buckets);
    }

    /** Everything but this set, of files that have so many rows as to hold it: what is read then are the rows of the set. */
    public ExcludedRows others() {
        return new Others(this);
    }

    @Override
    public long count(long start, long end) {
        long sum = 0;
        for (Bucket bucket : buckets) {
            long from = Math.max(0, start - bucket.firstRow());
            long to = Math.min(BUCKET_ROWS, end - bucket.firstRow());
            sum += from < to ? bucket.rows.rangeCardinality(from, to) : 0;
        }
        return sum;
    }

    @Override
    public int keep(long firstRow, int[] rows, int rowCount, int[] kept) {
        return select(firstRow, rows, rowCount, kept, false);
    }

    /** Which of some rows are in the set, or are not. See {@link ExcludedRows#keep}. */
    private int select(long firstRow, int[] rows, int rowCount, int[] selected, boolean inSet) {
        int count = 0;
        int from = 0;
        while (from < rowCount) {
            long bucketStart = (firstRow + rows[from]) & -BUCKET_ROWS;
            int to = from + 1;
            if (firstRow + rows[rowCount - 1] < bucketStart + BUCKET_ROWS) {
                to = rowCount;
            } else {
                while (to < rowCount && firstRow + rows[to] < bucketStart + BUCKET_ROWS) {
                    to++;
                }
            }
            @Nullable Bucket bucket = bucket((int) (bucketStart >>> 32));
            long shift = firstRow - bucketStart;
            if (bucket == null || !bucket.rows.intersects(shift + rows[from], shift + rows[to - 1] + 1)) {
                for (int i = from; i < to && !inSet; i++) {
                    selected[count++] = i;
                }
            } else {
                count = select(bucket.rows, shift, rows, from, to, selected, count, inSet);
            }
            from = to;
        }
        return count;
    }

    private static int select(
            RoaringBitmap set, long shift, int[] rows, int from, int to, int[] selected, int before, boolean inSet) {
        PeekableIntIterator members = set.getIntIterator();
        long member = -1;
        int count = before;
        for (int i = from; i < to; i++) {
            long row = shift + rows[i];
            if (member < row) {
                members.advanceIfNeeded((int) row);
                member = members.hasNext() ? Integer.toUnsignedLong(members.peekNext()) : Long.MAX_VALUE;
            }
            if ((member == row) == inSet) {
                selected[count++] = i;
            }
        }
        return count;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DeletionVector that && buckets.equals(that.buckets);
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }

    @Override
    public String toString() {
        return "DeletionVector {cardinality=" + cardinality + "}";
    }

    private static final class Rows implements PrimitiveIterator.OfLong {
        private final Iterator<Bucket> buckets;
        private @Nullable PeekableIntIterator members;
        private long firstRow;

        Rows(List<Bucket> buckets) {
            this.buckets = buckets.iterator();
        }

        @Override
        public boolean hasNext() {
            while ((members == null || !members.hasNext()) && buckets.hasNext()) {
                Bucket bucket = buckets.next();
                firstRow = bucket.firstRow();
                members = bucket.rows.getIntIterator();
            }
            return members != null && members.hasNext();
        }

        @Override
        public long nextLong() {
            if (!hasNext() || members == null) {
                throw new NoSuchElementException();
            }
            return firstRow + Integer.toUnsignedLong(members.next());
        }
    }

    private record Others(DeletionVector set) implements ExcludedRows {
        @Override
        public long count(long start, long end) {
            return end - start - set.count(start, end);
        }

        @Override
        public int keep(long firstRow, int[] rows, int rowCount, int[] kept) {
            return set.select(firstRow, rows, rowCount, kept, true);
        }
    }
}
