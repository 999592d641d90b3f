package io.weir.format.parquet.read;

import java.util.ArrayList;
import java.util.List;

/** Buffers that go from one use to the next instead of being zeroed again. One thread at a time. */
final class BufferPool {
    private static final int MAX_KEPT = 8;

    private final List<byte[]> free = new ArrayList<>();

    /** A buffer of at least this length, holding anything. */
    byte[] take(int length) {
        int best = -1;
        for (int i = 0; i < free.size(); i++) {
            int candidate = free.get(i).length;
            if (candidate >= length && (best < 0 || candidate < free.get(best).length)) {
                best = i;
            }
        }
        return best < 0 ? new byte[length] : free.remove(best);
    }

    void give(byte[] buffer) {
        if (free.size() == MAX_KEPT) {
            free.remove(0);
        }
        free.add(buffer);
    }
}
