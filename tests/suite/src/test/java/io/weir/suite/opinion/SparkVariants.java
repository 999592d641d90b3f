package io.weir.suite.opinion;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantBuilder;
import org.apache.spark.types.variant.VariantSchema;
import org.apache.spark.types.variant.VariantShreddingWriter;
import org.apache.spark.types.variant.VariantShreddingWriter.ShreddedResult;
import org.jspecify.annotations.Nullable;

/** Variants as Spark makes and shreds them, at random from a seed. */
final class SparkVariants {
    private static final List<String> NAMES = List.of("a", "b", "c", "é", "z\"z", "", "long-long-long-name");

    private final Random random;

    SparkVariants(long seed) {
        this.random = new Random(seed);
    }

    Variant next() {
        VariantBuilder builder = new VariantBuilder(false);
        append(builder, 3);
        return builder.result();
    }

    private void append(VariantBuilder builder, int depth) {
        switch (random.nextInt(depth > 0 ? 18 : 13)) {
            case 0 -> builder.appendNull();
            case 1 -> builder.appendBoolean(random.nextBoolean());
            case 2 -> builder.appendLong(random.nextInt(100));
            case 3 -> builder.appendLong(random.nextLong() >> random.nextInt(64));
            case 4 -> builder.appendDouble(number());
            case 5 -> builder.appendFloat((float) number());
            case 6 ->
                builder.appendDecimal(new BigDecimal(new BigInteger(random.nextInt(120), random), random.nextInt(5)));
            case 7 -> builder.appendDate(random.nextInt(100_000) - 50_000);
            case 8 -> builder.appendTimestamp(random.nextLong() >> 12);
            case 9 -> builder.appendTimestampNtz(random.nextInt());
            case 10 -> builder.appendBinary(new byte[random.nextInt(100)]);
            case 11 -> builder.appendUuid(new UUID(random.nextLong(), random.nextLong()));
            case 12 -> builder.appendString(text());
            case 13, 14 -> array(builder, depth);
            default -> object(builder, depth);
        }
    }

    private double number() {
        double[] odd = {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 1e300, 1.5};
        return random.nextBoolean() ? odd[random.nextInt(odd.length)] : random.nextGaussian();
    }

    private String text() {
        String[] odd = {"", "\"\\\b\f\n\r\t\u0001\u007f", "𝄞é", "x".repeat(63), "y".repeat(64 + random.nextInt(300))};
        return random.nextBoolean() ? odd[random.nextInt(odd.length)] : Integer.toString(random.nextInt());
    }

    private void array(VariantBuilder builder, int depth) {
        int start = builder.getWritePos();
        ArrayList<Integer> offsets = new ArrayList<>();
        int count = random.nextInt(20) == 0 ? 300 : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            offsets.add(builder.getWritePos() - start);
            append(builder, count > 10 ? 0 : depth - 1);
        }
        builder.finishWritingArray(start, offsets);
    }

    private void object(VariantBuilder builder, int depth) {
        int start = builder.getWritePos();
        ArrayList<VariantBuilder.FieldEntry> fields = new ArrayList<>();
        boolean isLarge = random.nextInt(20) == 0;
        for (int i = 0; i < (isLarge ? 300 : NAMES.size()); i++) {
            if (isLarge || random.nextInt(3) > 0) {
                String name = isLarge ? "field " + i : NAMES.get(i);
                int id = builder.addKey(name);
                fields.add(new VariantBuilder.FieldEntry(name, id, builder.getWritePos() - start));
                append(builder, isLarge ? 0 : depth - 1);
            }
        }
        builder.finishWritingObject(start, fields);
    }

    /** A way to shred variants: Spark's, and the group that it makes in a file. */
    record Layout(VariantSchema schema, GroupType group) {}

    /** A column named {@code v}. */
    Layout layout() {
        return layout("v", 3, Repetition.OPTIONAL, true);
    }

    private Layout layout(String name, int depth, Repetition repetition, boolean isTop) {
        Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
        List<Type> fields = new ArrayList<>();
        fields.add(Types.optional(PrimitiveTypeName.BINARY).named("value"));
        VariantSchema.ScalarType scalar = null;
        VariantSchema.ObjectField[] object = null;
        VariantSchema array = null;
        switch (depth == 0 ? random.nextInt(2) : random.nextInt(4)) {
            case 0, 1 -> {
                scalar = SCALARS.get(random.nextInt(SCALARS.size()));
                fields.add(scalarType(scalar));
            }
            case 2 -> {
                Layout element = layout("element", depth - 1, Repetition.REQUIRED, false);
                array = element.schema;
                fields.add(Types.optionalGroup()
                        .as(LogicalTypeAnnotation.listType())
                        .addField(Types.repeatedGroup().addField(element.group).named("list"))
                        .named("typed_value"));
            }
            default -> {
                List<VariantSchema.ObjectField> shredded = new ArrayList<>();
                Types.GroupBuilder<GroupType> typed = Types.optionalGroup();
                for (String field : List.of("z\"z", "a", "c")) {
                    Layout layout = layout(field, depth - 1, Repetition.REQUIRED, false);
                    shredded.add(new VariantSchema.ObjectField(field, layout.schema));
                    typed = typed.addField(layout.group);
                }
                object = shredded.toArray(VariantSchema.ObjectField[]::new);
                fields.add(typed.named("typed_value"));
            }
        }
        if (isTop) {
            fields.add(
                    random.nextInt(fields.size() + 1),
                    Types.required(PrimitiveTypeName.BINARY).named("metadata"));
        }
        for (Type field : fields) {
            group = group.addField(field);
        }
        return new Layout(
                new VariantSchema(1, 0, isTop ? 2 : -1, fields.size(), scalar, object, array), group.named(name));
    }

    private static final List<VariantSchema.ScalarType> SCALARS = List.of(
            new VariantSchema.IntegralType(VariantSchema.IntegralSize.BYTE),
            new VariantSchema.IntegralType(VariantSchema.IntegralSize.SHORT),
            new VariantSchema.IntegralType(VariantSchema.IntegralSize.INT),
            new VariantSchema.IntegralType(VariantSchema.IntegralSize.LONG),
            new VariantSchema.StringType(),
            new VariantSchema.BooleanType(),
            new VariantSchema.DoubleType(),
            new VariantSchema.FloatType(),
            new VariantSchema.DateType(),
            new VariantSchema.TimestampType(),
            new VariantSchema.TimestampNTZType(),
            new VariantSchema.BinaryType(),
            new VariantSchema.UuidType(),
            new VariantSchema.DecimalType(9, 2),
            new VariantSchema.DecimalType(18, 0),
            new VariantSchema.DecimalType(38, 4));

    private static Type scalarType(VariantSchema.ScalarType scalar) {
        if (scalar instanceof VariantSchema.IntegralType integral) {
            return switch (integral.size) {
                case BYTE -> typed(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(8, true));
                case SHORT -> typed(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(16, true));
                case INT -> typed(PrimitiveTypeName.INT32, null);
                case LONG -> typed(PrimitiveTypeName.INT64, null);
            };
        }
        if (scalar instanceof VariantSchema.DecimalType decimal) {
            LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(decimal.scale, decimal.precision);
            PrimitiveTypeName physical = decimal.precision <= 9
                    ? PrimitiveTypeName.INT32
                    : decimal.precision <= 18 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.BINARY;
            return typed(physical, annotation);
        }
        if (scalar instanceof VariantSchema.UuidType) {
            return Types.optional(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY)
                    .length(16)
                    .as(LogicalTypeAnnotation.uuidType())
                    .named("typed_value");
        }
        return switch (scalar.getClass().getSimpleName()) {
            case "StringType" -> typed(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
            case "BooleanType" -> typed(PrimitiveTypeName.BOOLEAN, null);
            case "DoubleType" -> typed(PrimitiveTypeName.DOUBLE, null);
            case "FloatType" -> typed(PrimitiveTypeName.FLOAT, null);
            case "DateType" -> typed(PrimitiveTypeName.INT32, LogicalTypeAnnotation.dateType());
            case "TimestampType" ->
                typed(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
            case "TimestampNTZType" ->
                typed(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
            case "BinaryType" -> typed(PrimitiveTypeName.BINARY, null);
            default -> throw new IllegalArgumentException(scalar.toString());
        };
    }

    private static Type typed(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation annotation) {
        return annotation == null
                ? Types.optional(physical).named("typed_value")
                : Types.optional(physical).as(annotation).named("typed_value");
    }

    /** Fills a group with a variant as Spark shreds it. */
    static void shred(Variant variant, Layout layout, Group target) {
        Shredded shredded = (Shredded) VariantShreddingWriter.castShredded(
                variant, layout.schema, new VariantShreddingWriter.ShreddedResultBuilder() {
                    @Override
                    public ShreddedResult createEmpty(VariantSchema schema) {
                        return new Shredded(schema);
                    }

                    @Override
                    public boolean allowNumericScaleChanges() {
                        return false;
                    }
                });
        shredded.fill(target);
    }

    private static final class Shredded implements ShreddedResult {
        private final VariantSchema schema;
        private ShreddedResult @Nullable [] parts;
        private byte @Nullable [] value;
        private byte @Nullable [] metadata;
        private @Nullable Object scalar;

        Shredded(VariantSchema schema) {
            this.schema = schema;
        }

        @Override
        public void addArray(ShreddedResult[] array) {
            parts = array;
        }

        @Override
        public void addObject(ShreddedResult[] values) {
            parts = values;
        }

        @Override
        public void addVariantValue(byte[] result) {
            value = result;
        }

        @Override
        public void addScalar(Object result) {
            scalar = result;
        }

        @Override
        public void addMetadata(byte[] result) {
            metadata = result;
        }

        void fill(Group group) {
            if (metadata != null) {
                group.add("metadata", Binary.fromConstantByteArray(metadata));
            }
            if (value != null) {
                group.add("value", Binary.fromConstantByteArray(value));
            }
            if (scalar != null) {
                fillScalar(group, scalar);
            }
            if (parts == null) {
                return;
            }
            Group typed = group.addGroup("typed_value");
            for (int i = 0; i < parts.length; i++) {
                Group part = schema.arraySchema != null
                        ? typed.addGroup("list").addGroup("element")
                        : typed.addGroup(schema.objectSchema[i].fieldName);
                if (parts[i] != null) {
                    ((Shredded) parts[i]).fill(part);
                }
            }
        }

        private static void fillScalar(Group group, Object scalar) {
            PrimitiveTypeName physical =
                    group.getType().getType("typed_value").asPrimitiveType().getPrimitiveTypeName();
            Object number = scalar instanceof BigDecimal decimal ? decimal.unscaledValue() : scalar;
            switch (physical) {
                case BOOLEAN -> group.add("typed_value", (Boolean) scalar);
                case INT32 -> group.add("typed_value", ((Number) number).intValue());
                case INT64 -> group.add("typed_value", ((Number) number).longValue());
                case FLOAT -> group.add("typed_value", (Float) scalar);
                case DOUBLE -> group.add("typed_value", (Double) scalar);
                default -> group.add("typed_value", Binary.fromConstantByteArray(bytes(number)));
            }
        }

        private static byte[] bytes(Object scalar) {
            if (scalar instanceof BigInteger unscaled) {
                return unscaled.toByteArray();
            }
            if (scalar instanceof UUID uuid) {
                return java.nio.ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array();
            }
            return scalar instanceof String text
                    ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8)
                    : (byte[]) scalar;
        }
    }
}
