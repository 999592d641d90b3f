package io.weir.format.parquet.write;

import io.weir.format.parquet.Codec;
import io.weir.format.parquet.Compressor;
import java.util.Arrays;

/** What the columns of a file share to compress a page: the compressor and two buffers. One thread at a time; close it. */
final class PageCompressor implements AutoCloseable {
    private final Codec codec;
    private final Compressor compressor;
    private final ByteSink sink = new ByteSink(1 << 12);
    private byte[] target = {};

    PageCompressor(Codec codec, int level) {
        this.codec = codec;
        this.compressor = codec.compressor(level);
    }

    /** The place to build a page, emptied. The page there before is lost. */
    ByteSink emptySink() {
        sink.clear();
        return sink;
    }

    boolean compresses() {
        return codec != Codec.UNCOMPRESSED;
    }

    /** A page's bytes, those from {@code from} on compressed. */
    byte[] compress(ByteSink page, int from) {
        if (!compresses()) {
            return page.toByteArray();
        }
        int length = page.size() - from;
        int most = Math.addExact(from, compressor.maxCompressedLength(length));
        if (target.length < most) {
            target = new byte[most];
        }
        System.arraycopy(page.array(), 0, target, 0, from);
        int compressed = compressor.compress(page.array(), from, length, target, from);
        return Arrays.copyOf(target, from + compressed);
    }

    @Override
    public void close() {
        compressor.close();
    }
}
