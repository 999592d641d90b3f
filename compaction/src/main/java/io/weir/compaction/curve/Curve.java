package io.weir.compaction.curve;

/** A way through all points of a cube that has as many dimensions as there are columns. Pure. */
public enum Curve {
    /** The bits of the coordinates in turn, the highest first. Cheap; jumps where a high bit changes. */
    Z_ORDER("zorder", "Z-order") {
        @Override
        long place(int[] point, int bits) {
            return interleaved(point, bits);
        }
    },

    /** Never jumps: points that follow each other on it are neighbours in the cube. */
    HILBERT("hilbert", "Hilbert curve") {
        @Override
        long place(int[] point, int bits) {
            turn(point, bits);
            return interleaved(point, bits);
        }
    };

    /** A place on the curve is a number from 0 and has as many bits at most. */
    static final int MAX_BITS = 62;

    private final String tag;
    private final String title;

    Curve(String tag, String title) {
        this.tag = tag;
        this.title = title;
    }

    /** As tags of files have it. */
    public String tag() {
        return tag;
    }

    @Override
    public String toString() {
        return title;
    }

    /**
     * How far along the curve a point lies, from 0.
     *
     * @param point its coordinates, from 0 and of so many bits each; its contents are undefined afterwards
     * @param bits of one coordinate; all coordinates together have {@link #MAX_BITS} at most
     */
    abstract long place(int[] point, int bits);

    private static long interleaved(int[] point, int bits) {
        long place = 0;
        for (int bit = bits - 1; bit >= 0; bit--) {
            for (int coordinate : point) {
                place = place << 1 | coordinate >>> bit & 1;
            }
        }
        return place;
    }

    /**
     * Makes of a point the one whose interleaved bits are its place on the Hilbert curve, in place: every cell of the coarser cube is mirrored and
     * turned as the curve goes through it, and the order of cells within one is the Gray code. (J. Skilling, "Programming the Hilbert curve", 2004)
     */
    private static void turn(int[] point, int bits) {
        int dimensions = point.length;
        for (int cell = 1 << bits - 1; cell > 1; cell >>= 1) {
            int below = cell - 1;
            for (int i = 0; i < dimensions; i++) {
                if ((point[i] & cell) != 0) {
                    point[0] ^= below;
                } else {
                    int exchanged = (point[0] ^ point[i]) & below;
                    point[0] ^= exchanged;
                    point[i] ^= exchanged;
                }
            }
        }
        for (int i = 1; i < dimensions; i++) {
            point[i] ^= point[i - 1];
        }
        int flipped = 0;
        for (int cell = 1 << bits - 1; cell > 1; cell >>= 1) {
            flipped ^= (point[dimensions - 1] & cell) == 0 ? 0 : cell - 1;
        }
        for (int i = 0; i < dimensions; i++) {
            point[i] ^= flipped;
        }
    }
}
