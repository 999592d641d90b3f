package io.weir.format.batch;

import io.weir.format.type.DataType;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Unscaled decimals of 19 to 38 digits as two's complement in two longs: {@code high * 2^64 + unsigned(low)}. */
public final class Int128Vector extends ColumnVector {
    private final long[] highs;
    private final long[] lows;

    public Int128Vector(DataType type, int length, long[] highs, long[] lows, boolean @Nullable [] nulls) {
        super(type, length, nulls);
        this.highs = highs;
        this.lows = lows;
    }

    public long high(int row) {
        return highs[row];
    }

    public long low(int row) {
        return lows[row];
    }

    public long[] highs() {
        return highs;
    }

    public long[] lows() {
        return lows;
    }

    /** The unscaled value as an object; for edges, not for loops. */
    public BigInteger unscaled(int row) {
        return unscaled(highs[row], lows[row]);
    }

    /** Two longs as one number. */
    public static BigInteger unscaled(long high, long low) {
        BigInteger lowPart = BigInteger.valueOf(low);
        if (low < 0) {
            lowPart = lowPart.add(BigInteger.ONE.shiftLeft(Long.SIZE));
        }
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(lowPart);
    }

    @Override
    public Int128Vector take(int[] rows, int count) {
        long[] takenHighs = new long[count];
        long[] takenLows = new long[count];
        for (int i = 0; i < count; i++) {
            takenHighs[i] = highs[rows[i]];
            takenLows[i] = lows[rows[i]];
        }
        return new Int128Vector(type(), count, takenHighs, takenLows, takeNulls(rows, count));
    }

    @Override
    public Int128Vector slice(int from, int to) {
        return new Int128Vector(
                type(),
                to - from,
                Arrays.copyOfRange(highs, from, to),
                Arrays.copyOfRange(lows, from, to),
                sliceNulls(from, to));
    }

    @Override
    public Int128Vector withType(DataType newType) {
        return new Int128Vector(newType, length(), highs, lows, nulls());
    }
}
