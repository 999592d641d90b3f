package io.weir.format.parquet.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.jspecify.annotations.Nullable;

/**
 * The page indexes of one row group, read when they are asked for: from the file's tail if they are there, else those asked for
 * together in as few requests as their places allow. One thread at a time.
 */
final class PageIndexes {
    private final ParquetFile file;
    private final RowGroupInfo group;
    private final BufferPool pool;
    private final Map<Integer, PageIndex> offsets = new HashMap<>();
    private final Map<Integer, ColumnIndex> columns = new HashMap<>();

    PageIndexes(ParquetFile file, RowGroupInfo group, BufferPool pool) {
        this.file = file;
        this.group = group;
        this.pool = pool;
    }

    /** Where the pages of a leaf are; null if it was not loaded or the file does not say. */
    @Nullable
    PageIndex offsets(FileNode leaf) {
        return offsets.get(leaf.leaf());
    }

    /** The bounds of a leaf's pages; null if they were not loaded or the file does not have them. */
    @Nullable
    ColumnIndex columns(FileNode leaf) {
        return columns.get(leaf.leaf());
    }

    /** Loads what the file has for the leaves and was not loaded yet. */
    void load(List<FileNode> leaves, boolean withBounds) {
        try (RowGroupBytes bytes = new RowGroupBytes(file.reader(), pool)) {
            List<List<ByteRange>> ranges = new ArrayList<>();
            for (FileNode leaf : leaves) {
                ColumnChunk chunk = file.chunk(group, leaf).footer();
                if (hasOffsets(chunk) && !offsets.containsKey(leaf.leaf())) {
                    plan(chunk.getOffset_index_offset(), chunk.getOffset_index_length(), ranges);
                }
                if (withBounds && hasBounds(chunk, leaf) && !columns.containsKey(leaf.leaf())) {
                    plan(chunk.getColumn_index_offset(), chunk.getColumn_index_length(), ranges);
                }
            }
            bytes.plan(ranges);
            for (FileNode leaf : leaves) {
                parse(leaf, withBounds, bytes);
            }
        }
    }

    private boolean hasOffsets(ColumnChunk chunk) {
        return chunk.isSetOffset_index_offset()
                && inFile(chunk.getOffset_index_offset(), chunk.getOffset_index_length());
    }

    private boolean hasBounds(ColumnChunk chunk, FileNode leaf) {
        return hasOffsets(chunk)
                && file.ordersBounds(leaf)
                && chunk.isSetColumn_index_offset()
                && inFile(chunk.getColumn_index_offset(), chunk.getColumn_index_length());
    }

    private boolean inFile(long offset, int length) {
        return offset > 0 && length > 0 && offset + length <= file.reader().sizeBytes();
    }

    private void plan(long offset, int length, List<List<ByteRange>> target) {
        if (!file.tail().holds(offset, length)) {
            target.add(List.of(new ByteRange(offset, offset + length)));
        }
    }

    private void parse(FileNode leaf, boolean withBounds, RowGroupBytes bytes) {
        ChunkMeta chunk = file.chunk(group, leaf);
        ColumnChunk footer = chunk.footer();
        if (hasOffsets(footer) && !offsets.containsKey(leaf.leaf())) {
            OffsetIndex parsed = new OffsetIndex();
            parse(parsed, footer.getOffset_index_offset(), footer.getOffset_index_length(), bytes);
            offsets.put(leaf.leaf(), PageIndex.of(parsed, chunk, group.rowCount()));
        }
        if (withBounds && hasBounds(footer, leaf) && !columns.containsKey(leaf.leaf())) {
            ColumnIndex parsed = new ColumnIndex();
            parse(parsed, footer.getColumn_index_offset(), footer.getColumn_index_length(), bytes);
            @Nullable PageIndex pages = offsets.get(leaf.leaf());
            if (pages != null && fits(parsed, pages.pageCount())) {
                columns.put(leaf.leaf(), parsed);
            }
        }
    }

    /** An index of another number of pages says nothing about these. */
    private static boolean fits(ColumnIndex index, int pages) {
        return pages > 0
                && index.getNull_pagesSize() == pages
                && index.getMin_valuesSize() == pages
                && index.getMax_valuesSize() == pages
                && (!index.isSetNull_counts() || index.getNull_countsSize() == pages);
    }

    private void parse(
            shaded.parquet.org.apache.thrift.TBase<?, ?> target, long offset, int length, RowGroupBytes bytes) {
        if (file.tail().holds(offset, length)) {
            file.tail().parse(target, offset, length);
        } else {
            RowGroupBytes.View view = new RowGroupBytes.View();
            bytes.view(offset, length, view);
            ThriftSource.read(target, view.bytes, view.offset, length);
        }
    }
}
