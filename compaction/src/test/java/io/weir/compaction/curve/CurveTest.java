package io.weir.compaction.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CurveTest {
    @ParameterizedTest
    @CsvSource({"Z_ORDER,1,5", "Z_ORDER,2,4", "Z_ORDER,3,3", "HILBERT,1,5", "HILBERT,2,4", "HILBERT,3,3", "HILBERT,4,2"
    })
    void everyPlaceBelongsToOnePoint(Curve curve, int dimensions, int bits) {
        assertThat(Arrays.stream(points(curve, dimensions, bits))).doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource({"1,6", "2,5", "3,3", "4,2", "5,2"})
    void neighboursOnTheHilbertCurveAreNeighboursInTheCube(int dimensions, int bits) {
        int[][] points = points(Curve.HILBERT, dimensions, bits);
        for (int place = 1; place < points.length; place++) {
            int[] here = points[place];
            int[] before = points[place - 1];
            int steps = IntStream.range(0, dimensions)
                    .map(i -> Math.abs(here[i] - before[i]))
                    .sum();
            assertThat(steps).as("place " + place).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofOneColumnTheCurveIsItsOrder(Curve curve) {
        for (int value = 0; value < 100; value++) {
            assertThat(curve.place(new int[] {value}, 16)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void placesHaveAsManyBitsAsAllCoordinatesAndNoSign(Curve curve) {
        int[] corner = new int[31];
        Arrays.fill(corner, 3);
        assertThat(curve.place(corner, 2)).isBetween(0L, (1L << 62) - 1);
    }

    /** The points of a cube by their places. */
    private static int[][] points(Curve curve, int dimensions, int bits) {
        int[][] points = new int[1 << dimensions * bits][];
        for (int i = 0; i < points.length; i++) {
            int[] point = new int[dimensions];
            for (int d = 0; d < dimensions; d++) {
                point[d] = i >>> d * bits & (1 << bits) - 1;
            }
            points[(int) curve.place(point.clone(), bits)] = point;
        }
        return points;
    }
}
