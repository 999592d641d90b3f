package io.weir.compaction.optimize;

import io.weir.compaction.curve.Curve;
import io.weir.table.alter.SchemaPath;
import java.util.List;
import java.util.stream.Collectors;

/** In which order the rows of files are written again. Immutable. */
public sealed interface Layout {
    /** As they were read: what is near to each other stays near to each other. */
    Layout AS_READ = new AsRead();

    /** @see Layout#AS_READ */
    record AsRead() implements Layout {
        @Override
        public String toString() {
            return "bin-packing";
        }
    }

    /**
     * Along a curve through the values of some columns, so that a condition on any of them needs few files.
     *
     * @param columns as the table's schema has them, the outermost field of each first
     * @param ofTable do the columns belong to the table, which was made with {@code CLUSTER BY}? Then its files say who put them in order. (PROTOCOL.md,
     *     "Clustered Table")
     */
    record AlongCurve(Curve curve, List<List<String>> columns, boolean ofTable) implements Layout {
        public AlongCurve {
            columns = columns.stream().map(List::copyOf).collect(Collectors.toUnmodifiableList());
            if (columns.isEmpty()) {
                throw new IllegalArgumentException("A curve goes through one column at least");
            }
        }

        /** The columns' names, parts with dots between them. */
        public List<String> names() {
            return columns.stream().map(path -> new SchemaPath(path).toString()).toList();
        }

        @Override
        public String toString() {
            return curve + " by " + String.join(", ", names());
        }
    }
}
