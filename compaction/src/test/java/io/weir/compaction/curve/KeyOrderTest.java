package io.weir.compaction.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOrderTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 1000, 1L << 30, 1L << 62})
    void placesAreSortedByTheirKeysAndStayInOrderWhereKeysAreEqual(long bound) {
        Random random = new Random(bound);
        long[] keys = random.longs(5000, 0, bound + 1).toArray();
        int[] expected = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingLong(i -> keys[i]))
                .mapToInt(i -> i)
                .toArray();
        assertThat(KeyOrder.of(keys)).containsExactly(expected);
    }

    @Test
    void noKeysHaveNoOrder() {
        assertThat(KeyOrder.of(new long[0])).isEmpty();
    }

    @Test
    void aPieceHasTheKeysFromOneCutToTheNextInTheirOrder() {
        long[] keys = {5, 0, 9, 4, 5, 3};
        KeyOrder.Pieces pieces = KeyOrder.pieces(keys, new long[] {4, 5, 5, 20});
        assertThat(IntStream.range(0, 5).mapToObj(i -> Arrays.toString(pieces.of(i))))
                .containsExactly("[1, 5]", "[3]", "[]", "[0, 2, 4]", "[]");
    }
}
