package io.weir.format.parquet.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunLengthsTest {

    @Test
    void theWidthIsThatOfTheGreatestAndNeverZero() {
        assertThat(RunLengths.bitWidth(0)).isEqualTo(1);
        assertThat(RunLengths.bitWidth(1)).isEqualTo(1);
        assertThat(RunLengths.bitWidth(2)).isEqualTo(2);
        assertThat(RunLengths.bitWidth(255)).isEqualTo(8);
        assertThat(RunLengths.bitWidth(256)).isEqualTo(9);
        assertThat(RunLengths.bitWidth(Integer.MAX_VALUE)).isEqualTo(31);
    }

    @Test
    void theExampleOfTheSpecificationIsPackedAsThere() {
        ByteSink sink = new ByteSink(0);
        RunLengths.encode(new int[] {0, 1, 2, 3, 4, 5, 6, 7}, 8, 3, sink);
        assertThat(sink.toByteArray()).containsExactly(3, 0b10001000, 0b11000110, 0b11111010);
    }

    @Test
    void whateverIsEncodedIsDecodedAtEveryWidth() {
        Random random = new Random(9);
        for (int bitWidth = 1; bitWidth <= 31; bitWidth++) {
            for (int count : new int[] {0, 1, 7, 8, 9, 16, 63, 504, 505, 5000}) {
                int[] values = new int[count];
                for (int i = 0; i < count; i++) {
                    boolean repeat = i > 0 && random.nextInt(count < 100 ? 3 : 20) > 0;
                    values[i] = repeat ? values[i - 1] : random.nextInt() >>> (32 - bitWidth);
                }
                ByteSink sink = new ByteSink(0);
                RunLengths.encode(values, count, bitWidth, sink);
                assertThat(decode(sink.toByteArray(), bitWidth, count))
                        .as("width %s, count %s", bitWidth, count)
                        .isEqualTo(values);
            }
        }
    }

    @Test
    void aLongRunTakesAFewBytes() {
        int[] values = new int[100_000];
        Arrays.fill(values, 300);
        ByteSink sink = new ByteSink(0);
        RunLengths.encode(values, values.length, 9, sink);
        assertThat(sink.size()).isEqualTo(3 + 2);
    }

    /** Bit by bit, as the specification tells it. */
    private static int[] decode(byte[] bytes, int bitWidth, int count) {
        int[] values = new int[count];
        int at = 0;
        int filled = 0;
        while (filled < count) {
            int header = 0;
            for (int shift = 0; ; shift += 7) {
                header |= (bytes[at] & 0x7f) << shift;
                if (bytes[at++] >= 0) {
                    break;
                }
            }
            if ((header & 1) == 0) {
                int value = 0;
                for (int i = 0; i < (bitWidth + 7) / 8; i++) {
                    value |= (bytes[at++] & 0xff) << (8 * i);
                }
                Arrays.fill(values, filled, filled + (header >>> 1), value);
                filled += header >>> 1;
                continue;
            }
            int packed = (header >>> 1) * 8;
            for (int i = 0; i < packed; i++) {
                int value = 0;
                for (int bit = 0; bit < bitWidth; bit++) {
                    int position = i * bitWidth + bit;
                    value |= (bytes[at + position / 8] >>> (position % 8) & 1) << bit;
                }
                if (filled < count) {
                    values[filled++] = value;
                }
            }
            at += packed / 8 * bitWidth;
        }
        assertThat(at).isEqualTo(bytes.length);
        return values;
    }
}
