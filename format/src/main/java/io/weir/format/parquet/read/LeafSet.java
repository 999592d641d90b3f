package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnVector;
import io.weir.format.parquet.Codec;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.Decompressor;
import io.weir.format.parquet.ParquetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Some columns of a row group that are read together, the same rows of each. One thread at a time. */
final class LeafSet implements AutoCloseable {
    private final ParquetFile file;
    private final RowGroupInfo group;
    private final Projection projection;
    private final int firstColumn;
    private final int endColumn;
    private final RowGroupBytes bytes;
    /** By place in the projection; only those of the columns here are not null once opened. */
    private final LeafReader[] leaves;

    private int nextRow;

    /**
     * @param firstColumn the first column of the projection that belongs to the set
     * @param endColumn the first behind it that does not
     */
    LeafSet(
            ParquetFile file,
            RowGroupInfo group,
            Projection projection,
            int firstColumn,
            int endColumn,
            BufferPool pool) {
        this.file = file;
        this.group = group;
        this.projection = projection;
        this.firstColumn = firstColumn;
        this.endColumn = endColumn;
        this.bytes = new RowGroupBytes(file.reader(), pool);
        this.leaves = new LeafReader[projection.leaves().size()];
    }

    /** The file's leaves that the columns need. */
    List<FileNode> fileLeaves() {
        List<FileNode> nodes = new ArrayList<>();
        for (int i = projection.firstLeaf(firstColumn); i < projection.firstLeaf(endColumn); i++) {
            nodes.add(projection.leaves().get(i).leaf());
        }
        return nodes;
    }

    /** Plans the requests for some rows; no others may be read. Where the offset index is loaded, only their pages are. */
    void open(RowRanges rows, PageIndexes indexes, Function<Codec, Decompressor> decompressors) {
        boolean all = rows.rowCount() == group.rowCount();
        List<List<ByteRange>> ranges = new ArrayList<>();
        for (int i = projection.firstLeaf(firstColumn); i < projection.firstLeaf(endColumn); i++) {
            Projection.LeafUse use = projection.leaves().get(i);
            ChunkMeta chunk = file.chunk(group, use.leaf());
            @Nullable PageIndex index = all ? null : indexes.offsets(use.leaf());
            ranges.add(index == null ? List.of(chunk.range()) : pages(chunk, index, rows));
            PageSource pages = new PageSource(bytes, chunk, decompressors.apply(chunk.codec()), index);
            @Nullable ValueBuffer values = use.type() == null ? null : ValueBuffer.of(use.leaf(), use.type());
            leaves[i] = new LeafReader(use.leaf(), pages, values, use.keepsLevels(), file.quirks());
        }
        bytes.plan(ranges);
    }

    private static List<ByteRange> pages(ChunkMeta chunk, PageIndex index, RowRanges rows) {
        List<ByteRange> ranges = new ArrayList<>();
        for (int page = 0; page < index.pageCount(); page++) {
            if (rows.overlaps(index.firstRow(page), index.firstRow(page + 1))) {
                ranges.add(new ByteRange(index.offset(page), index.offset(page) + index.size(page)));
            }
        }
        if (!ranges.isEmpty() && index.offset(0) > chunk.start()) {
            ranges.add(0, new ByteRange(chunk.start(), index.offset(0))); // the dictionary
        }
        return ranges;
    }

    /** Reads rows, which lie behind those read before, as one batch. */
    void read(RowRanges rows, int rowCount) {
        for (int i = projection.firstLeaf(firstColumn); i < projection.firstLeaf(endColumn); i++) {
            read(leaves[i], rows, rowCount);
        }
        nextRow = rows.end(rows.count() - 1);
    }

    private void read(LeafReader leaf, RowRanges rows, int rowCount) {
        try {
            leaf.begin(rowCount);
            int at = nextRow;
            for (int i = 0; i < rows.count(); i++) {
                leaf.skip(rows.start(i) - at);
                leaf.read(rows.end(i) - rows.start(i));
                at = rows.end(i);
            }
        } catch (ParquetException e) {
            throw e.with(facts(leaf, rows));
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            throw new CorruptParquetException("Page cannot be decoded", facts(leaf, rows), e);
        }
    }

    /** A column of the batch that was read last; once for each column. */
    ColumnVector assemble(int column, int rowCount) {
        try {
            return projection.column(column).assemble(leaves, rowCount);
        } catch (ParquetException e) {
            throw e.with(Map.of("file", file.name(), "rowGroup", group.index()));
        }
    }

    private Map<String, Object> facts(LeafReader leaf, RowRanges rows) {
        return Map.of(
                "column", leaf.leaf().path(),
                "file", file.name(),
                "position", leaf.pages().position(),
                "row", group.firstRow() + rows.start(0),
                "rowGroup", group.index());
    }

    @Override
    public void close() {
        bytes.close();
    }
}
