package io.weir.format.parquet;

import java.util.Map;

/** How the bytes of a page are compressed. (Parquet format, "Compression") */
public enum Codec {
    UNCOMPRESSED(0),
    SNAPPY(1),
    GZIP(2),
    /** Named so that it can be refused. */
    LZO(3),
    /** Named so that it can be refused. */
    BROTLI(4),
    /** Hadoop's framing of LZ4 blocks, long deprecated; read, never written. */
    LZ4(5),
    ZSTD(6),
    LZ4_RAW(7);

    /** The level that {@link #compressor(int)} takes for "whatever is usual for this codec". */
    public static final int DEFAULT_LEVEL = Integer.MIN_VALUE;

    /** Codecs by their number in a footer. */
    private static final Codec[] BY_NUMBER = values();

    private final int number;

    Codec(int number) {
        this.number = number;
    }

    /** The codec's number in a footer. */
    public int number() {
        return number;
    }

    /** The codec of a number in a footer. */
    public static Codec of(int number) {
        if (number < 0 || number >= BY_NUMBER.length) {
            throw new UnsupportedParquetException("Compression codec is not known", Map.of("codec", number));
        }
        return BY_NUMBER[number];
    }

    /** A new decompressor; close it. {@link UnsupportedParquetException} for LZO and BROTLI. */
    public Decompressor decompressor() {
        return switch (this) {
            case UNCOMPRESSED -> new PlainCopy();
            case SNAPPY -> new SnappyCodec();
            case GZIP -> new GzipCodec.Reader();
            case ZSTD -> new ZstdCodec.Reader();
            case LZ4 -> new HadoopLz4();
            case LZ4_RAW -> new Lz4Codec();
            case LZO, BROTLI ->
                throw new UnsupportedParquetException("Compression codec is not supported", Map.of("codec", this));
        };
    }

    /**
     * A new compressor; close it.
     *
     * @param level for GZIP (0 to 9) and ZSTD (-7 to 22), ignored by the others; {@link #DEFAULT_LEVEL} leaves it to the codec
     * @throws IllegalArgumentException for LZ4, LZO and BROTLI, which are not written
     */
    public Compressor compressor(int level) {
        return switch (this) {
            case UNCOMPRESSED -> new PlainCopy();
            case SNAPPY -> new SnappyCodec();
            case GZIP -> new GzipCodec.Writer(level);
            case ZSTD -> new ZstdCodec.Writer(level);
            case LZ4_RAW -> new Lz4Codec();
            case LZ4, LZO, BROTLI -> throw new IllegalArgumentException("Compression codec is not written: " + this);
        };
    }

    /**
     * The most bytes that so many compressed bytes can stand for. What a page header claims beyond this is a lie, and no
     * memory is set aside for it.
     */
    public long maxDecompressedLength(int compressedLength) {
        long perByte = switch (this) {
            case UNCOMPRESSED -> 1;
            case SNAPPY -> 64; // a copy of 64 bytes takes two
            case GZIP -> 1040; // deflate's limit is 1032
            case LZ4, LZ4_RAW -> 256; // a match grows by at most 255 with a byte
            case ZSTD, LZO, BROTLI -> 48 * 1024; // a block of 128 KiB takes four bytes
        };
        return compressedLength * perByte + 1024;
    }
}
