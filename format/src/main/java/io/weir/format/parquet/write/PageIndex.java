package io.weir.format.parquet.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.jspecify.annotations.Nullable;

/** Collects what each page of a column chunk holds, for its column index. (Parquet format, "Page Index") */
final class PageIndex {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final boolean utf8;
    private final List<Boolean> nullPages = new ArrayList<>();
    private final List<ByteBuffer> mins = new ArrayList<>();
    private final List<ByteBuffer> maxes = new ArrayList<>();
    private final List<Long> nullCounts = new ArrayList<>();
    private @Nullable Bounds last;
    private byte[] lastMin = {};
    private byte[] lastMax = {};
    private boolean ascending = true;
    private boolean descending = true;
    private boolean complete = true;

    PageIndex(boolean utf8) {
        this.utf8 = utf8;
    }

    /** @param bounds of the page; kept if {@link #last()} is not asked for a place to put the next */
    void add(Bounds bounds, long valueCount, long nullCount) {
        nullCounts.add(nullCount);
        nullPages.add(valueCount == 0);
        if (valueCount == 0) {
            mins.add(EMPTY);
            maxes.add(EMPTY);
            return;
        }
        if (!bounds.known()) {
            complete = false;
            return;
        }
        boolean bytes = bounds instanceof BytesBounds;
        byte[] min = bytes ? Truncation.min(bounds.minBytes(), utf8) : bounds.minBytes();
        byte[] max = bytes ? Truncation.max(bounds.maxBytes(), utf8) : bounds.maxBytes();
        mins.add(ByteBuffer.wrap(min));
        maxes.add(ByteBuffer.wrap(max));
        if (last != null) {
            int mayAscend = bytes ? Arrays.compareUnsigned(lastMin, min) : last.compareMin(bounds);
            int maxAscend = bytes ? Arrays.compareUnsigned(lastMax, max) : last.compareMax(bounds);
            ascending &= mayAscend <= 0 && maxAscend <= 0;
            descending &= mayAscend >= 0 && maxAscend >= 0;
        }
        Bounds kept = bounds.fresh();
        kept.merge(bounds);
        last = kept;
        lastMin = min;
        lastMax = max;
    }

    /** The index, or null if a page has values but no bounds. */
    @Nullable
    ColumnIndex build() {
        if (!complete) {
            return null;
        }
        BoundaryOrder order =
                ascending ? BoundaryOrder.ASCENDING : descending ? BoundaryOrder.DESCENDING : BoundaryOrder.UNORDERED;
        ColumnIndex index = new ColumnIndex(nullPages, mins, maxes, order);
        index.setNull_counts(nullCounts);
        return index;
    }
}
