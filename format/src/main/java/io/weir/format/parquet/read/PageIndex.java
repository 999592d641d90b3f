package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/** Where a chunk's data pages are and which rows they hold, from its offset index. Immutable. (Parquet format, "Page Index") */
final class PageIndex {
    private final long[] offsets;
    private final int[] sizes;
    private final long[] firstRows;

    private PageIndex(long[] offsets, int[] sizes, long[] firstRows) {
        this.offsets = offsets;
        this.sizes = sizes;
        this.firstRows = firstRows;
    }

    static PageIndex of(OffsetIndex index, ChunkMeta chunk, long rowCount) {
        List<PageLocation> pages = index.getPage_locations();
        int count = pages == null ? 0 : pages.size();
        long[] offsets = new long[count];
        int[] sizes = new int[count];
        long[] firstRows = new long[count + 1];
        long position = chunk.start();
        for (int i = 0; i < count; i++) {
            PageLocation page = pages.get(i);
            offsets[i] = page.getOffset();
            sizes[i] = page.getCompressed_page_size();
            firstRows[i] = page.getFirst_row_index();
            boolean ascends = i == 0 ? firstRows[0] == 0 : firstRows[i] >= firstRows[i - 1];
            if (!ascends
                    || firstRows[i] > rowCount
                    || offsets[i] < position
                    || sizes[i] < 0
                    || offsets[i] + sizes[i] > chunk.end()) {
                throw new CorruptParquetException(
                        "Offset index of a column chunk makes no sense",
                        Map.of("column", chunk.leaf().path(), "page", i));
            }
            position = offsets[i] + sizes[i];
        }
        firstRows[count] = rowCount;
        return new PageIndex(offsets, sizes, firstRows);
    }

    int pageCount() {
        return offsets.length;
    }

    long offset(int page) {
        return offsets[page];
    }

    /** Bytes of the page with its header. */
    int size(int page) {
        return sizes[page];
    }

    long firstRow(int page) {
        return firstRows[page];
    }

    int rowCount(int page) {
        return (int) Math.min(Integer.MAX_VALUE, firstRows[page + 1] - firstRows[page]);
    }
}
