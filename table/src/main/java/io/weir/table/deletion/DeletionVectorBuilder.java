package io.weir.table.deletion;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Gathers rows of one data file; most quickly if they come in order. One thread at a time. */
public final class DeletionVectorBuilder {
    private final TreeMap<Integer, RoaringBitmap> bitmaps = new TreeMap<>();
    private int key = -1;
    private @Nullable RoaringBitmap rows;

    /** @param row the row's place in its file, from 0 */
    public void add(long row) {
        if (row < 0) {
            throw new IllegalArgumentException("A row has a negative place: " + row);
        }
        int upper = (int) (row >>> 32);
        RoaringBitmap bitmap = rows;
        if (bitmap == null || upper != key) {
            bitmap = bitmaps.computeIfAbsent(upper, k -> new RoaringBitmap());
            rows = bitmap;
            key = upper;
        }
        bitmap.add((int) row);
    }

    public boolean contains(long row) {
        RoaringBitmap bitmap = bitmaps.get((int) (row >>> 32));
        return bitmap != null && bitmap.contains((int) row);
    }

    public boolean isEmpty() {
        return bitmaps.isEmpty();
    }

    /** The rows so far. The builder is empty afterwards. */
    public DeletionVector build() {
        bitmaps.values().forEach(RoaringBitmap::runOptimize);
        DeletionVector built = DeletionVector.ofBitmaps(bitmaps);
        bitmaps.clear();
        rows = null;
        return built;
    }
}
