package io.weir.compaction.check;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** 64-bit hashes (FNV-1a, mixed at the end): wide enough to tell the files of a very large table apart. Pure functions. */
public final class Hash {
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Hash() {}

    public static long of(@Nullable String text) {
        return text == null ? 0 : of(text.getBytes(StandardCharsets.UTF_8));
    }

    static long of(byte[] bytes) {
        long hash = BASIS;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
        return mixed(hash);
    }

    /** The hash of two things in order. */
    static long of(long first, long second) {
        return mixed(first * PRIME + Long.rotateLeft(second, 17) + BASIS);
    }

    private static long mixed(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h; // 0 is what is not there
    }
}
