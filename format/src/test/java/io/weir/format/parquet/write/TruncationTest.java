package io.weir.format.parquet.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TruncationTest {
    private static final int[] CHARACTERS = {'a', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};

    @Test
    void shortValuesStayAsTheyAre() {
        byte[] value = new byte[Truncation.MAX_BYTES];
        assertThat(Truncation.min(value, true)).isSameAs(value);
        assertThat(Truncation.max(value, false)).isSameAs(value);
    }

    @Test
    void theGreatestOfBytesCarriesOverThoseThatCannotGrow() {
        byte[] value = new byte[65];
        Arrays.fill(value, 2, 65, (byte) 0xff);
        assertThat(Truncation.max(value, false)).containsExactly(0, 1);
    }

    @Test
    void charactersWithoutASuccessorOfTheirLengthArePassedOver() {
        assertThat(max("b" + "\u007f".repeat(70))).isEqualTo("c");
        assertThat(max("a".repeat(61) + "\ud7ff" + "x")).isEqualTo("a".repeat(61) + "\ue000");
        assertThat(max("a".repeat(60) + "\udbff\udfff" + "x")).isEqualTo("a".repeat(59) + "b");
        assertThat(max("a".repeat(63) + "é")).isEqualTo("a".repeat(62) + "b");
    }

    @Test
    void whatHasNoGreaterPrefixIsKeptWhole() {
        String last = "\udbff\udfff".repeat(20);
        assertThat(max(last)).isEqualTo(last);
    }

    @Test
    void whatIsCutIsABoundAndStillUtf8() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 30 + random.nextInt(40)) {
                text.appendCodePoint(CHARACTERS[random.nextInt(CHARACTERS.length)]);
            }
            byte[] value = text.toString().getBytes(UTF_8);
            byte[] min = Truncation.min(value, true);
            byte[] max = Truncation.max(value, true);
            assertThat(Arrays.compareUnsigned(min, value)).isLessThanOrEqualTo(0);
            assertThat(Arrays.compareUnsigned(max, value)).isGreaterThanOrEqualTo(0);
            assertThat(new String(min, UTF_8).getBytes(UTF_8)).isEqualTo(min);
            assertThat(new String(max, UTF_8).getBytes(UTF_8)).isEqualTo(max);
        }
    }

    @Test
    void stringsThatAreNotUtf8AreCutToo() {
        Random random = new Random(12);
        for (int i = 0; i < 5000; i++) {
            byte[] value = new byte[60 + random.nextInt(30)];
            random.nextBytes(value);
            if (random.nextBoolean()) {
                Arrays.fill(value, (byte) 0x80);
            }
            assertThat(Arrays.compareUnsigned(Truncation.min(value, true), value))
                    .isLessThanOrEqualTo(0);
            assertThat(Arrays.compareUnsigned(Truncation.max(value, true), value))
                    .isGreaterThanOrEqualTo(0);
            assertThat(Arrays.compareUnsigned(Truncation.max(value, false), value))
                    .isGreaterThanOrEqualTo(0);
        }
    }

    private static String max(String value) {
        return new String(Truncation.max(value.getBytes(UTF_8), true), UTF_8);
    }
}
