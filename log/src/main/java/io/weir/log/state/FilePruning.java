package io.weir.log.state;

import io.weir.format.batch.LongVector;
import io.weir.format.expression.Expression;
import io.weir.format.type.PrimitiveType;
import io.weir.log.action.Metadata;

/** Decides which files a predicate can do without. Immutable and safe for many threads. */
final class FilePruning {
    private final Metadata metadata;

    FilePruning(Metadata metadata) {
        this.metadata = metadata;
    }

    /** Those of the rows that may hold matches. */
    int[] keep(FileChunk chunk, int[] rows, Expression predicate) {
        return rows;
    }

    LongVector recordCounts(FileSet set, int[] ids) {
        boolean[] nulls = new boolean[ids.length];
        java.util.Arrays.fill(nulls, true);
        return new LongVector(PrimitiveType.LONG, ids.length, new long[ids.length], nulls);
    }

    Metadata metadata() {
        return metadata;
    }
}
