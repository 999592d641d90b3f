package io.weir.format.parquet.read;

import io.weir.format.parquet.UnsupportedParquetException;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.FieldMetadata;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Delta type that a file's schema stands for when nobody says otherwise. */
final class DeltaTypes {
    private DeltaTypes() {}

    static StructType struct(FileNode group) {
        return new StructType(group.children().stream().map(DeltaTypes::field).toList());
    }

    private static StructField field(FileNode node) {
        FieldMetadata metadata = node.fieldId() < 0
                ? FieldMetadata.EMPTY
                : FieldMetadata.EMPTY.with("parquet.field.id", Integer.toString(node.fieldId()));
        return new StructField(node.name(), type(node), node.occurs() == FileNode.Occurs.OPTIONAL, metadata);
    }

    static DataType type(FileNode node) {
        return node.occurs() == FileNode.Occurs.REPEATED ? list(NestedShape.repeated(node)) : bare(node);
    }

    private static ArrayType list(NestedShape list) {
        FileNode element = list.element();
        boolean isRepeatedItself = element == list.repeated();
        return new ArrayType(
                isRepeatedItself ? bare(element) : type(element),
                !isRepeatedItself && element.occurs() == FileNode.Occurs.OPTIONAL);
    }

    /** The type of one occurrence of a node. */
    private static DataType bare(FileNode node) {
        if (node.isLeaf()) {
            return leaf(node);
        }
        if (NestedShape.isList(node)) {
            return list(NestedShape.list(node));
        }
        if (NestedShape.isMap(node)) {
            NestedShape map = NestedShape.map(node);
            @Nullable FileNode value = map.value();
            return value == null
                    ? new MapType(type(map.element()), PrimitiveType.BOOLEAN, true)
                    : new MapType(type(map.element()), type(value), value.occurs() == FileNode.Occurs.OPTIONAL);
        }
        return struct(node);
    }

    private static DataType leaf(FileNode leaf) {
        Annotation annotation = leaf.annotation();
        switch (annotation.kind()) {
            case TIME, INTERVAL, FLOAT16, OTHER -> throw refused(leaf);
            case DECIMAL -> {
                return decimal(leaf);
            }
            default -> {}
        }
        return switch (leaf.physical()) {
            case BOOLEAN -> PrimitiveType.BOOLEAN;
            case INT32 -> int32(annotation);
            case INT64 -> int64(annotation);
            case INT96 -> PrimitiveType.TIMESTAMP;
            case FLOAT -> PrimitiveType.FLOAT;
            case DOUBLE -> PrimitiveType.DOUBLE;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY ->
                annotation.is(Annotation.Kind.STRING) ? PrimitiveType.STRING : PrimitiveType.BINARY;
        };
    }

    private static DataType int32(Annotation annotation) {
        if (annotation.is(Annotation.Kind.DATE)) {
            return PrimitiveType.DATE;
        }
        if (!annotation.is(Annotation.Kind.INTEGER)) {
            return PrimitiveType.INTEGER;
        }
        List<DataType> widths =
                List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);
        int width = annotation.first() <= 8 ? 0 : annotation.first() <= 16 ? 1 : 2;
        return widths.get(annotation.signed() ? width : width + 1); // an unsigned number needs the next wider type
    }

    private static DataType int64(Annotation annotation) {
        if (annotation.is(Annotation.Kind.TIMESTAMP)) {
            return annotation.flag() ? PrimitiveType.TIMESTAMP : PrimitiveType.TIMESTAMP_NTZ;
        }
        return annotation.signed() ? PrimitiveType.LONG : new DecimalType(20, 0);
    }

    private static DataType decimal(FileNode leaf) {
        try {
            return new DecimalType(leaf.annotation().first(), leaf.annotation().second());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedParquetException(
                    "Decimal in a file is wider than 38 digits or makes no sense",
                    Map.of(
                            "column",
                            leaf.path(),
                            "precision",
                            leaf.annotation().first(),
                            "scale",
                            leaf.annotation().second()),
                    e);
        }
    }

    /** What a leaf holds in Delta's words, or else in the file's; for messages. */
    static String name(FileNode leaf) {
        try {
            return leaf(leaf).sql();
        } catch (UnsupportedParquetException e) {
            return leaf.annotation().kind().name();
        }
    }

    private static UnsupportedParquetException refused(FileNode leaf) {
        return new UnsupportedParquetException(
                "Column of a file has a type that Delta has none for",
                Map.of("annotation", leaf.annotation().kind(), "column", leaf.path(), "physical", leaf.physical()));
    }
}
