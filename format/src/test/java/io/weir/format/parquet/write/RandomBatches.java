package io.weir.format.parquet.write;

import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.ColumnBuilder;
import io.weir.format.batch.ColumnVector;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Schemas and batches of every kind from one seed. */
public final class RandomBatches {
    private final Random random;

    public RandomBatches(Random random) {
        this.random = random;
    }

    public StructType schema() {
        return struct(3, 1 + random.nextInt(6));
    }

    private StructType struct(int depth, int size) {
        StructType struct = StructType.EMPTY;
        for (int i = 0; i < size; i++) {
            struct = struct.add(new StructField("f" + i, type(depth), random.nextInt(4) > 0));
        }
        return struct;
    }

    private DataType type(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        return switch (kind) {
            case 6 -> new ArrayType(type(depth - 1), random.nextBoolean());
            case 7 -> new MapType(type(0), type(depth - 1), random.nextBoolean());
            case 8, 9 -> struct(depth - 1, 1 + random.nextInt(3));
            case 5 -> {
                int precision = 1 + random.nextInt(38);
                yield new DecimalType(precision, random.nextInt(precision + 1));
            }
            default -> PrimitiveType.values()[random.nextInt(PrimitiveType.VOID.ordinal())];
        };
    }

    public ColumnBatch batch(StructType schema, int rows) {
        List<ColumnVector> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(reshaped(vector(field.type(), field.nullable(), rows)));
        }
        return new ColumnBatch(schema, rows, columns);
    }

    private ColumnVector vector(DataType type, boolean nullable, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        // few distinct values, many, or runs; no, some or only nulls
        int distinct = random.nextBoolean() ? 3 : 100_000;
        int nullsOf8 = nullable ? List.of(0, 1, 4, 8).get(random.nextInt(4)) : 0;
        int runs = random.nextInt(3) == 0 ? 40 : 1;
        long seed = random.nextLong();
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(8) < nullsOf8) {
                builder.appendNull();
            } else {
                append(builder, type, new Random(seed + (runs == 1 ? random.nextInt(distinct) : i / runs)));
            }
        }
        return builder.build();
    }

    private void append(ColumnBuilder builder, DataType type, Random values) {
        if (type instanceof StructType struct) {
            for (int i = 0; i < struct.size(); i++) {
                appendOrNull(
                        builder.child(i),
                        struct.field(i).type(),
                        struct.field(i).nullable(),
                        values);
            }
            builder.endValue();
        } else if (type instanceof ArrayType array) {
            for (int i = values.nextInt(4); i > 0; i--) {
                appendOrNull(builder.child(0), array.element(), array.containsNull(), values);
            }
            builder.endValue();
        } else if (type instanceof MapType map) {
            for (int i = values.nextInt(3); i > 0; i--) {
                append(builder.child(0), map.key(), values);
                appendOrNull(builder.child(1), map.value(), map.valueContainsNull(), values);
            }
            builder.endValue();
        } else if (type instanceof DecimalType decimal) {
            BigInteger limit = BigInteger.TEN.pow(decimal.precision());
            BigInteger unscaled = new BigInteger(130, values).mod(limit);
            unscaled = values.nextBoolean() ? unscaled.negate() : unscaled;
            if (decimal.fitsLong()) {
                builder.appendLong(unscaled.longValueExact());
            } else {
                builder.appendInt128(unscaled.shiftRight(64).longValue(), unscaled.longValue());
            }
        } else {
            appendPrimitive(builder, (PrimitiveType) type, values);
        }
    }

    private void appendOrNull(ColumnBuilder builder, DataType type, boolean nullable, Random values) {
        if (nullable && values.nextInt(4) == 0) {
            builder.appendNull();
        } else {
            append(builder, type, values);
        }
    }

    private static void appendPrimitive(ColumnBuilder builder, PrimitiveType type, Random values) {
        switch (type) {
            case BOOLEAN -> builder.appendBoolean(values.nextBoolean());
            case BYTE -> builder.appendInt((byte) values.nextInt());
            case SHORT -> builder.appendInt((short) values.nextInt());
            case INTEGER -> builder.appendInt(values.nextInt());
            case DATE -> builder.appendInt(values.nextInt(2_000_000) - 1_000_000);
            case LONG -> builder.appendLong(values.nextLong());
            case TIMESTAMP, TIMESTAMP_NTZ -> builder.appendLong(values.nextLong() >> 8);
            case FLOAT ->
                builder.appendFloat(
                        values.nextInt(9) == 0
                                ? List.of(Float.NaN, -0f, 0f).get(values.nextInt(3))
                                : values.nextFloat() - 0.5f);
            case DOUBLE ->
                builder.appendDouble(
                        values.nextInt(9) == 0
                                ? List.of(Double.NaN, -0.0, Double.MAX_VALUE).get(values.nextInt(3))
                                : values.nextGaussian());
            case STRING -> {
                StringBuilder text = new StringBuilder();
                for (int i = values.nextInt(12); i > 0; i--) {
                    text.appendCodePoint(List.of((int) 'a', (int) 'z', 0x7f, 0xe9, 0x20ac, 0x1f600)
                            .get(values.nextInt(6)));
                }
                byte[] bytes =
                        text.toString().repeat(values.nextInt(20) == 0 ? 30 : 1).getBytes(StandardCharsets.UTF_8);
                builder.appendBytes(bytes, 0, bytes.length);
            }
            case BINARY -> {
                byte[] bytes = new byte[values.nextInt(10) == 0 ? 200 : values.nextInt(9)];
                values.nextBytes(bytes);
                builder.appendBytes(bytes, 0, bytes.length);
            }
        }
    }

    /** The same values in another shape: a slice of something longer, rows taken one by one, strings by dictionary. */
    private ColumnVector reshaped(ColumnVector vector) {
        int length = vector.length();
        switch (random.nextInt(4)) {
            case 0 -> {
                int[] rows = new int[length + 5];
                for (int i = 0; i < length; i++) {
                    rows[i + 3] = i;
                }
                return length == 0 ? vector : vector.take(rows, rows.length).slice(3, 3 + length);
            }
            case 1 -> {
                return vector instanceof BytesVector bytes && length > 0 ? byDictionary(bytes) : vector;
            }
            default -> {
                return vector;
            }
        }
    }

    private static BytesVector byDictionary(BytesVector plain) {
        int length = plain.length();
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = length - 1 - i;
        }
        int[] backwards = ids.clone();
        BytesVector reversed = plain.take(backwards, length);
        return new BytesVector(plain.type(), length, reversed.data(), reversed.offsets(), length, ids, plain.nulls());
    }
}
