package io.weir.format.parquet.read;

import io.weir.format.parquet.Codec;
import io.weir.format.parquet.CorruptParquetException;
import io.weir.format.parquet.Decompressor;
import io.weir.format.parquet.UnsupportedParquetException;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one column chunk: finds them, checks and decompresses those that are opened, passes over the others without
 * touching their bytes where it can. One thread at a time.
 */
final class PageSource {
    /** What is looked at first for a header. */
    static final int HEADER_GUESS = 128;

    private static final int MAX_PAGE_BYTES = 1 << 30;

    private final RowGroupBytes file;
    private final ChunkMeta chunk;
    private final Decompressor decompressor;
    private final @Nullable PageIndex index;
    private final PageHeader header = new PageHeader();
    private final CompactReader thrift = new CompactReader();
    private final RowGroupBytes.View view = new RowGroupBytes.View();
    private final CRC32 crc = new CRC32();
    private byte[] buffer = {};
    /** Where the next header is, or the current one's body if {@link #headerRead}. */
    private long position;

    private int pageIndex = -1;
    private boolean headerRead;
    private long passedTo;

    /** Levels and values of the open page: where they are. */
    byte[] levels = {};

    int levelsFrom;
    int levelsTo;
    byte[] values = {};
    int valuesFrom;
    int valuesTo;

    PageSource(RowGroupBytes file, ChunkMeta chunk, Decompressor decompressor, @Nullable PageIndex index) {
        this.file = file;
        this.chunk = chunk;
        this.decompressor = decompressor;
        this.index = index;
        this.position = chunk.start();
        this.passedTo = chunk.start();
    }

    /** The header of the current page; set once the page is opened, and before if there is no index. */
    PageHeader header() {
        return header;
    }

    /** Where the current page begins or, once its header is read, its body. */
    long position() {
        return position;
    }

    /** Does the page behind the one opened last begin with a new row? */
    boolean pagesBeginRows() {
        return index != null || header.type == PageHeader.DATA_V2;
    }

    /** Reads the dictionary page if one precedes the first data page. Call it before anything else. */
    boolean openDictionary() {
        if (index != null) {
            if (index.pageCount() == 0 || index.offset(0) <= chunk.start()) {
                return false;
            }
            readHeader();
            if (header.type != PageHeader.DICTIONARY) {
                headerRead = false;
                return false;
            }
        } else {
            if (position >= chunk.end()) {
                return false;
            }
            readHeader();
            if (header.type != PageHeader.DICTIONARY) {
                position -= headerLength;
                headerRead = false;
                return false;
            }
        }
        open();
        finishPage();
        return true;
    }

    private int headerLength;

    /** Goes to the next data page; false if there is none. Its body is not touched. */
    boolean next() {
        if (index != null) {
            pageIndex++;
            headerRead = false;
            if (pageIndex >= index.pageCount()) {
                return false;
            }
            position = index.offset(pageIndex);
            return true;
        }
        while (position < chunk.end()) {
            readHeader();
            if (header.type == PageHeader.DATA || header.type == PageHeader.DATA_V2) {
                return true;
            }
            if (header.type == PageHeader.DICTIONARY) {
                throw new CorruptParquetException(
                        "Column chunk has a dictionary behind its first page", Map.of("position", position));
            }
            finishPage(); // an index page or one of a kind to come
        }
        return false;
    }

    /** Rows in the current page, or -1 if only its levels can say. */
    int rowCount(boolean flat) {
        if (index != null) {
            return index.rowCount(pageIndex);
        }
        if (header.type == PageHeader.DATA_V2) {
            return header.rowCount;
        }
        return flat ? header.valueCount : -1;
    }

    /** Rows that the index gives the current page, or -1. */
    int indexedRowCount() {
        return index == null ? -1 : index.rowCount(pageIndex);
    }

    /** Leaves the current page. */
    void skip() {
        if (index == null) {
            finishPage();
        }
    }

    private void finishPage() {
        position += header.compressedSize;
        headerRead = false;
    }

    /** Checks and decompresses the current page. {@link #next} has been called, and {@link #skip} not. */
    void open() {
        if (!headerRead) {
            readHeader();
            if (header.type != PageHeader.DATA && header.type != PageHeader.DATA_V2) {
                throw new CorruptParquetException(
                        "Offset index points to something that is no data page", Map.of("type", header.type));
            }
        }
        if (header.compressedSize > chunk.end() - position) {
            throw new CorruptParquetException(
                    "Page is longer than its column chunk",
                    Map.of("bytesLeft", chunk.end() - position, "compressedSize", header.compressedSize));
        }
        file.passed(passedTo, position);
        passedTo = Math.max(passedTo, position);
        file.view(position, header.compressedSize, view);
        checkCrc();
        int levelBytes = header.type == PageHeader.DATA_V2 ? header.definitionBytes + header.repetitionBytes : 0;
        levels = view.bytes;
        levelsFrom = view.offset;
        levelsTo = view.offset + levelBytes;
        boolean compressed =
                chunk.codec() != Codec.UNCOMPRESSED && (header.type != PageHeader.DATA_V2 || header.compressed);
        if (compressed) {
            decompress(levelBytes);
        } else {
            if (header.compressedSize != header.uncompressedSize) {
                throw new CorruptParquetException(
                        "Page is not compressed but has two lengths",
                        Map.of("compressed", header.compressedSize, "uncompressed", header.uncompressedSize));
            }
            values = view.bytes;
            valuesFrom = view.offset + levelBytes;
            valuesTo = view.offset + header.compressedSize;
        }
    }

    private void decompress(int levelBytes) {
        int compressedLength = header.compressedSize - levelBytes;
        int length = header.uncompressedSize - levelBytes;
        if (length > chunk.codec().maxDecompressedLength(compressedLength)) {
            throw new CorruptParquetException(
                    "Page cannot be as long as its header says",
                    Map.of("codec", chunk.codec(), "compressed", compressedLength, "uncompressed", length));
        }
        if (length > MAX_PAGE_BYTES) {
            throw new UnsupportedParquetException(
                    "Page is too long", Map.of("limit", MAX_PAGE_BYTES, "uncompressed", length));
        }
        if (buffer.length < length + LittleEndian.SLACK) {
            buffer = new byte[length + (length >> 3) + LittleEndian.SLACK];
        }
        if (length > 0) {
            decompressor.decompress(view.bytes, view.offset + levelBytes, compressedLength, buffer, 0, length);
        }
        values = buffer;
        valuesFrom = 0;
        valuesTo = length;
    }

    private void checkCrc() {
        if (!header.hasCrc) {
            return;
        }
        crc.reset();
        crc.update(view.bytes, view.offset, header.compressedSize);
        if ((int) crc.getValue() != header.crc) {
            throw new CorruptParquetException(
                    "Page has another checksum than its header says",
                    Map.of(
                            "expected", Integer.toHexString(header.crc),
                            "found", Integer.toHexString((int) crc.getValue())));
        }
    }

    /** Reads the header at {@link #position} and moves behind it. Headers with long statistics take another look. */
    private void readHeader() {
        long available = index != null && pageIndex >= 0
                ? index.offset(pageIndex) + index.size(pageIndex) - position
                : chunk.end() - position;
        if (index != null && pageIndex < 0) {
            available = Math.min(available, index.offset(0) - position);
        }
        for (int guess = HEADER_GUESS; ; guess *= 8) {
            int length = (int) Math.min(available, guess);
            if (length <= 0) {
                throw new CorruptParquetException("Page has no header", Map.of("position", position));
            }
            file.view(position, length, view);
            thrift.reset(view.bytes, view.offset, view.offset + length);
            try {
                header.read(thrift);
                headerLength = thrift.position() - view.offset;
                position += headerLength;
                headerRead = true;
                return;
            } catch (CorruptParquetException e) {
                if (!thrift.ranOut() || length == available || guess > Integer.MAX_VALUE / 8) {
                    throw e;
                }
            }
        }
    }
}
