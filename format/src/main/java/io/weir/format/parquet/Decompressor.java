package io.weir.format.parquet;

/** Decompresses pages of one codec, keeping its working memory from page to page. One thread at a time. */
public interface Decompressor extends AutoCloseable {

    /**
     * Decompresses {@code length} bytes of {@code source} into exactly {@code targetLength} bytes of {@code target}.
     *
     * @throws CorruptParquetException if the bytes are not what they should be or come out longer or shorter
     */
    void decompress(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength);

    @Override
    void close();
}
