package io.weir.format.parquet;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** One raw LZ4 block. */
final class Lz4Codec implements Compressor, Decompressor {
    private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
    private final LZ4SafeDecompressor decompressor =
            LZ4Factory.fastestInstance().safeDecompressor();

    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
        int found;
        try {
            found = decompressor.decompress(source, offset, length, target, targetOffset, targetLength);
        } catch (LZ4Exception e) {
            throw Decompressed.damaged(Codec.LZ4_RAW, e);
        }
        if (found != targetLength) {
            throw Decompressed.wrongLength(Codec.LZ4_RAW, targetLength, found);
        }
    }

    @Override
    public int maxCompressedLength(int length) {
        return compressor.maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset) {
        return compressor.compress(source, offset, length, target, targetOffset, target.length - targetOffset);
    }

    @Override
    public void close() {}
}
