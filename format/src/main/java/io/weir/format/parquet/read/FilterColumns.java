package io.weir.format.parquet.read;

import io.weir.format.type.DataType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The leaves of a file that a filter's columns mean. Immutable. */
final class FilterColumns {
    private final FileNode root;
    private final StructType schema;
    private final FieldResolver resolver;

    FilterColumns(FileNode root, StructType schema, FieldResolver resolver) {
        this.root = root;
        this.schema = schema;
        this.resolver = resolver;
    }

    /**
     * What a path of names leads to.
     *
     * @param node null if the file does not have it, or has a list or map there
     * @param missing does the file lack it, so that every row has a null?
     */
    record Found(@Nullable FileNode node, DataType type, boolean missing) {}

    /** The leaf of a path through structs; null if the schema has no such leaf. */
    @Nullable
    Found find(List<String> path) {
        FileNode node = root;
        StructType struct = schema;
        for (int i = 0; i < path.size(); i++) {
            int index = struct.indexOf(path.get(i));
            if (index < 0) {
                return null;
            }
            StructField field = struct.field(index);
            @Nullable FileNode child = resolver.resolve(node, field);
            boolean isLast = i == path.size() - 1;
            if (child == null) {
                return new Found(null, field.type(), true);
            }
            if (isLast) {
                boolean usable = child.isLeaf()
                        && child.occurs() != FileNode.Occurs.REPEATED
                        && field.type().isPrimitive();
                return new Found(usable ? child : null, field.type(), false);
            }
            if (!(field.type() instanceof StructType inner) || child.isLeaf()) {
                return null;
            }
            node = child;
            struct = inner;
        }
        return null;
    }
}
