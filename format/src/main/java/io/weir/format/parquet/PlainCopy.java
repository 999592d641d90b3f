package io.weir.format.parquet;

/** No compression. */
final class PlainCopy implements Compressor, Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int targetOffset, int targetLength) {
        if (length != targetLength) {
            throw Decompressed.wrongLength(Codec.UNCOMPRESSED, targetLength, length);
        }
        System.arraycopy(source, offset, target, targetOffset, length);
    }

    @Override
    public int maxCompressedLength(int length) {
        return length;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset) {
        System.arraycopy(source, offset, target, targetOffset, length);
        return length;
    }

    @Override
    public void close() {}
}
