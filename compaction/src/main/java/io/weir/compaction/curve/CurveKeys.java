package io.weir.compaction.curve;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnVector;
import io.weir.format.expression.ColumnReference;
import io.weir.format.expression.Evaluator;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes of each row a number: how far along a curve through its columns it lies. Immutable and safe for many threads. */
public final class CurveKeys {
    /** Of a coordinate; ranges are not finer. */
    private static final int MOST_BITS = 16;

    private final Curve curve;
    private final int bits;
    private final List<Evaluator> columns;
    private final List<ColumnRanges> ranges;

    /** Those of the sample, ascending. */
    private final long[] sampled;

    private CurveKeys(Curve curve, int bits, List<Evaluator> columns, List<ColumnRanges> ranges, long[] sampled) {
        this.curve = curve;
        this.bits = bits;
        this.columns = columns;
        this.ranges = ranges;
        this.sampled = sampled;
    }

    /**
     * Keys for rows that are spread as those of a sample are.
     *
     * @param paths of the columns, as the schema has them; more than there are bits in a key make no difference
     * @param schema of the rows that will come
     * @param sample of these rows; of its columns those are looked at that the paths name
     */
    public static CurveKeys of(Curve curve, List<List<String>> paths, StructType schema, ColumnBatch sample) {
        int count = Math.min(paths.size(), Curve.MAX_BITS);
        int bits = Math.min(MOST_BITS, Curve.MAX_BITS / count);
        List<Evaluator> columns = new ArrayList<>();
        List<ColumnRanges> ranges = new ArrayList<>();
        int[][] coordinates = new int[count][];
        for (int i = 0; i < count; i++) {
            ColumnReference column = new ColumnReference(paths.get(i));
            ColumnVector values = Evaluator.of(column, sample.schema()).evaluate(sample);
            ranges.add(ColumnRanges.of(values, bits));
            coordinates[i] = ranges.get(i).coordinates(values);
            columns.add(Evaluator.of(column, schema));
        }
        long[] sampled = places(curve, coordinates, bits, sample.rowCount());
        Arrays.sort(sampled);
        return new CurveKeys(curve, bits, columns, ranges, sampled);
    }

    /** The keys of a batch's rows; none is negative. */
    public long[] of(ColumnBatch batch) {
        int[][] coordinates = new int[columns.size()][];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = ranges.get(i).coordinates(columns.get(i).evaluate(batch));
        }
        return places(curve, coordinates, bits, batch.rowCount());
    }

    private static long[] places(Curve curve, int[][] coordinates, int bits, int rows) {
        long[] keys = new long[rows];
        int[] point = new int[coordinates.length];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < point.length; i++) {
                point[i] = coordinates[i][row];
            }
            keys[row] = curve.place(point, bits);
        }
        return keys;
    }

    /**
     * Where to cut the curve into pieces of about as many rows each, as far as the sample tells: a piece has the keys from one cut, inclusive, to the
     * next, exclusive. Ascending, one less than there are pieces.
     */
    public long[] cuts(int pieces) {
        long[] cuts = new long[pieces - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = sampled.length == 0 ? 0 : sampled[(int) ((long) (i + 1) * sampled.length / pieces)];
        }
        return cuts;
    }
}
