package io.weir.format.parquet.read;

import io.weir.format.parquet.CorruptParquetException;
import java.util.Map;

/** What the header of one page says; reused from page to page. (Parquet format, "Data Pages") */
final class PageHeader {
    static final int DATA = 0;
    static final int INDEX = 1;
    static final int DICTIONARY = 2;
    static final int DATA_V2 = 3;

    int type;
    int uncompressedSize;
    int compressedSize;
    boolean hasCrc;
    int crc;
    int valueCount;
    int encoding;
    /** Encoding of the levels of a page of version 1. */
    int definitionEncoding;

    int repetitionEncoding;
    /** Rows in a page of version 2; else -1. */
    int rowCount;

    int definitionBytes;
    int repetitionBytes;
    boolean compressed;

    void read(CompactReader in) {
        type = -1;
        uncompressedSize = -1;
        compressedSize = -1;
        hasCrc = false;
        valueCount = -1;
        encoding = -1;
        definitionEncoding = Encodings.RLE;
        repetitionEncoding = Encodings.RLE;
        rowCount = -1;
        definitionBytes = 0;
        repetitionBytes = 0;
        compressed = true;
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            switch (field) {
                case 1 -> type = in.i32();
                case 2 -> uncompressedSize = in.i32();
                case 3 -> compressedSize = in.i32();
                case 4 -> {
                    crc = in.i32();
                    hasCrc = true;
                }
                case 5 -> body(in, DATA);
                case 7 -> body(in, DICTIONARY);
                case 8 -> body(in, DATA_V2);
                default -> in.skip();
            }
        }
        if (type < 0 || uncompressedSize < 0 || compressedSize < 0) {
            throw wrong();
        }
        boolean hasValues = type == DATA || type == DICTIONARY || type == DATA_V2;
        if (hasValues && (valueCount < 0 || encoding < 0)) {
            throw wrong();
        }
        if (definitionBytes < 0
                || repetitionBytes < 0
                || (long) definitionBytes + repetitionBytes > Math.min(compressedSize, uncompressedSize)
                || (type == DATA_V2 && rowCount < 0)) {
            throw wrong();
        }
    }

    private void body(CompactReader in, int kind) {
        if (in.fieldType() != CompactReader.STRUCT) {
            throw wrong();
        }
        int outer = in.enter();
        for (int field = in.nextField(); field != 0; field = in.nextField()) {
            if (field == 1) {
                valueCount = in.i32();
            } else if (kind == DATA_V2) {
                version2(in, field);
            } else if (field == 2) {
                encoding = in.i32();
            } else if (kind == DATA && field == 3) {
                definitionEncoding = in.i32();
            } else if (kind == DATA && field == 4) {
                repetitionEncoding = in.i32();
            } else {
                in.skip();
            }
        }
        in.leave(outer);
    }

    private void version2(CompactReader in, int field) {
        switch (field) {
            case 3 -> rowCount = in.i32();
            case 4 -> encoding = in.i32();
            case 5 -> definitionBytes = in.i32();
            case 6 -> repetitionBytes = in.i32();
            case 7 -> compressed = in.bool();
            default -> in.skip();
        }
    }

    private CorruptParquetException wrong() {
        return new CorruptParquetException(
                "Page header makes no sense",
                Map.of(
                        "compressedSize", compressedSize,
                        "encoding", encoding,
                        "type", type,
                        "uncompressedSize", uncompressedSize,
                        "values", valueCount));
    }
}
