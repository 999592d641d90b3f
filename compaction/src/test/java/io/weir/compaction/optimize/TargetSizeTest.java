package io.weir.compaction.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 33554432",
        "1073741823, 33554432",
        "1073741824, 67108864",
        "2147483648, 134217728",
        "2560000000000, 134217728",
        "2560000000001, 268435456",
        "10000000000000, 1073741824",
        "9000000000000000000, 1073741824"
    })
    void filesGetLongerWithTheirTable(long tableBytes, long expected) {
        assertThat(TargetSize.ofTable(tableBytes)).isEqualTo(expected);
    }
}
