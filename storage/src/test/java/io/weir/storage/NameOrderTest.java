package io.weir.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameOrderTest {
    @Test
    void theOrderIsThatOfTheUtf8Bytes() {
        List<String> names = List.of(
                "", "0", "00", "~", "\u007f", "\u0080", "é", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "🚀",
                "🚀a", "🚁", "\uffffa", "a🚀", "a\uffff");
        for (String a : names) {
            for (String b : names) {
                assertThat(Integer.signum(NameOrder.UTF8.compare(a, b)))
                        .as("%s against %s", a, b)
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
            }
        }
    }
}
