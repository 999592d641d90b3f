package io.weir.format.parquet;

import java.util.Map;

/** What can be wrong with bytes that were to be decompressed. */
final class Decompressed {
    private Decompressed() {}

    static CorruptParquetException wrongLength(Codec codec, long expected, long found) {
        return new CorruptParquetException(
                "Decompressed page has another length than its header says",
                Map.of("codec", codec, "expected", expected, "found", found));
    }

    static CorruptParquetException damaged(Codec codec, Throwable cause) {
        return new CorruptParquetException("Page cannot be decompressed", Map.of("codec", codec), cause);
    }

    static CorruptParquetException damaged(Codec codec, String what) {
        return new CorruptParquetException("Page cannot be decompressed", Map.of("codec", codec, "problem", what));
    }
}
