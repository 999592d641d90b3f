package io.weir.format.parquet.write;

import io.weir.format.schema.FieldProperties;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.format.type.VariantType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * A schema as Parquet has it: the footer's elements, and the tree by which vectors are shredded. Immutable.
 *
 * <p>Lists have three levels, {@code list} and {@code element}; maps {@code key_value}, {@code key} and {@code value}. A field
 * whose metadata has {@link #FIELD_ID} gets that id; elements, keys and values get those of {@link
 * FieldProperties#PARQUET_NESTED_IDS} of the field around them. (PROTOCOL.md, "Delta Data Type to Parquet Type Mappings"; Parquet format,
 * "Logical Types")
 */
final class ParquetSchema {
    /** Field metadata that holds a column's id in Parquet files. */
    static final String FIELD_ID = FieldProperties.PARQUET_FIELD_ID;

    private static final String ROOT_NAME = "weir_schema";
    /** Most digits of a decimal kept in four bytes. */
    private static final int MAX_INT_PRECISION = 9;

    private final List<SchemaElement> elements = new ArrayList<>();
    private final List<ParquetNode> columns = new ArrayList<>();
    private final List<ParquetNode.Leaf> leaves = new ArrayList<>();
    /** Paths and types of the columns that have file statistics. */
    private final List<ParquetNode> statisticsNodes = new ArrayList<>();

    private ParquetSchema() {}

    /** @throws IllegalArgumentException if Parquet has no place for the schema */
    static ParquetSchema of(StructType schema) {
        ParquetSchema result = new ParquetSchema();
        SchemaElement root = new SchemaElement(ROOT_NAME);
        root.setNum_children(schema.size());
        result.elements.add(root);
        checkNames(List.of(), schema);
        for (StructField field : schema.fields()) {
            result.columns.add(result.field(List.of(), field, 0, 0, true));
        }
        return result;
    }

    /** The footer's elements, depth first. */
    List<SchemaElement> elements() {
        return elements;
    }

    /** One node a column of the table. */
    List<ParquetNode> columns() {
        return columns;
    }

    /** One a column chunk, in the order of the file. */
    List<ParquetNode.Leaf> leaves() {
        return leaves;
    }

    /** Columns and struct fields outside lists and maps, that are not structs. */
    List<ParquetNode> statisticsNodes() {
        return statisticsNodes;
    }

    private static void checkNames(List<String> path, StructType struct) {
        Set<String> seen = new HashSet<>();
        for (StructField field : struct.fields()) {
            if (field.name().isEmpty()) {
                throw new IllegalArgumentException("A column has no name {struct=" + String.join(".", path) + "}");
            }
            if (!seen.add(field.name())) {
                throw new IllegalArgumentException(
                        "Two columns have the same name {column=" + String.join(".", with(path, field.name())) + "}");
            }
        }
        if (struct.size() == 0 && !path.isEmpty()) {
            throw new IllegalArgumentException(
                    "Parquet cannot hold a struct without fields; give it one {column=" + String.join(".", path) + "}");
        }
    }

    private ParquetNode field(
            List<String> parent, StructField field, int definition, int repetition, boolean measured) {
        SchemaElement element = new SchemaElement(field.name());
        @Nullable String id = field.metadata().json(FIELD_ID);
        if (id != null) {
            element.setField_id(fieldId(id, with(parent, field.name())));
        }
        return node(
                with(parent, field.name()),
                NestedIds.of(field),
                element,
                field.type(),
                field.nullable(),
                definition,
                repetition,
                measured);
    }

    private static int fieldId(String json, List<String> path) {
        try {
            return Integer.parseInt(json);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Field id is not a number {column=" + String.join(".", path) + ", " + FIELD_ID + "=" + json + "}",
                    e);
        }
    }

    private ParquetNode node(
            List<String> path,
            NestedIds ids,
            SchemaElement element,
            DataType type,
            boolean optional,
            int definition,
            int repetition,
            boolean measured) {
        element.setRepetition_type(optional ? FieldRepetitionType.OPTIONAL : FieldRepetitionType.REQUIRED);
        elements.add(element);
        int own = definition + (optional ? 1 : 0);
        if (type instanceof StructType struct) {
            checkNames(path, struct);
            element.setNum_children(struct.size());
            List<ParquetNode> children = new ArrayList<>(struct.size());
            for (StructField field : struct.fields()) {
                children.add(field(path, field, own, repetition, measured));
            }
            return new ParquetNode(path, type, optional, own, repetition, List.copyOf(children), -1, -1);
        }
        int statistic = measured ? statisticsNodes.size() : -1;
        List<ParquetNode> children = new ArrayList<>();
        if (type instanceof ArrayType array) {
            element.setNum_children(1);
            element.setConverted_type(ConvertedType.LIST);
            element.setLogicalType(LogicalType.LIST(new ListType()));
            repeated("list", 1);
            children.add(node(
                    with(path, "list", "element"),
                    ids.inside("element"),
                    ids.element("element"),
                    array.element(),
                    array.containsNull(),
                    own + 1,
                    repetition + 1,
                    false));
        } else if (type instanceof MapType map) {
            element.setNum_children(1);
            element.setConverted_type(ConvertedType.MAP);
            element.setLogicalType(LogicalType.MAP(new org.apache.parquet.format.MapType()));
            repeated("key_value", 2);
            children.add(node(
                    with(path, "key_value", "key"),
                    ids.inside("key"),
                    ids.element("key"),
                    map.key(),
                    false,
                    own + 1,
                    repetition + 1,
                    false));
            children.add(node(
                    with(path, "key_value", "value"),
                    ids.inside("value"),
                    ids.element("value"),
                    map.value(),
                    map.valueContainsNull(),
                    own + 1,
                    repetition + 1,
                    false));
        } else if (type instanceof VariantType) {
            element.setNum_children(2);
            for (String part : List.of("value", "metadata")) {
                children.add(node(
                        with(path, part),
                        ids.inside(part),
                        new SchemaElement(part),
                        PrimitiveType.BINARY,
                        false,
                        own,
                        repetition,
                        false));
            }
        }
        int leaf = children.isEmpty() ? leaves.size() : -1;
        ParquetNode node =
                new ParquetNode(path, type, optional, own, repetition, List.copyOf(children), leaf, statistic);
        if (children.isEmpty()) {
            int width = primitive(element, type);
            leaves.add(new ParquetNode.Leaf(path, type, element.getType(), width, own, repetition, statistic));
        }
        if (measured) {
            statisticsNodes.add(node);
        }
        return node;
    }

    private void repeated(String name, int children) {
        SchemaElement element = new SchemaElement(name);
        element.setRepetition_type(FieldRepetitionType.REPEATED);
        element.setNum_children(children);
        elements.add(element);
    }

    /** Sets a leaf's types; returns the bytes of a value, 0 if that differs from value to value. */
    private static int primitive(SchemaElement element, DataType type) {
        if (type instanceof DecimalType decimal) {
            return decimal(element, decimal);
        }
        if (!(type instanceof PrimitiveType primitive)) {
            throw new IllegalArgumentException("Values of a type cannot be written {type=" + type + "}");
        }
        switch (primitive) {
            case BOOLEAN -> element.setType(Type.BOOLEAN);
            case BYTE -> integer(element, ConvertedType.INT_8, 8);
            case SHORT -> integer(element, ConvertedType.INT_16, 16);
            case INTEGER -> element.setType(Type.INT32);
            case LONG -> element.setType(Type.INT64);
            case FLOAT -> element.setType(Type.FLOAT);
            case DOUBLE -> element.setType(Type.DOUBLE);
            case BINARY -> element.setType(Type.BYTE_ARRAY);
            case STRING -> {
                element.setType(Type.BYTE_ARRAY);
                element.setConverted_type(ConvertedType.UTF8);
                element.setLogicalType(LogicalType.STRING(new StringType()));
            }
            case DATE -> {
                element.setType(Type.INT32);
                element.setConverted_type(ConvertedType.DATE);
                element.setLogicalType(LogicalType.DATE(new DateType()));
            }
            case TIMESTAMP -> {
                timestamp(element, true);
                element.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
            }
            // the old converted type would say that the values are in UTC
            case TIMESTAMP_NTZ -> timestamp(element, false);
            case VOID ->
                throw new IllegalArgumentException(
                        "Parquet has no column that is always null; leave it out {column=" + element.getName() + "}");
        }
        return switch (element.getType()) {
            case INT32, FLOAT -> Integer.BYTES;
            case INT64, DOUBLE -> Long.BYTES;
            default -> 0;
        };
    }

    private static void integer(SchemaElement element, ConvertedType converted, int bits) {
        element.setType(Type.INT32);
        element.setConverted_type(converted);
        element.setLogicalType(LogicalType.INTEGER(new IntType((byte) bits, true)));
    }

    private static void timestamp(SchemaElement element, boolean utc) {
        element.setType(Type.INT64);
        element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(utc, TimeUnit.MICROS(new MicroSeconds()))));
    }

    private static int decimal(SchemaElement element, DecimalType decimal) {
        element.setConverted_type(ConvertedType.DECIMAL);
        element.setPrecision(decimal.precision());
        element.setScale(decimal.scale());
        element.setLogicalType(
                LogicalType.DECIMAL(new org.apache.parquet.format.DecimalType(decimal.scale(), decimal.precision())));
        if (decimal.precision() <= MAX_INT_PRECISION) {
            element.setType(Type.INT32);
            return Integer.BYTES;
        }
        if (decimal.fitsLong()) {
            element.setType(Type.INT64);
            return Long.BYTES;
        }
        int width = bytesFor(decimal.precision());
        element.setType(Type.FIXED_LEN_BYTE_ARRAY);
        element.setType_length(width);
        return width;
    }

    /** The least bytes that hold every number of so many digits. */
    private static int bytesFor(int precision) {
        return java.math.BigInteger.TEN
                                .pow(precision)
                                .subtract(java.math.BigInteger.ONE)
                                .bitLength()
                        / Byte.SIZE
                + 1;
    }

    private static List<String> with(List<String> path, String... names) {
        List<String> longer = new ArrayList<>(path);
        longer.addAll(List.of(names));
        return List.copyOf(longer);
    }
}
