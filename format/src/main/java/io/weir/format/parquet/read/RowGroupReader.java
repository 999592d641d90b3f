package io.weir.format.parquet.read;

import io.weir.format.batch.ColumnBatch;
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

/** Reads one row group. One thread at a time. */
final class RowGroupReader implements AutoCloseable {
    /** A batch is made smaller when the footer lets expect that one column of it takes more than this. */
    private static final long MAX_COLUMN_BYTES = 32 * 1024 * 1024;

    private final ParquetFile file;
    private final RowGroupInfo group;
    private final ReadRequest request;
    private final Projection projection;
    private final RowGroupBytes bytes;
    private final LeafReader[] leaves;
    private final int batchRows;
    private long row;

    RowGroupReader(
            ParquetFile file,
            RowGroupInfo group,
            ReadRequest request,
            Projection projection,
            Function<Codec, Decompressor> decompressors,
            BufferPool pool) {
        this.file = file;
        this.group = group;
        this.request = request;
        this.projection = projection;
        this.bytes = new RowGroupBytes(file.reader(), pool);
        this.leaves = new LeafReader[projection.leaves().size()];
        List<List<ByteRange>> ranges = new ArrayList<>();
        long longest = 1;
        for (int i = 0; i < leaves.length; i++) {
            Projection.LeafUse use = projection.leaves().get(i);
            ChunkMeta chunk = file.chunk(group, use.leaf());
            ranges.add(List.of(chunk.range()));
            longest = Math.max(longest, chunk.footer().getMeta_data().getTotal_uncompressed_size());
            PageSource pages = new PageSource(bytes, chunk, decompressors.apply(chunk.codec()), null);
            @Nullable ValueBuffer values = use.type() == null ? null : ValueBuffer.of(use.leaf(), use.type());
            leaves[i] = new LeafReader(use.leaf(), pages, values, use.keepsLevels());
        }
        bytes.plan(ranges);
        long rowBytes = Math.max(1, longest / Math.max(1, group.rowCount()));
        this.batchRows = (int) Math.max(1, Math.min(request.batchRows(), MAX_COLUMN_BYTES / rowBytes));
    }

    /** The next rows, or null. */
    @Nullable
    ColumnBatch next() {
        int rows = (int) Math.min(batchRows, group.rowCount() - row);
        if (rows == 0) {
            return null;
        }
        for (LeafReader leaf : leaves) {
            read(leaf, rows);
        }
        List<ColumnVector> columns = new ArrayList<>(request.schema().size());
        for (int i = 0; i < request.schema().size(); i++) {
            columns.add(assemble(i, rows));
        }
        row += rows;
        return new ColumnBatch(request.schema(), rows, columns);
    }

    private void read(LeafReader leaf, int rows) {
        try {
            leaf.begin(rows);
            leaf.read(rows);
        } catch (ParquetException e) {
            throw e.with(facts(leaf));
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            throw new CorruptParquetException("Page cannot be decoded", facts(leaf), e);
        }
    }

    private ColumnVector assemble(int column, int rows) {
        try {
            return projection.column(column).assemble(leaves, rows);
        } catch (ParquetException e) {
            throw e.with(Map.of(
                    "column", request.schema().field(column).name(),
                    "file", file.name(),
                    "rowGroup", group.index()));
        }
    }

    private Map<String, Object> facts(LeafReader leaf) {
        return Map.of(
                "column", leaf.leaf().path(),
                "file", file.name(),
                "position", leaf.pages().position(),
                "row", group.firstRow() + row,
                "rowGroup", group.index());
    }

    @Override
    public void close() {
        bytes.close();
    }
}
