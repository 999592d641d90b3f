package io.weir.format.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** Zstandard frames, with native contexts that live as long as the compressor. */
final class ZstdCodec {
    /** Half the time of level 3 for the same size on most tables. */
    private static final int DEFAULT_LEVEL = 1;

    private ZstdCodec() {}

    static final class Reader implements Decompressor {
        private final ZstdDecompressCtx context = new ZstdDecompressCtx();

        @Override
        public void decompress(
                byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
            int found;
            try {
                found = context.decompressByteArray(target, targetOffset, targetLength, source, offset, length);
            } catch (ZstdException e) {
                throw Decompressed.damaged(Codec.ZSTD, e);
            }
            if (found != targetLength) {
                throw Decompressed.wrongLength(Codec.ZSTD, targetLength, found);
            }
        }

        @Override
        public void close() {
            context.close();
        }
    }

    static final class Writer implements Compressor {
        private final ZstdCompressCtx context = new ZstdCompressCtx();

        Writer(int level) {
            context.setLevel(level == Codec.DEFAULT_LEVEL ? DEFAULT_LEVEL : level);
        }

        @Override
        public int maxCompressedLength(int length) {
            return Math.toIntExact(Zstd.compressBound(length));
        }

        @Override
        public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset) {
            return context.compressByteArray(
                    target, targetOffset, target.length - targetOffset, source, offset, length);
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
