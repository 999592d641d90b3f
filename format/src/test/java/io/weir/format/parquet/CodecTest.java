package io.weir.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final int PAD = 7;

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void whatIsCompressedComesBack(Codec codec) {
        try (Compressor compressor = codec.compressor(Codec.DEFAULT_LEVEL);
                Decompressor decompressor = codec.decompressor()) {
            for (byte[] page : pages()) {
                byte[] compressed = new byte[PAD + compressor.maxCompressedLength(page.length)];
                int length = compressor.compress(page, 0, page.length, compressed, PAD);
                byte[] back = new byte[PAD + page.length];
                decompressor.decompress(compressed, PAD, length, back, PAD, page.length);
                assertThat(Arrays.copyOfRange(back, PAD, back.length)).isEqualTo(page);
                assertThat((long) page.length).isLessThanOrEqualTo(codec.maxDecompressedLength(length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
    void aLengthThatIsNotTheRealOneIsCorruption(Codec codec) {
        byte[] page = pages()[2];
        try (Compressor compressor = codec.compressor(Codec.DEFAULT_LEVEL);
                Decompressor decompressor = codec.decompressor()) {
            byte[] compressed = new byte[compressor.maxCompressedLength(page.length)];
            int length = compressor.compress(page, 0, page.length, compressed, 0);
            byte[] target = new byte[page.length + 10];
            for (int claimed : new int[] {page.length - 1, page.length + 1}) {
                assertThatThrownBy(() -> decompressor.decompress(compressed, 0, length, target, 0, claimed))
                        .isInstanceOf(CorruptParquetException.class)
                        .hasMessageContaining("codec=" + codec);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"SNAPPY", "GZIP", "ZSTD", "LZ4_RAW", "LZ4"})
    void bytesThatMeanNothingAreCorruption(Codec codec) {
        byte[] noise = new byte[300];
        Arrays.fill(noise, (byte) 0xff);
        try (Decompressor decompressor = codec.decompressor()) {
            assertThatThrownBy(() -> decompressor.decompress(noise, 0, noise.length, new byte[1000], 0, 1000))
                    .isInstanceOf(CorruptParquetException.class);
        }
    }

    @Test
    void gzipIsWhatTheJdkReadsAndWrites() throws IOException {
        byte[] page = pages()[2];
        try (Compressor compressor = Codec.GZIP.compressor(9);
                Decompressor decompressor = Codec.GZIP.decompressor()) {
            byte[] compressed = new byte[compressor.maxCompressedLength(page.length)];
            int length = compressor.compress(page, 0, page.length, compressed, 0);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed, 0, length)).readAllBytes())
                    .isEqualTo(page);

            byte[] back = new byte[2 * page.length];
            byte[] twoMembers = concat(gzip(page), gzip(page));
            decompressor.decompress(twoMembers, 0, twoMembers.length, back, 0, back.length);
            assertThat(back).isEqualTo(concat(page, page));
        }
    }

    @Test
    void hadoopsLz4IsReadInFramesAndBare() {
        byte[] page = pages()[2];
        byte[] first = LZ4Factory.safeInstance().fastCompressor().compress(Arrays.copyOf(page, 1000));
        byte[] second = LZ4Factory.safeInstance().fastCompressor().compress(page, 1000, page.length - 1000);
        byte[] framed = ByteBuffer.allocate(12 + first.length + second.length)
                .putInt(page.length)
                .putInt(first.length)
                .put(first)
                .putInt(second.length)
                .put(second)
                .array();
        byte[] bare = LZ4Factory.safeInstance().fastCompressor().compress(page);
        try (Decompressor decompressor = Codec.LZ4.decompressor()) {
            for (byte[] compressed : new byte[][] {framed, bare}) {
                byte[] back = new byte[page.length];
                decompressor.decompress(compressed, 0, compressed.length, back, 0, back.length);
                assertThat(back).isEqualTo(page);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Codec.class,
            names = {"BROTLI", "LZO"})
    void codecsWeDoNotHaveAreRefusedByName(Codec codec) {
        assertThatThrownBy(codec::decompressor)
                .isInstanceOf(UnsupportedParquetException.class)
                .hasMessageContaining("codec=" + codec);
    }

    private static byte[][] pages() {
        byte[] repeated = new byte[5000];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = (byte) (i % 13);
        }
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        return new byte[][] {new byte[0], {42}, repeated, random, new byte[1 << 20]};
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
