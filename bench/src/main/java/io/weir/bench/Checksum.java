package io.weir.bench;

/**
 * What a scan found, the same for every contender or one of them is wrong. Sums are exact: money is counted in cents.
 *
 * @param rows how many rows
 * @param sum a sum over the numbers and the lengths of the strings read; wraps around
 */
record Checksum(long rows, long sum) {
    Checksum plus(Checksum other) {
        return new Checksum(rows + other.rows, sum + other.sum);
    }

    static long cents(double amount) {
        return Math.round(amount * 100);
    }
}
