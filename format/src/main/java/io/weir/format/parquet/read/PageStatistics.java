package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.LongVector;
import io.weir.format.expression.PartStatistics;
import io.weir.format.expression.Skipping;
import io.weir.format.type.PrimitiveType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.apache.parquet.format.ColumnIndex;
import org.jspecify.annotations.Nullable;

/**
 * What the page indexes of one row group know of its rows.
 *
 * <p>Pages of different columns end at different rows. The parts are the stretches of rows in which no column changes its page;
 * what is known of a page holds for every stretch of it, save how many nulls there are unless it is none or all.
 */
final class PageStatistics implements PartStatistics {
    private final PageIndexes indexes;
    private final FilterColumns columns;
    /** First rows of the parts, and the row behind the last. */
    private final int[] starts;

    private PageStatistics(PageIndexes indexes, FilterColumns columns, int[] starts) {
        this.indexes = indexes;
        this.columns = columns;
        this.starts = starts;
    }

    /** The rows of a group that can match a condition, as far as page indexes tell. */
    static RowRanges rowsToRead(Skipping skipping, PageIndexes indexes, FilterColumns columns, int rowCount) {
        int[] starts = starts(skipping.columns(), indexes, columns, rowCount);
        PageStatistics statistics = new PageStatistics(indexes, columns, starts);
        int[] kept = new int[statistics.count()];
        int count = skipping.keep(statistics, kept);
        RowRanges ranges = new RowRanges();
        for (int i = 0; i < count; i++) {
            ranges.add(starts[kept[i]], starts[kept[i] + 1]);
        }
        return ranges;
    }

    private static int[] starts(
            Collection<List<String>> paths, PageIndexes indexes, FilterColumns columns, int rowCount) {
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        starts.add(rowCount);
        for (List<String> path : paths) {
            @Nullable FileNode leaf = leaf(columns, path);
            @Nullable PageIndex pages = leaf == null || indexes.columns(leaf) == null ? null : indexes.offsets(leaf);
            for (int i = 0; pages != null && i < pages.pageCount(); i++) {
                starts.add((int) pages.firstRow(i));
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static @Nullable FileNode leaf(FilterColumns columns, List<String> path) {
        FilterColumns.@Nullable Found found = columns.find(path);
        return found == null || found.node() == null || found.node().repetition() > 0 ? null : found.node();
    }

    @Override
    public int count() {
        return starts.length - 1;
    }

    @Override
    public @Nullable ColumnVector min(List<String> path) {
        return bounds(path, true);
    }

    @Override
    public @Nullable ColumnVector max(List<String> path) {
        return bounds(path, false);
    }

    private @Nullable ColumnVector bounds(List<String> path, boolean isMin) {
        FilterColumns.@Nullable Found found = columns.find(path);
        @Nullable FileNode leaf = leaf(columns, path);
        @Nullable ColumnIndex index = leaf == null ? null : indexes.columns(leaf);
        if (found == null || leaf == null || index == null || !BoundVectors.ordered(leaf)) {
            return null;
        }
        int[] pages = pages(leaf);
        List<@Nullable ByteBuffer> values = new ArrayList<>(count());
        for (int page : pages) {
            boolean isKnown = !index.getNull_pages().get(page);
            values.add(isKnown ? (isMin ? index.getMin_values() : index.getMax_values()).get(page) : null);
        }
        return BoundVectors.of(leaf, found.type(), values, isMin);
    }

    @Override
    public @Nullable LongVector nullCount(List<String> path) {
        FilterColumns.@Nullable Found found = columns.find(path);
        if (found != null && found.missing()) {
            return rowCount();
        }
        @Nullable FileNode leaf = leaf(columns, path);
        @Nullable ColumnIndex index = leaf == null ? null : indexes.columns(leaf);
        if (leaf == null || index == null) {
            return null;
        }
        int[] pages = pages(leaf);
        long[] counts = new long[count()];
        boolean[] unknown = new boolean[count()];
        for (int i = 0; i < counts.length; i++) {
            if (index.getNull_pages().get(pages[i])) {
                counts[i] = starts[i + 1] - starts[i];
            } else {
                unknown[i] = leaf.definition() > 0
                        && (!index.isSetNull_counts() || index.getNull_counts().get(pages[i]) != 0);
            }
        }
        return new LongVector(PrimitiveType.LONG, counts.length, counts, unknown);
    }

    @Override
    public LongVector rowCount() {
        long[] counts = new long[count()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = starts[i + 1] - starts[i];
        }
        return new LongVector(PrimitiveType.LONG, counts.length, counts, null);
    }

    /** The page of a leaf that each part lies in. */
    private int[] pages(FileNode leaf) {
        @Nullable PageIndex index = indexes.offsets(leaf);
        int[] pages = new int[count()];
        if (index == null) {
            throw new IllegalStateException("Bounds of pages without their places: " + leaf.path());
        }
        int page = 0;
        for (int i = 0; i < pages.length; i++) {
            while (page + 1 < index.pageCount() && index.firstRow(page + 1) <= starts[i]) {
                page++;
            }
            pages[i] = page;
        }
        return pages;
    }
}
