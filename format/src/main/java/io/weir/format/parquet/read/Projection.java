package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns asked for, resolved against a file: a plan for each and the leaves they need. Immutable. */
final class Projection {
    private final List<ColumnPlan> columns = new ArrayList<>();
    private final List<LeafUse> leaves = new ArrayList<>();
    /** The first leaf of each column, and of the one behind the last. */
    private final int[] firstLeaf;

    private final FieldResolver resolver;

    /**
     * One leaf that is read.
     *
     * @param type what its values become; null if only its levels are wanted
     * @param keepsLevels is it inside something whose shape its levels tell?
     */
    record LeafUse(FileNode leaf, @Nullable DataType type, boolean keepsLevels) {}

    Projection(FileNode root, StructType schema, FieldResolver resolver) {
        this.resolver = resolver;
        this.firstLeaf = new int[schema.size() + 1];
        for (int i = 0; i < schema.size(); i++) {
            firstLeaf[i] = leaves.size();
            StructField field = schema.field(i);
            @Nullable FileNode node = resolver.resolve(root, field);
            columns.add(
                    node == null || node.cheapestLeaf() == null
                            ? new ColumnPlan.Missing(field.type())
                            : column(node, field.type()));
        }
        firstLeaf[schema.size()] = leaves.size();
    }

    int columnCount() {
        return columns.size();
    }

    ColumnPlan column(int index) {
        return columns.get(index);
    }

    /** All leaves; those of a column are together. */
    List<LeafUse> leaves() {
        return leaves;
    }

    /** Where the leaves of a column begin; they end where those of the next begin. */
    int firstLeaf(int column) {
        return firstLeaf[column];
    }

    private ColumnPlan column(FileNode node, DataType type) {
        if (node.isLeaf() && node.occurs() != FileNode.Occurs.REPEATED) {
            return new ColumnPlan.Flat(type, use(node, type, false));
        }
        return plan(node, type, ColumnPlan.Depth.ROWS);
    }

    private ColumnPlan plan(FileNode node, DataType type, ColumnPlan.Depth depth) {
        if (node.occurs() != FileNode.Occurs.REPEATED) {
            return occurrence(node, type, depth);
        }
        if (type instanceof ArrayType array) {
            return list(NestedShape.repeated(node), array, depth, depth.definition());
        }
        throw mismatch(node, type);
    }

    /** A node of which there is at most one a slot. */
    private ColumnPlan occurrence(FileNode node, DataType type, ColumnPlan.Depth depth) {
        if (node.isLeaf()) {
            if (!type.isPrimitive()) {
                throw mismatch(node, type);
            }
            return new ColumnPlan.Nested(type, use(node, type, true), depth);
        }
        if (type instanceof VariantType) {
            return new VariantPlanner((leaf, read) -> use(leaf, read, true)).variant(node, type, depth);
        }
        if (type instanceof ArrayType array && (NestedShape.isList(node) || NestedShape.mayBeListOrMap(node))) {
            return list(NestedShape.list(node), array, depth, node.definition());
        }
        if (type instanceof MapType map && (NestedShape.isMap(node) || NestedShape.mayBeListOrMap(node))) {
            return map(node, map, depth);
        }
        if (type instanceof StructType struct && !NestedShape.isMap(node) && !NestedShape.isList(node)) {
            return struct(node, struct, depth);
        }
        throw mismatch(node, type);
    }

    /** @param definition level from which on the list is not null */
    private ColumnPlan list(NestedShape shape, ArrayType type, ColumnPlan.Depth depth, int definition) {
        FileNode repeated = shape.repeated();
        ColumnPlan.Depth inner = new ColumnPlan.Depth(repeated.repetition(), repeated.definition());
        // a struct of one field may look like the wrapping of a list of such fields; the table knows better
        boolean isElement =
                shape.element() == repeated || shape.element().isLeaf() && type.element() instanceof StructType;
        ColumnPlan element =
                isElement ? occurrence(repeated, type.element(), inner) : plan(shape.element(), type.element(), inner);
        return new ColumnPlan.Repeated(type, element, null, depth, definition, inner);
    }

    private ColumnPlan map(FileNode node, MapType type, ColumnPlan.Depth depth) {
        NestedShape shape = NestedShape.map(node);
        FileNode repeated = shape.repeated();
        ColumnPlan.Depth inner = new ColumnPlan.Depth(repeated.repetition(), repeated.definition());
        ColumnPlan key = plan(shape.element(), type.key(), inner);
        if (key.anyLeaf() < 0) {
            throw mismatch(shape.element(), type.key());
        }
        @Nullable FileNode value = shape.value();
        ColumnPlan values = value == null ? new ColumnPlan.Missing(type.value()) : plan(value, type.value(), inner);
        return new ColumnPlan.Repeated(type, key, values, depth, node.definition(), inner);
    }

    private ColumnPlan struct(FileNode node, StructType type, ColumnPlan.Depth depth) {
        List<ColumnPlan> fields = new ArrayList<>(type.size());
        int leaf = -1;
        for (StructField field : type.fields()) {
            @Nullable FileNode child = resolver.resolve(node, field);
            ColumnPlan plan = child == null || child.cheapestLeaf() == null
                    ? new ColumnPlan.Missing(field.type())
                    : plan(child, field.type(), depth);
            leaf = leaf < 0 ? plan.anyLeaf() : leaf;
            fields.add(plan);
        }
        if (leaf < 0) {
            // none of the fields is there, but something must say where the struct is null
            @Nullable FileNode any = node.cheapestLeaf();
            if (any == null) {
                return new ColumnPlan.Missing(type);
            }
            leaf = use(any, null, true);
        }
        return new ColumnPlan.Struct(type, fields, leaf, depth, node.definition());
    }

    private int use(FileNode leaf, @Nullable DataType type, boolean keepsLevels) {
        if (type != null) {
            ValueBuffer.of(leaf, type); // refuses what cannot be converted before anything is read
        }
        leaves.add(new LeafUse(leaf, type, keepsLevels));
        return leaves.size() - 1;
    }

    private static UnsupportedParquetException mismatch(FileNode node, DataType type) {
        return new UnsupportedParquetException(
                "Column of a file has another shape than asked for", Map.of("column", node.path(), "expected", type));
    }
}
