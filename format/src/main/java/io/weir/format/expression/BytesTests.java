package io.weir.format.expression;

import java.util.Arrays;
import java.util.List;

/** The conditions on bytes that comparisons, IN and the like come down to. */
final class BytesTests {
    private BytesTests() {}

    static BytesTestNode.Test compare(Comparison.Operator operator, byte[] constant) {
        return switch (operator) {
            case EQ, EQ_NULL_SAFE -> (d, s, e) -> equal(d, s, e, constant);
            case NE -> (d, s, e) -> !equal(d, s, e, constant);
            case LT -> (d, s, e) -> Arrays.compareUnsigned(d, s, e, constant, 0, constant.length) < 0;
            case LE -> (d, s, e) -> Arrays.compareUnsigned(d, s, e, constant, 0, constant.length) <= 0;
            case GT -> (d, s, e) -> Arrays.compareUnsigned(d, s, e, constant, 0, constant.length) > 0;
            case GE -> (d, s, e) -> Arrays.compareUnsigned(d, s, e, constant, 0, constant.length) >= 0;
        };
    }

    private static boolean equal(byte[] data, int start, int end, byte[] constant) {
        return end - start == constant.length && Arrays.equals(data, start, end, constant, 0, constant.length);
    }

    static boolean startsWith(byte[] data, int start, int end, byte[] prefix, int prefixStart, int prefixEnd) {
        int length = prefixEnd - prefixStart;
        return end - start >= length && Arrays.equals(data, start, start + length, prefix, prefixStart, prefixEnd);
    }

    static boolean endsWith(byte[] data, int start, int end, byte[] suffix, int suffixStart, int suffixEnd) {
        int length = suffixEnd - suffixStart;
        return end - start >= length && Arrays.equals(data, end - length, end, suffix, suffixStart, suffixEnd);
    }

    static boolean contains(byte[] data, int start, int end, byte[] part, int partStart, int partEnd) {
        int length = partEnd - partStart;
        if (length == 0) {
            return true;
        }
        byte first = part[partStart];
        for (int i = start; i <= end - length; i++) {
            if (data[i] == first && Arrays.equals(data, i, i + length, part, partStart, partEnd)) {
                return true;
            }
        }
        return false;
    }

    static BytesTestNode.Test in(List<byte[]> constants) {
        int buckets = Integer.highestOneBit(Math.max(4, constants.size() * 2) - 1) << 1;
        byte[][] table = new byte[buckets][];
        for (byte[] constant : constants) {
            int slot = hash(constant, 0, constant.length) & buckets - 1;
            while (table[slot] != null && !Arrays.equals(table[slot], constant)) {
                slot = slot + 1 & buckets - 1;
            }
            table[slot] = constant;
        }
        return (data, start, end) -> {
            int slot = hash(data, start, end) & buckets - 1;
            while (table[slot] != null) {
                if (equal(data, start, end, table[slot])) {
                    return true;
                }
                slot = slot + 1 & buckets - 1;
            }
            return false;
        };
    }

    private static int hash(byte[] data, int start, int end) {
        int hash = end - start;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + data[i];
        }
        return hash ^ hash >>> 15;
    }
}
