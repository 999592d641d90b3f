package io.weir.format.expression;

import io.weir.format.batch.ColumnVector;
import org.jspecify.annotations.Nullable;

/** Which rows are null, as vectors have it: true where the value is null, no array if none is. */
final class Nulls {
    private Nulls() {}

    /** Null where one of the two is. */
    static boolean @Nullable [] either(ColumnVector a, ColumnVector b) {
        return either(a.nulls(), b.nulls(), a.length());
    }

    static boolean @Nullable [] either(boolean @Nullable [] a, boolean @Nullable [] b, int count) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        boolean[] both = new boolean[count];
        for (int i = 0; i < count; i++) {
            both[i] = a[i] | b[i];
        }
        return both;
    }
}
