package io.weir.format.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StringBoundsTest {
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);
    private static final String A32 = "a".repeat(32);

    @Test
    void aStringOfUpTo32CharactersStaysWhole() {
        assertThat(min("")).isEmpty();
        assertThat(max("")).isEmpty();
        assertThat(min(A32)).isEqualTo(A32);
        assertThat(max(A32)).isEqualTo(A32);
    }

    @Test
    void aLongerOneIsCutAndTheGreatestRoundedUp() {
        assertThat(min(A32 + "b")).isEqualTo(A32);
        assertThat(max(A32 + "b")).isEqualTo(A32 + "\u007f");
        assertThat(max(A32 + "\u007f")).isEqualTo(A32 + LAST);
        assertThat(max(A32 + "ä")).isEqualTo(A32 + LAST);
        assertThat(max(A32 + "\uffff")).isEqualTo(A32 + LAST);
    }

    @Test
    void theLastCharacterOfAllCannotBeRoundedUpSoTheNextOneIs() {
        assertThat(max(A32 + LAST + "b")).isEqualTo(A32 + LAST + "\u007f");
        assertThat(max(A32 + LAST)).isEqualTo(A32 + LAST);
        assertThat(max(A32 + LAST.repeat(32))).isEqualTo(A32 + LAST.repeat(32));
        assertThat(max(A32 + LAST.repeat(33))).isNull();
    }

    @Test
    void aSurrogatePairIsOneCharacterAndNeverSplit() {
        String pair = "\ud83d\ude00";
        assertThat(min(pair.repeat(33))).isEqualTo(pair.repeat(32));
        assertThat(max(pair.repeat(33))).isEqualTo(pair.repeat(32) + LAST);
        assertThat(min("a".repeat(31) + pair + "b")).isEqualTo("a".repeat(31) + pair);
    }

    @Test
    void whatIsNotUtf8HasNoBounds() {
        byte[] broken = {'a', (byte) 0xc3, '('};
        assertThat(StringBounds.min(broken)).isNull();
        assertThat(StringBounds.max(broken)).isNull();
    }

    @Test
    void aValueOfMegabytesCostsNoMoreThanItsPrefix() {
        byte[] large = new byte[5_000_000];
        Arrays.fill(large, (byte) 'x');
        assertThat(StringBounds.min(large)).isEqualTo("x".repeat(32));
        assertThat(StringBounds.max(large)).isEqualTo("x".repeat(32) + "\u007f");
    }

    @Test
    void boundsHoldInTheOrderOfBytes() {
        Random random = new Random(3);
        int[] alphabet = {'a', 0x7e, 0x7f, 0x80, 0xe9, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10fffe, 0x10ffff
        };
        for (int i = 0; i < 5000; i++) {
            StringBuilder text = new StringBuilder("p".repeat(random.nextInt(33)));
            for (int j = random.nextInt(50); j > 0; j--) {
                text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            byte[] value = text.toString().getBytes(UTF_8);
            assertThat(Arrays.compareUnsigned(
                            requireNonNull(StringBounds.min(value)).getBytes(UTF_8), value))
                    .isLessThanOrEqualTo(0);
            String max = StringBounds.max(value);
            if (max != null) {
                assertThat(Arrays.compareUnsigned(max.getBytes(UTF_8), value)).isGreaterThanOrEqualTo(0);
            }
        }
    }

    private static @Nullable String min(String value) {
        return StringBounds.min(value.getBytes(UTF_8));
    }

    private static @Nullable String max(String value) {
        return StringBounds.max(value.getBytes(UTF_8));
    }
}
