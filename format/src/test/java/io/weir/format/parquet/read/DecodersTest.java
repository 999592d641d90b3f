package io.weir.format.parquet.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.format.parquet.CorruptParquetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes written down from the Parquet format's own examples, and packed bit by bit by the test. */
class DecodersTest {
    @Test
    void theFormatsExampleOfBitPackingIsZeroToSeven() {
        byte[] page = withSlack(0x03, 0b10001000, 0b11000110, 0b11111010);
        assertThat(runs(page, 4, 3, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void runsOfBothKindsFollowEachOther() {
        // 300 times 5 (header 300 << 1 = 600 = 0xd8 0x04), then eight packed values, then twice 7
        byte[] page = withSlack(0xd8, 0x04, 0x05, 0x03, 0b10001000, 0b11000110, 0b11111010, 0x04, 0x07);
        int[] all = runs(page, 9, 3, 310);
        assertThat(Arrays.copyOf(all, 300)).containsOnly(5);
        assertThat(Arrays.copyOfRange(all, 300, 310)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 7, 7);
    }

    @Test
    void aRepeatedValueWiderThanAByteIsLittleEndian() {
        assertThat(runs(withSlack(0x06, 0x34, 0x12), 3, 13, 3)).containsExactly(0x1234, 0x1234, 0x1234);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 16, 17, 20, 24, 28, 29, 30, 31, 32})
    void everyWidthIsUnpackedFromEveryStart(int width) {
        Random random = new Random(width);
        int count = 8 * 40;
        long[] expected = new long[count];
        for (int i = 0; i < count; i++) {
            expected[i] = width == 0 ? 0 : random.nextLong() >>> (Long.SIZE - width);
        }
        byte[] packed = pack(expected, width);
        for (int start = 0; start < 20; start++) {
            int[] read = new int[count - start];
            BitPacking.unpack(packed, 0, start, width, read, 0, read.length);
            for (int i = 0; i < read.length; i++) {
                assertThat(read[i]).isEqualTo((int) expected[start + i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 31, 32, 33, 40, 57, 58, 61, 63, 64})
    void wideNumbersAreUnpackedToo(int width) {
        Random random = new Random(width);
        long[] expected = new long[64];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = width == 0 ? 0 : random.nextLong() >>> (Long.SIZE - width);
        }
        long[] read = new long[64];
        BitPacking.unpack(pack(expected, width), 0, 0, width, read, 0, 64);
        assertThat(read).containsExactly(expected);
    }

    @Test
    void runsThatEndTooEarlyAreCorruption() {
        assertThatThrownBy(() -> runs(withSlack(0x06), 1, 3, 3)).isInstanceOf(CorruptParquetException.class);
        assertThatThrownBy(() -> runs(withSlack(), 0, 3, 3)).isInstanceOf(CorruptParquetException.class);
        assertThatThrownBy(() -> runs(withSlack(0x06, 0x01), 2, 3, 4)).isInstanceOf(CorruptParquetException.class);
        assertThatThrownBy(() -> runs(withSlack(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 6, 3, 4))
                .isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void deltasOfTheFormatsFirstExample() {
        // 1, 2, 3, 4, 5: block of 128 in 4 miniblocks, 5 values, first 1 (zigzag 2), then min delta 1, widths 0
        byte[] page = withSlack(0x80, 0x01, 0x04, 0x05, 0x02, 0x02, 0, 0, 0, 0);
        assertThat(deltas(page, 10, 5)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void deltasOfTheFormatsSecondExample() {
        // 7, 5, 3, 1, 2, 3, 4, 5: min delta -2 (zigzag 3), relative deltas 0, 0, 0, 3, 3, 3, 3 in two bits
        byte[] values = new byte[128];
        byte[] head = bytes(0x80, 0x01, 0x04, 0x08, 0x0e, 0x03, 2, 0, 0, 0, 0b11000000, 0b00111111);
        System.arraycopy(head, 0, values, 0, head.length);
        DeltaDecoder decoder = new DeltaDecoder();
        decoder.reset(values, 0, 10 + 8, 8);
        long[] read = new long[8];
        decoder.longs(read, 0, 3);
        decoder.longs(read, 3, 5);
        assertThat(read).containsExactly(7, 5, 3, 1, 2, 3, 4, 5);
        assertThat(decoder.end()).isEqualTo(18);
    }

    @Test
    void deltaHeadersThatMakeNoSenseAreCorruption() {
        for (byte[] page : List.of(
                withSlack(0x80, 0x01, 0x00, 0x05, 0x02), // no miniblocks
                withSlack(0x7f, 0x01, 0x05, 0x02), // miniblocks of no multiple of 32
                withSlack(0xff, 0xff, 0xff, 0xff, 0x0f, 0x01, 0x05, 0x02), // an enormous block
                withSlack(0x80, 0x01, 0x04, 0x05, 0x02, 0x02, 65, 0, 0, 0))) { // a width of 65
            assertThatThrownBy(() -> deltas(page, page.length - LittleEndian.SLACK, 5))
                    .isInstanceOf(CorruptParquetException.class);
        }
    }

    @Test
    void aNumberOfValuesThatNoPageHoldsTakesNoMemory() {
        // two billion lengths are claimed, none is there
        byte[] page = withSlack(0x80, 0x01, 0x04, 0x80, 0x80, 0x80, 0x80, 0x07, 0x0a);
        DeltaLengthDecoder decoder = new DeltaLengthDecoder();
        assertThatThrownBy(() -> decoder.reset(page, 0, page.length - LittleEndian.SLACK, Integer.MAX_VALUE))
                .isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void lengthsThenBytes() {
        // Hello World Foobar ABCDEF: lengths 5, 5, 6, 6; min delta 0, one bit each in the first miniblock: 0, 1, 0
        byte[] head = bytes(0x80, 0x01, 0x04, 0x04, 0x0a, 0x00, 1, 0, 0, 0, 0b010, 0, 0, 0);
        byte[] text = "HelloWorldFoobarABCDEF".getBytes(StandardCharsets.UTF_8);
        byte[] page = padded(concat(head, text));
        DeltaLengthDecoder decoder = new DeltaLengthDecoder();
        decoder.reset(page, 0, head.length + text.length, 4);
        ByteArrays target = new ByteArrays(0, 0);
        decoder.bytes(target, 1);
        decoder.skip(1);
        decoder.bytes(target, 2);
        assertThat(strings(target)).containsExactly("Hello", "Foobar", "ABCDEF");
    }

    @Test
    void prefixesAreTakenFromTheValueBefore() {
        // axis, axle, babble, babyhood: prefixes 0, 2, 0, 3; suffix lengths 4, 2, 6, 5
        byte[] prefixes = bytes(0x80, 0x01, 0x04, 0x04, 0x00, 0x03, 3, 0, 0, 0);
        // deltas 2, -2, 3 over the minimum -2: 4, 0, 5 in three bits
        byte[] prefixBits = bytes(0b01000100, 0b1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] lengths = bytes(0x80, 0x01, 0x04, 0x04, 0x08, 0x03, 3, 0, 0, 0);
        // deltas -2, 4, -1 over the minimum -2: 0, 6, 1
        byte[] lengthBits = bytes(0b01110000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        byte[] text = "axislebabbleyhood".getBytes(StandardCharsets.UTF_8);
        byte[] page = padded(concat(concat(concat(prefixes, prefixBits), concat(lengths, lengthBits)), text));
        for (int skipped = 0; skipped < 4; skipped++) {
            DeltaBytesDecoder decoder = new DeltaBytesDecoder(false);
            decoder.reset(page, 0, page.length - LittleEndian.SLACK, 4);
            ByteArrays target = new ByteArrays(0, 0);
            decoder.skip(skipped);
            for (int i = skipped; i < 4; i++) {
                decoder.bytes(target, 1);
            }
            assertThat(strings(target))
                    .isEqualTo(List.of("axis", "axle", "babble", "babyhood").subList(skipped, 4));
        }
    }

    @Test
    void plainStringsLoseTheLengthsBetweenThem() {
        String longText = "x".repeat(200);
        byte[] page = bytes();
        List<String> expected = List.of("", "a", "seven77", "exactly8", longText, "nine nine", "");
        for (String value : expected) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            page = concat(concat(page, bytes(utf8.length, 0, 0, 0)), utf8);
        }
        int end = page.length;
        byte[] padded = Arrays.copyOf(page, end + LittleEndian.SLACK);
        PlainDecoder decoder = new PlainDecoder(PhysicalType.BYTE_ARRAY, 0);
        decoder.reset(padded, 0, end, expected.size());
        ByteArrays target = new ByteArrays(0, 0);
        decoder.bytes(target, 3);
        decoder.skip(1);
        decoder.bytes(target, 3);
        List<String> read = new ArrayList<>(expected);
        read.remove(3);
        assertThat(strings(target)).isEqualTo(read);
        assertThatThrownBy(() -> decoder.bytes(target, 1)).isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void aLengthThatLiesIsCorruption() {
        for (byte[] page : List.of(bytes(9, 0, 0, 0, 65), bytes(0xff, 0xff, 0xff, 0xff, 65), bytes(1, 0, 0))) {
            byte[] padded = Arrays.copyOf(page, page.length + LittleEndian.SLACK);
            PlainDecoder decoder = new PlainDecoder(PhysicalType.BYTE_ARRAY, 0);
            decoder.reset(padded, 0, page.length, 1);
            assertThatThrownBy(() -> decoder.bytes(new ByteArrays(0, 0), 1))
                    .isInstanceOf(CorruptParquetException.class);
            assertThatThrownBy(() -> decoder.skip(1)).isInstanceOf(CorruptParquetException.class);
        }
    }

    @Test
    void plainBooleansAreBits() {
        PlainDecoder decoder = new PlainDecoder(PhysicalType.BOOLEAN, 0);
        decoder.reset(withSlack(0, 0b10110010, 0b1), 1, 3, 9);
        boolean[] read = new boolean[7];
        decoder.skip(2);
        decoder.booleans(read, 0, 7);
        assertThat(read).containsExactly(false, false, true, true, false, true, true);
    }

    @Test
    void booleansInRunsHaveALengthBefore() {
        RleBooleanDecoder decoder = new RleBooleanDecoder();
        decoder.reset(withSlack(4, 0, 0, 0, 0x06, 0x01, 0x03, 0b0101), 0, 8, 11);
        boolean[] read = new boolean[7];
        decoder.booleans(read, 0, 7);
        assertThat(read).containsExactly(true, true, true, true, false, true, false);
    }

    @Test
    void splitStreamsAreJoinedAgain() {
        FileNode leaf = leaf(PhysicalType.INT32, 0);
        SplitDecoder decoder = new SplitDecoder(leaf);
        // 0xAABBCCDD, 0x00112233, 0xA3B4C5D6, lowest bytes first
        byte[] page = withSlack(0xdd, 0x33, 0xd6, 0xcc, 0x22, 0xc5, 0xbb, 0x11, 0xb4, 0xaa, 0x00, 0xa3);
        decoder.reset(page, 0, 12, 3);
        int[] read = new int[2];
        decoder.skip(1);
        decoder.ints(read, 0, 2);
        assertThat(read).containsExactly(0x00112233, 0xa3b4c5d6);
        assertThatThrownBy(() -> decoder.skip(1)).isInstanceOf(CorruptParquetException.class);
    }

    @Test
    void fixedLengthValuesAreSplitToo() {
        SplitDecoder decoder = new SplitDecoder(leaf(PhysicalType.FIXED_LEN_BYTE_ARRAY, 3));
        decoder.reset(withSlack('a', 'd', 'b', 'e', 'c', 'f'), 0, 6, 2);
        ByteArrays target = new ByteArrays(0, 0);
        decoder.bytes(target, 2);
        assertThat(strings(target)).containsExactly("abc", "def");
    }

    @Test
    void legacyLevelsHaveTheirHighestBitFirst() {
        // the format's example: 0 to 7 in three bits each
        byte[] packed = bytes(0b00000101, 0b00111001, 0b01110111);
        byte[] run = LegacyLevels.asRun(packed, 0, 8, 3);
        assertThat(runs(run, run.length - LittleEndian.SLACK, 3, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    static FileNode leaf(PhysicalType type, int length) {
        return new FileNode(
                "c", "c", FileNode.Occurs.REQUIRED, Annotation.NONE, -1, 0, 0, type, length, 0, FileCalendar.GREGORIAN);
    }

    private static int[] runs(byte[] page, int limit, int width, int count) {
        RleDecoder decoder = new RleDecoder();
        decoder.reset(page, 0, limit, width);
        int[] read = new int[count];
        decoder.read(read, 0, count);

        byte[] levels = new byte[count];
        if (width <= 8) {
            decoder.reset(page, 0, limit, width);
            decoder.read(levels, 0, count / 2);
            decoder.skip(0);
            decoder.read(levels, count / 2, count - count / 2);
            for (int i = 0; i < count; i++) {
                assertThat(levels[i] & 0xff).isEqualTo(read[i]);
            }
        }
        return read;
    }

    private static long[] deltas(byte[] page, int limit, int count) {
        DeltaDecoder decoder = new DeltaDecoder();
        decoder.reset(page, 0, limit, count);
        long[] read = new long[count];
        decoder.longs(read, 0, count);
        return read;
    }

    private static List<String> strings(ByteArrays values) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < values.count; i++) {
            strings.add(new String(
                    values.data, values.offsets[i], values.offsets[i + 1] - values.offsets[i], StandardCharsets.UTF_8));
        }
        return strings;
    }

    private static byte[] pack(long[] values, int width) {
        byte[] packed = new byte[values.length * width / 8 + LittleEndian.SLACK];
        for (int i = 0; i < values.length; i++) {
            for (int bit = 0; bit < width; bit++) {
                if ((values[i] >>> bit & 1) != 0) {
                    int at = i * width + bit;
                    packed[at / 8] |= (byte) (1 << (at % 8));
                }
            }
        }
        return packed;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] withSlack(int... values) {
        return padded(bytes(values));
    }

    private static byte[] padded(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + LittleEndian.SLACK);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
