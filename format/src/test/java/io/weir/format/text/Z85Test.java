package io.weir.format.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Z85Test {
    @Test
    void theExampleOfTheRfcIsItsText() {
        byte[] bytes = HexFormat.of().parseHex("864fd26fb559f75b");

        assertThat(Z85.encode(bytes)).isEqualTo("HelloWorld");
        assertThat(Z85.decode("HelloWorld")).isEqualTo(bytes);
    }

    @Test
    void aLastGroupIsFilledWithZeros() {
        Random random = new Random(7);
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);

            String text = Z85.encode(bytes);

            assertThat(text).hasSize((length + 3) / 4 * 5);
            assertThat(Z85.decode(text)).isEqualTo(Arrays.copyOf(bytes, (length + 3) / 4 * 4));
        }
    }

    @Test
    void aGroupThatIsTooLargeIsItsLowerBytesAsForOtherReaders() {
        assertThat(Z85.decode("##093")).containsExactly(0x08, 0x6e, 0xb2, 0xd8);
        assertThat(Z85.decode("")).isEmpty();
    }

    @Test
    void whatIsNoZ85IsRefused() {
        for (String text : new String[] {"Hell", "Hel o", "Hell\u00e9", "HelloWorld0"}) {
            assertThatThrownBy(() -> Z85.decode(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
