package io.weir.format.parquet.write;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.type.StructType;
import io.weir.storage.MemoryStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TMemoryBuffer;

/** A written file taken apart by nothing but the generated structures. */
final class WrittenFile {
    private static final String NAME = "dir/data.parquet";

    final byte[] bytes;
    final FileMetaData footer;
    final ParquetFileInfo info;

    private WrittenFile(byte[] bytes, ParquetFileInfo info) {
        this.bytes = bytes;
        this.info = info;
        int footerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        this.footer = read(new FileMetaData(), bytes.length - 8 - footerLength);
    }

    static WrittenFile of(StructType schema, ParquetWriteOptions options, ColumnBatch... batches) {
        MemoryStore store = MemoryStore.create();
        try (ParquetFileWriter writer = ParquetFileWriter.create(store.create(NAME), schema, options)) {
            for (ColumnBatch batch : batches) {
                writer.write(batch);
            }
            ParquetFileInfo info = writer.finish();
            return new WrittenFile(store.read(NAME), info);
        }
    }

    ColumnChunk chunk(int rowGroup, int column) {
        return footer.getRow_groups().get(rowGroup).getColumns().get(column);
    }

    ColumnMetaData column(int column) {
        return chunk(0, column).getMeta_data();
    }

    ColumnIndex columnIndex(int column) {
        return read(new ColumnIndex(), chunk(0, column).getColumn_index_offset());
    }

    OffsetIndex offsetIndex(int column) {
        return read(new OffsetIndex(), chunk(0, column).getOffset_index_offset());
    }

    /** A page: its header and the bytes behind it. */
    record Page(PageHeader header, byte[] body) {}

    /** All pages of a column chunk, by going from header to header. */
    List<Page> pages(int rowGroup, int column) {
        ColumnMetaData metadata = chunk(rowGroup, column).getMeta_data();
        long at = metadata.isSetDictionary_page_offset()
                ? metadata.getDictionary_page_offset()
                : metadata.getData_page_offset();
        long end = at + metadata.getTotal_compressed_size();
        List<Page> pages = new ArrayList<>();
        while (at < end) {
            TMemoryBuffer buffer = buffer(at);
            PageHeader header = read(new PageHeader(), buffer);
            long bodyAt = bytes.length - remaining(buffer);
            at = bodyAt + header.getCompressed_page_size();
            pages.add(new Page(header, Arrays.copyOfRange(bytes, (int) bodyAt, (int) at)));
        }
        return pages;
    }

    private <T extends TBase<?, ?>> T read(T structure, long offset) {
        return read(structure, buffer(offset));
    }

    private TMemoryBuffer buffer(long offset) {
        try {
            TMemoryBuffer buffer = new TMemoryBuffer(bytes.length);
            buffer.write(bytes, (int) offset, bytes.length - (int) offset);
            return buffer;
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many bytes were not read yet. */
    private static int remaining(TMemoryBuffer buffer) {
        try {
            return buffer.read(new byte[buffer.length()], 0, buffer.length());
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T extends TBase<?, ?>> T read(T structure, TMemoryBuffer from) {
        try {
            structure.read(new TCompactProtocol(from));
            return structure;
        } catch (TException e) {
            throw new IllegalStateException(e);
        }
    }
}
