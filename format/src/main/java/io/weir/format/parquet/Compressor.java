package io.weir.format.parquet;

/** Compresses pages with one codec, keeping its working memory from page to page. One thread at a time. */
public interface Compressor extends AutoCloseable {

    /** The most bytes that {@code length} bytes can become. */
    int maxCompressedLength(int length);

    /**
     * Compresses bytes into {@code target}, which has at least {@link #maxCompressedLength} bytes from {@code targetOffset}.
     *
     * @return how many bytes were written
     */
    int compress(byte[] source, int offset, int length, byte[] target, int targetOffset);

    @Override
    void close();
}
