package io.weir.format.parquet.write;

import io.weir.format.parquet.Codec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a Parquet file is laid out. Immutable; start from {@link #DEFAULT}, which every Parquet reader we know of can read.
 *
 * @param codec how pages are compressed
 * @param codecLevel of GZIP and ZSTD, or {@link Codec#DEFAULT_LEVEL}
 * @param rowGroupBytes a row group is closed when it has so many compressed bytes
 * @param pageBytes a page is closed before it has more bytes, before compression; a single row may be larger
 * @param pageRows a page is closed when it has so many rows
 * @param dictionaryBytes how large the dictionary of a column chunk may become; 0 writes none
 * @param secondPageFormat data pages of version 2, whose levels are not compressed
 * @param pageChecksums a CRC-32 with every page
 * @param keyValues what the footer says of the file beside its schema
 */
public record ParquetWriteOptions(
        Codec codec,
        int codecLevel,
        long rowGroupBytes,
        int pageBytes,
        int pageRows,
        int dictionaryBytes,
        boolean secondPageFormat,
        boolean pageChecksums,
        Map<String, String> keyValues) {

    /** Snappy, row groups of 128 MiB, pages of 1 MiB or 20,000 rows, dictionaries of up to 1 MiB, checksums. */
    public static final ParquetWriteOptions DEFAULT = new ParquetWriteOptions(
            Codec.SNAPPY, Codec.DEFAULT_LEVEL, 128L << 20, 1 << 20, 20_000, 1 << 20, false, true, Map.of());

    public ParquetWriteOptions {
        keyValues = Collections.unmodifiableMap(new LinkedHashMap<>(keyValues));
        if (rowGroupBytes <= 0 || pageBytes <= 0 || pageRows <= 0 || dictionaryBytes < 0) {
            throw new IllegalArgumentException("Sizes are positive {dictionaryBytes=" + dictionaryBytes + ", pageBytes="
                    + pageBytes + ", pageRows=" + pageRows + ", rowGroupBytes=" + rowGroupBytes + "}");
        }
    }

    public ParquetWriteOptions withCodec(Codec newCodec) {
        return withCodec(newCodec, Codec.DEFAULT_LEVEL);
    }

    public ParquetWriteOptions withCodec(Codec newCodec, int newLevel) {
        return new ParquetWriteOptions(
                newCodec,
                newLevel,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                secondPageFormat,
                pageChecksums,
                keyValues);
    }

    public ParquetWriteOptions withRowGroupBytes(long newRowGroupBytes) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                newRowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                secondPageFormat,
                pageChecksums,
                keyValues);
    }

    public ParquetWriteOptions withPages(int newPageBytes, int newPageRows) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                rowGroupBytes,
                newPageBytes,
                newPageRows,
                dictionaryBytes,
                secondPageFormat,
                pageChecksums,
                keyValues);
    }

    /** @param newDictionaryBytes 0 for no dictionaries */
    public ParquetWriteOptions withDictionaryBytes(int newDictionaryBytes) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                rowGroupBytes,
                pageBytes,
                pageRows,
                newDictionaryBytes,
                secondPageFormat,
                pageChecksums,
                keyValues);
    }

    public ParquetWriteOptions withSecondPageFormat(boolean newSecondPageFormat) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                newSecondPageFormat,
                pageChecksums,
                keyValues);
    }

    public ParquetWriteOptions withPageChecksums(boolean newPageChecksums) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                secondPageFormat,
                newPageChecksums,
                keyValues);
    }

    public ParquetWriteOptions withKeyValues(Map<String, String> newKeyValues) {
        return new ParquetWriteOptions(
                codec,
                codecLevel,
                rowGroupBytes,
                pageBytes,
                pageRows,
                dictionaryBytes,
                secondPageFormat,
                pageChecksums,
                newKeyValues);
    }
}
