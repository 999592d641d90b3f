package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plans how a variant is read: its {@code metadata}, its {@code value} and, where it is shredded, every {@code typed_value}, all
 * found by their exact names in any order. One thread at a time. (Parquet format, "Variant in Parquet", "Variant Shredding")
 */
final class VariantPlanner {
    private static final int MICRO = 1000;
    private static final int UUID_BYTES = 16;

    private final LeafUses uses;

    /** Takes note that a leaf is read, and says as which. */
    interface LeafUses {
        int add(FileNode leaf, DataType type);
    }

    /** A plan with what it reads. */
    private record Planned(ColumnPlan plan, Shredding shredding) {}

    private record PlannedTyped(ColumnPlan plan, Shredding.Typed typed) {}

    VariantPlanner(LeafUses uses) {
        this.uses = uses;
    }

    ColumnPlan variant(FileNode node, DataType type, ColumnPlan.Depth depth) {
        @Nullable FileNode metadata = child(node, "metadata");
        if (metadata == null || !isBytes(metadata)) {
            throw refused(node, "no metadata");
        }
        ColumnPlan names = bytes(metadata, depth);
        Planned value = value(node, depth, names);
        return new ColumnPlan.Variant(type, value.plan, value.shredding, node.path());
    }

    /** A group of {@code value} and {@code typed_value}, of which one may be missing. */
    private Planned value(FileNode node, ColumnPlan.Depth depth, @Nullable ColumnPlan metadata) {
        @Nullable FileNode valueNode = child(node, "value");
        @Nullable FileNode typedNode = child(node, "typed_value");
        if (valueNode == null && typedNode == null || valueNode != null && !isBytes(valueNode)) {
            throw refused(node, "neither value nor typed_value");
        }
        ColumnPlan value = valueNode == null ? new ColumnPlan.Missing(PrimitiveType.BINARY) : bytes(valueNode, depth);
        @Nullable PlannedTyped typed = typedNode == null ? null : typed(typedNode, depth);
        List<ColumnPlan> plans = new ArrayList<>();
        plans.add(value);
        plans.add(typed == null ? new ColumnPlan.Missing(PrimitiveType.BINARY) : typed.plan);
        if (metadata != null) {
            plans.add(metadata);
        }
        ColumnPlan.Struct struct = struct(node, plans, depth);
        return new Planned(struct, new Shredding(typed == null ? null : typed.typed));
    }

    private ColumnPlan.Struct struct(FileNode node, List<ColumnPlan> plans, ColumnPlan.Depth depth) {
        List<StructField> fields = new ArrayList<>();
        int leaf = -1;
        for (int i = 0; i < plans.size(); i++) {
            fields.add(new StructField(Integer.toString(i), plans.get(i).type));
            leaf = leaf < 0 ? plans.get(i).anyLeaf() : leaf;
        }
        if (leaf < 0) {
            throw refused(node, "no parts");
        }
        return new ColumnPlan.Struct(new StructType(fields), plans, leaf, depth, node.definition());
    }

    private PlannedTyped typed(FileNode node, ColumnPlan.Depth depth) {
        if (node.isLeaf()) {
            return scalar(node, depth);
        }
        return NestedShape.isList(node) ? array(node, depth) : object(node, depth);
    }

    private PlannedTyped array(FileNode node, ColumnPlan.Depth depth) {
        NestedShape shape = NestedShape.list(node);
        FileNode repeated = shape.repeated();
        ColumnPlan.Depth inner = new ColumnPlan.Depth(repeated.repetition(), repeated.definition());
        if (shape.element().isLeaf()) {
            throw refused(node, "elements without value and typed_value");
        }
        Planned element = value(shape.element(), inner, null);
        DataType type = new ArrayType(element.plan.type, false);
        return new PlannedTyped(
                new ColumnPlan.Repeated(type, element.plan, null, depth, node.definition(), inner),
                new Shredding.Elements(element.shredding, type));
    }

    private PlannedTyped object(FileNode node, ColumnPlan.Depth depth) {
        List<FileNode> children = new ArrayList<>(node.children());
        children.sort(Comparator.comparing(FileNode::name));
        List<String> names = new ArrayList<>();
        List<Shredding> shreddings = new ArrayList<>();
        List<ColumnPlan> plans = new ArrayList<>();
        for (FileNode child : children) {
            if (child.isLeaf() || child.occurs() == FileNode.Occurs.REPEATED) {
                throw refused(child, "a field without value and typed_value");
            }
            Planned field = value(child, depth, null);
            names.add(child.name());
            shreddings.add(field.shredding);
            plans.add(field.plan);
        }
        ColumnPlan.Struct struct = struct(node, plans, depth);
        return new PlannedTyped(struct, new Shredding.Fields(names, shreddings, struct.type));
    }

    private PlannedTyped scalar(FileNode leaf, ColumnPlan.Depth depth) {
        Shredding.Scalar scalar = scalarOf(leaf);
        boolean isRaw = scalar.type() == PrimitiveType.LONG || scalar.kind() == Shredding.Kind.UUID;
        FileNode read = isRaw ? leaf.withoutAnnotation() : leaf;
        return new PlannedTyped(new ColumnPlan.Nested(scalar.type(), uses.add(read, scalar.type()), depth), scalar);
    }

    /** (Parquet format, "Shredded Value Types") */
    private static Shredding.Scalar scalarOf(FileNode leaf) {
        Annotation annotation = leaf.annotation();
        boolean utc = annotation.flag();
        Shredding.@Nullable Scalar scalar = leaf.occurs() == FileNode.Occurs.REPEATED
                ? null
                : switch (annotation.kind()) {
                    case NONE -> plain(leaf.physical());
                    case INTEGER -> annotation.signed() ? integer(leaf.physical(), annotation.first()) : null;
                    case DECIMAL -> decimal(annotation);
                    case DATE -> new Shredding.Scalar(Shredding.Kind.DATE, PrimitiveType.DATE);
                    case TIME ->
                        leaf.physical() == PhysicalType.INT64 && annotation.first() == MICRO
                                ? new Shredding.Scalar(Shredding.Kind.TIME, PrimitiveType.LONG)
                                : null;
                    case TIMESTAMP -> annotation.first() >= MICRO ? micros(utc) : nanos(utc);
                    case STRING -> new Shredding.Scalar(Shredding.Kind.STRING, PrimitiveType.STRING);
                    case UUID ->
                        leaf.typeLength() == UUID_BYTES
                                ? new Shredding.Scalar(Shredding.Kind.UUID, PrimitiveType.BINARY)
                                : null;
                    default -> null;
                };
        if (scalar == null) {
            throw refused(leaf, "a type that no variant has");
        }
        return scalar;
    }

    private static Shredding.@Nullable Scalar plain(PhysicalType physical) {
        return switch (physical) {
            case BOOLEAN -> new Shredding.Scalar(Shredding.Kind.BOOLEAN, PrimitiveType.BOOLEAN);
            case INT32 -> new Shredding.Scalar(Shredding.Kind.INT32, PrimitiveType.INTEGER);
            case INT64 -> new Shredding.Scalar(Shredding.Kind.INT64, PrimitiveType.LONG);
            case FLOAT -> new Shredding.Scalar(Shredding.Kind.FLOAT, PrimitiveType.FLOAT);
            case DOUBLE -> new Shredding.Scalar(Shredding.Kind.DOUBLE, PrimitiveType.DOUBLE);
            case BYTE_ARRAY -> new Shredding.Scalar(Shredding.Kind.BINARY, PrimitiveType.BINARY);
            case INT96, FIXED_LEN_BYTE_ARRAY -> null;
        };
    }

    private static Shredding.@Nullable Scalar integer(PhysicalType physical, int bits) {
        if (physical == PhysicalType.INT64) {
            return new Shredding.Scalar(Shredding.Kind.INT64, PrimitiveType.LONG);
        }
        return switch (bits) {
            case Byte.SIZE -> new Shredding.Scalar(Shredding.Kind.INT8, PrimitiveType.BYTE);
            case Short.SIZE -> new Shredding.Scalar(Shredding.Kind.INT16, PrimitiveType.SHORT);
            case Integer.SIZE -> new Shredding.Scalar(Shredding.Kind.INT32, PrimitiveType.INTEGER);
            default -> null;
        };
    }

    private static Shredding.@Nullable Scalar decimal(Annotation annotation) {
        try {
            return new Shredding.Scalar(
                    Shredding.Kind.DECIMAL, new DecimalType(annotation.first(), annotation.second()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Shredding.Scalar micros(boolean utc) {
        return utc
                ? new Shredding.Scalar(Shredding.Kind.TIMESTAMP, PrimitiveType.TIMESTAMP)
                : new Shredding.Scalar(Shredding.Kind.TIMESTAMP_NTZ, PrimitiveType.TIMESTAMP_NTZ);
    }

    /** Nanoseconds are read as they are: our own timestamps would lose the last digits. */
    private static Shredding.Scalar nanos(boolean utc) {
        return new Shredding.Scalar(
                utc ? Shredding.Kind.TIMESTAMP_NANOS : Shredding.Kind.TIMESTAMP_NTZ_NANOS, PrimitiveType.LONG);
    }

    private ColumnPlan bytes(FileNode leaf, ColumnPlan.Depth depth) {
        return new ColumnPlan.Nested(PrimitiveType.BINARY, uses.add(leaf, PrimitiveType.BINARY), depth);
    }

    private static boolean isBytes(FileNode node) {
        return node.isLeaf() && node.occurs() != FileNode.Occurs.REPEATED && node.physical() == PhysicalType.BYTE_ARRAY;
    }

    private static @Nullable FileNode child(FileNode node, String name) {
        for (FileNode child : node.children()) {
            if (child.name().equals(name)) {
                return child;
            }
        }
        return null;
    }

    private static UnsupportedParquetException refused(FileNode node, String problem) {
        return new UnsupportedParquetException(
                "Column of a file is no variant", Map.of("column", node.path(), "problem", problem));
    }
}
