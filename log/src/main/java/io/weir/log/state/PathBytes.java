package io.weir.log.state;

import io.weir.log.action.DataPath;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The canonical form of paths as {@link DataPath#canonical} has it, and their hashes, over bytes: a table has millions of
 * paths, and nearly all are canonical as they are. Pure functions.
 */
final class PathBytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ODD = 0xD6E8FEB86659FD93L;
    private static final long PERCENTS = 0x2525252525252525L;
    private static final long SLASHES = 0x2F2F2F2F2F2F2F2FL;

    private PathBytes() {}

    /** Is the path certainly its own canonical form? Looks at eight bytes a step. */
    static boolean isCanonical(byte[] data, int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long word = (long) LONGS.get(data, i);
            if (hasByte(word, PERCENTS) || hasByte(word, SLASHES) && !slashesAreNormal(data, from, i, i + Long.BYTES)) {
                return false;
            }
        }
        for (int rest = i; rest < to; rest++) {
            if (data[rest] == '%') {
                return false;
            }
        }
        return slashesAreNormal(data, from, i, to) && endIsNormal(data, from, to);
    }

    private static boolean hasByte(long word, long eightOfIt) {
        long zeroWhereItIs = word ^ eightOfIt;
        return (zeroWhereItIs - 0x0101010101010101L & ~zeroWhereItIs & 0x8080808080808080L) != 0;
    }

    static byte[] canonical(byte[] data, int from, int to) {
        byte[] decoded = decoded(data, from, to);
        return isNormal(decoded, 0, decoded.length)
                ? decoded
                : DataPath.canonical(new String(data, from, to - from, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
    }

    /** No scheme, no needless slash, no part that is only dots; may say no where it could say yes. */
    private static boolean isNormal(byte[] data, int from, int to) {
        return slashesAreNormal(data, from, from, to) && endIsNormal(data, from, to);
    }

    private static boolean slashesAreNormal(byte[] data, int from, int start, int end) {
        for (int i = Math.max(start, from + 1); i < end; i++) {
            byte before = data[i - 1];
            if (data[i] == '/' && (before == ':' || before == '.' || before == '/')) {
                return false;
            }
        }
        return true;
    }

    private static boolean endIsNormal(byte[] data, int from, int to) {
        return to == from || data[to - 1] != '/' && data[to - 1] != '.';
    }

    private static byte[] decoded(byte[] data, int from, int to) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            int high = data[i] == '%' && i + 2 < to ? Character.digit(data[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(data[i + 2], 16);
            if (low < 0) {
                decoded[length++] = data[i];
            } else {
                decoded[length++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return Arrays.copyOf(decoded, length);
    }

    /**
     * The hash of a canonical path and a deletion vector's unique id ({@code ""} for none). Eight bytes a step; the values stay
     * inside this process.
     */
    static int hash(byte[] data, int from, int to, String deletionVectorId) {
        long vector = deletionVectorId.isEmpty() ? 0 : (long) deletionVectorId.hashCode() << 32;
        long hash = 0x9E3779B97F4A7C15L ^ to - from ^ vector;
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(data, i)) * ODD;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; i < to; i++) {
            rest = rest << 8 | data[i] & 0xFF;
        }
        hash = (hash ^ rest) * ODD;
        hash = (hash ^ hash >>> 32) * ODD;
        return (int) (hash >>> 32);
    }
}
