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

    private PathBytes() {}

    /** Is the path certainly its own canonical form? */
    static boolean isCanonical(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '%') {
                return false;
            }
        }
        return isNormal(data, from, to);
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
        byte before = '/';
        for (int i = from; i < to; i++) {
            byte b = data[i];
            if (b == '/' && (before == ':' || before == '.' || before == '/' && i > from)) {
                return false;
            }
            before = b;
        }
        return to == from || before != '/' && before != '.';
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
        long hash = 0x9E3779B97F4A7C15L ^ to - from ^ (long) deletionVectorId.hashCode() << 32;
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
