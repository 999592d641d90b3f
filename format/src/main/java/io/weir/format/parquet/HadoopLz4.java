package io.weir.format.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The deprecated LZ4 codec: Hadoop's frames (decompressed length, then blocks with their compressed lengths, all big-endian).
 * Some old writers put a bare block there, so that is tried where the frames do not add up.
 */
final class HadoopLz4 implements Decompressor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LENGTH_BYTES = 4;

    private final LZ4SafeDecompressor blocks = LZ4Factory.fastestInstance().safeDecompressor();

    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
        try {
            if (framed(source, offset, length, target, targetOffset, targetLength)) {
                return;
            }
            int found = blocks.decompress(source, offset, length, target, targetOffset, targetLength);
            if (found != targetLength) {
                throw Decompressed.wrongLength(Codec.LZ4, targetLength, found);
            }
        } catch (LZ4Exception e) {
            throw Decompressed.damaged(Codec.LZ4, e);
        }
    }

    private boolean framed(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
        int position = offset;
        int end = offset + length;
        int written = 0;
        while (end - position >= LENGTH_BYTES) {
            int frame = (int) INT.get(source, position);
            position += LENGTH_BYTES;
            if (frame < 0 || frame > targetLength - written) {
                return false;
            }
            int frameEnd = written + frame;
            while (written < frameEnd) {
                if (end - position < LENGTH_BYTES) {
                    return false;
                }
                int block = (int) INT.get(source, position);
                position += LENGTH_BYTES;
                if (block <= 0 || block > end - position) {
                    return false;
                }
                int found;
                try {
                    found = blocks.decompress(
                            source, position, block, target, targetOffset + written, frameEnd - written);
                } catch (LZ4Exception e) {
                    return false;
                }
                if (found == 0) {
                    return false;
                }
                written += found;
                position += block;
            }
        }
        return position == end && written == targetLength;
    }

    @Override
    public void close() {}
}
