package io.weir.format.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/** One raw Snappy block. */
final class SnappyCodec implements Compressor, Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
        try {
            // The native code trusts the block's own length, so it is compared before anything is written.
            int found = Snappy.uncompressedLength(source, offset, length);
            if (found != targetLength) {
                throw Decompressed.wrongLength(Codec.SNAPPY, targetLength, found);
            }
            Snappy.uncompress(source, offset, length, target, targetOffset);
        } catch (IOException | IllegalArgumentException e) {
            throw Decompressed.damaged(Codec.SNAPPY, e);
        }
    }

    @Override
    public int maxCompressedLength(int length) {
        return Snappy.maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset) {
        try {
            return Snappy.compress(source, offset, length, target, targetOffset);
        } catch (IOException e) {
            throw new UncheckedIOException("Snappy cannot compress a page", e);
        }
    }

    @Override
    public void close() {}
}
