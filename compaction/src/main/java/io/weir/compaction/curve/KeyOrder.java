package io.weir.compaction.curve;

import java.util.Arrays;

/** Sorts places by keys, without an object a place. Pure functions; stable. */
public final class KeyOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private KeyOrder() {}

    /**
     * The places from 0 in ascending order of their keys.
     *
     * @param keys not negative
     */
    public static int[] of(long[] keys) {
        int[] places = new int[keys.length];
        long differing = 0;
        for (int i = 0; i < keys.length; i++) {
            places[i] = i;
            differing |= keys[i] ^ keys[0];
        }
        int[] sorted = new int[keys.length];
        for (int shift = 0; shift < Long.SIZE && differing >>> shift != 0; shift += DIGIT_BITS) {
            if ((differing >>> shift & DIGITS - 1) != 0) {
                byDigit(keys, shift, places, sorted);
                int[] free = places;
                places = sorted;
                sorted = free;
            }
        }
        return places;
    }

    private static void byDigit(long[] keys, int shift, int[] places, int[] sorted) {
        int[] next = new int[DIGITS + 1];
        for (long key : keys) {
            next[(int) (key >>> shift & DIGITS - 1) + 1]++;
        }
        for (int digit = 0; digit < DIGITS; digit++) {
            next[digit + 1] += next[digit];
        }
        for (int place : places) {
            sorted[next[(int) (keys[place] >>> shift & DIGITS - 1)]++] = place;
        }
    }

    /** Rows by the piece of a curve that they belong to, in their order. Immutable. */
    public static final class Pieces {
        /** All rows, those of the first piece first. */
        private final int[] rows;

        /** Where each piece begins in them; one more for the end. */
        private final int[] starts;

        private Pieces(int[] rows, int[] starts) {
            this.rows = rows;
            this.starts = starts;
        }

        /** Where the rows of a piece are. */
        public int[] of(int piece) {
            return Arrays.copyOfRange(rows, starts[piece], starts[piece + 1]);
        }
    }

    /** @param cuts see {@link CurveKeys#cuts(int)} */
    public static Pieces pieces(long[] keys, long[] cuts) {
        int[] piece = new int[keys.length];
        int[] starts = new int[cuts.length + 2];
        for (int row = 0; row < keys.length; row++) {
            int low = 0;
            int high = cuts.length;
            while (low < high) {
                int middle = low + high >>> 1;
                if (cuts[middle] <= keys[row]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            piece[row] = low;
            starts[low + 1]++;
        }
        for (int i = 0; i <= cuts.length; i++) {
            starts[i + 1] += starts[i];
        }
        int[] next = starts.clone();
        int[] rows = new int[keys.length];
        for (int row = 0; row < rows.length; row++) {
            rows[next[piece[row]]++] = row;
        }
        return new Pieces(rows, starts);
    }
}
