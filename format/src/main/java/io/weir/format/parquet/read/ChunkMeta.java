package io.weir.format.parquet.read;

import io.weir.format.parquet.Codec;
import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/**
 * What the footer says of one column chunk, checked.
 *
 * @param start where its first page begins, the dictionary included
 * @param end where the byte behind its last page is
 */
record ChunkMeta(FileNode leaf, Codec codec, long start, long end, long valueCount, ColumnChunk footer) {

    /**
     * @param dataEnd where the footer begins
     * @param mayBeLonger may a header more belong to the chunk than it says? Nobody reads behind its last row
     */
    static ChunkMeta of(FileNode leaf, ColumnChunk footer, long dataEnd, boolean mayBeLonger) {
        @Nullable ColumnMetaData meta = footer.getMeta_data();
        if (meta == null || meta.getType() == null) {
            throw new CorruptParquetException("Column chunk has no metadata", Map.of("column", leaf.path()));
        }
        if (meta.getType().getValue() != leaf.physical().ordinal()) {
            throw new CorruptParquetException(
                    "Column chunk has another type than the schema",
                    Map.of("column", leaf.path(), "expected", leaf.physical(), "found", meta.getType()));
        }
        long start = meta.getData_page_offset();
        if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
            start = Math.min(start, meta.getDictionary_page_offset());
        }
        long length = meta.getTotal_compressed_size();
        if (start < 0 || length < 0 || length > dataEnd - start || meta.getNum_values() < 0) {
            throw new CorruptParquetException(
                    "Column chunk lies outside the file",
                    Map.of("column", leaf.path(), "dataEnd", dataEnd, "length", length, "start", start));
        }
        if (mayBeLonger) {
            length += Math.min(WriterQuirks.LONGEST_HEADER, dataEnd - start - length);
        }
        int codec = meta.getCodec() == null ? -1 : meta.getCodec().getValue();
        return new ChunkMeta(leaf, Codec.of(codec), start, start + length, meta.getNum_values(), footer);
    }

    ByteRange range() {
        return new ByteRange(start, end);
    }
}
