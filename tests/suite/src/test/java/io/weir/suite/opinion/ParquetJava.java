package io.weir.suite.opinion;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT96;

import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import io.weir.suite.opinion.CanonicalText.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Parquet as parquet-java has it: our types in its words, its rows in ours. */
final class ParquetJava {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int JULIAN_EPOCH_DAY = 2_440_588;

    private ParquetJava() {}

    // ---- reading

    /** All rows of a file as canonical rows, in the order of the file. */
    static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Group group : groups(file, FilterCompat.NOOP)) {
            lines.add(CanonicalText.row(struct(group)));
        }
        return lines;
    }

    /** The rows that a filter lets through. */
    static List<Group> groups(Path file, FilterCompat.Filter filter) throws IOException {
        List<Group> groups = new ArrayList<>();
        try (ParquetReader<Group> reader =
                new ReaderBuilder(new LocalInputFile(file)).withFilter(filter).build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                groups.add(group);
            }
        }
        return groups;
    }

    private static final class ReaderBuilder extends ParquetReader.Builder<Group> {
        ReaderBuilder(InputFile file) {
            super(file);
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
        }
    }

    private static Struct struct(Group group) {
        GroupType type = group.getType();
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            names.add(type.getFieldName(i));
            values.add(value(group, i));
        }
        return new Struct(names, values);
    }

    private static @Nullable Object value(Group group, int field) {
        if (group.getFieldRepetitionCount(field) == 0) {
            return null;
        }
        Type type = group.getType().getType(field);
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (type.isPrimitive()) {
            return primitive(group, field, type.asPrimitiveType(), annotation);
        }
        Group value = group.getGroup(field, 0);
        if (annotation instanceof ListLogicalTypeAnnotation) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
                elements.add(value(value.getGroup(0, i), 0));
            }
            return elements;
        }
        if (annotation instanceof MapLogicalTypeAnnotation) {
            Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
                Group entry = value.getGroup(0, i);
                entries.put(value(entry, 0), value(entry, 1));
            }
            return entries;
        }
        return struct(value);
    }

    private static Object primitive(
            Group group,
            int field,
            org.apache.parquet.schema.PrimitiveType type,
            @Nullable LogicalTypeAnnotation annotation) {
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(field, 0);
            case FLOAT -> group.getFloat(field, 0);
            case DOUBLE -> group.getDouble(field, 0);
            case INT32 -> {
                int value = group.getInteger(field, 0);
                yield annotation instanceof DateLogicalTypeAnnotation
                        ? LocalDate.ofEpochDay(value)
                        : annotation instanceof DecimalLogicalTypeAnnotation decimal
                                ? BigDecimal.valueOf(value, decimal.getScale())
                                : (Object) value;
            }
            case INT64 -> {
                long value = group.getLong(field, 0);
                if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
                    yield BigDecimal.valueOf(value, decimal.getScale());
                }
                if (annotation instanceof TimestampLogicalTypeAnnotation timestamp) {
                    Instant instant = Values.instant(value);
                    yield timestamp.isAdjustedToUTC() ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
                }
                yield value;
            }
            case BINARY, FIXED_LEN_BYTE_ARRAY -> {
                Binary value = group.getBinary(field, 0);
                if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
                    yield new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale());
                }
                yield annotation instanceof StringLogicalTypeAnnotation ? value.toStringUsingUTF8() : value.getBytes();
            }
            case INT96 -> throw new IllegalStateException("We never write INT96: " + type);
        };
    }

    // ---- types

    /** Which of the ways that Parquet has for a type is taken. */
    enum Flavor {
        /** As modern writers do it. */
        MODERN,
        /** Times as INT96, decimals as bytes: what Spark and Hive wrote for years. */
        INT96_AND_BYTES,
        /** Times in milliseconds without a zone's say, decimals of any width in fixed bytes. */
        MILLIS_AND_FIXED
    }

    static MessageType messageType(StructType schema, Flavor flavor) {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (StructField field : schema.fields()) {
            builder.addField(type(field.name(), field.type(), field.nullable(), flavor));
        }
        return builder.named("test");
    }

    private static Type type(String name, DataType type, boolean nullable, Flavor flavor) {
        Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
        if (type instanceof PrimitiveType primitive) {
            return primitiveType(name, primitive, repetition, flavor);
        }
        if (type instanceof DecimalType decimal) {
            return decimalType(name, decimal, repetition, flavor);
        }
        if (type instanceof ArrayType array) {
            return Types.list(repetition)
                    .element(type("element", array.element(), array.containsNull(), flavor))
                    .named(name);
        }
        if (type instanceof MapType map) {
            return Types.map(repetition)
                    .key(type("key", map.key(), false, flavor))
                    .value(type("value", map.value(), map.valueContainsNull(), flavor))
                    .named(name);
        }
        Types.GroupBuilder<GroupType> group = Types.buildGroup(repetition);
        for (StructField field : ((StructType) type).fields()) {
            group.addField(type(field.name(), field.type(), field.nullable(), flavor));
        }
        return group.named(name);
    }

    private static Type primitiveType(String name, PrimitiveType type, Repetition repetition, Flavor flavor) {
        TimeUnit unit = flavor == Flavor.MILLIS_AND_FIXED ? TimeUnit.MILLIS : TimeUnit.MICROS;
        return switch (type) {
            case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
            case BYTE ->
                Types.primitive(INT32, repetition)
                        .as(LogicalTypeAnnotation.intType(8, true))
                        .named(name);
            case SHORT ->
                Types.primitive(INT32, repetition)
                        .as(LogicalTypeAnnotation.intType(16, true))
                        .named(name);
            case INTEGER -> Types.primitive(INT32, repetition).named(name);
            case LONG -> Types.primitive(INT64, repetition).named(name);
            case FLOAT -> Types.primitive(FLOAT, repetition).named(name);
            case DOUBLE -> Types.primitive(DOUBLE, repetition).named(name);
            case STRING ->
                Types.primitive(BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(name);
            case BINARY -> Types.primitive(BINARY, repetition).named(name);
            case DATE ->
                Types.primitive(INT32, repetition)
                        .as(LogicalTypeAnnotation.dateType())
                        .named(name);
            case TIMESTAMP ->
                flavor == Flavor.INT96_AND_BYTES
                        ? Types.primitive(INT96, repetition).named(name)
                        : Types.primitive(INT64, repetition)
                                .as(LogicalTypeAnnotation.timestampType(true, unit))
                                .named(name);
            case TIMESTAMP_NTZ ->
                Types.primitive(INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(false, unit))
                        .named(name);
            case VOID -> throw new IllegalArgumentException("No file holds it: " + name);
        };
    }

    private static Type decimalType(String name, DecimalType type, Repetition repetition, Flavor flavor) {
        LogicalTypeAnnotation annotation = LogicalTypeAnnotation.decimalType(type.scale(), type.precision());
        if (flavor == Flavor.INT96_AND_BYTES) {
            return Types.primitive(BINARY, repetition).as(annotation).named(name);
        }
        if (flavor == Flavor.MODERN && type.precision() <= 9) {
            return Types.primitive(INT32, repetition).as(annotation).named(name);
        }
        if (flavor == Flavor.MODERN && type.precision() <= 18) {
            return Types.primitive(INT64, repetition).as(annotation).named(name);
        }
        return Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
                .length(fixedLength(type))
                .as(annotation)
                .named(name);
    }

    private static int fixedLength(DecimalType type) {
        return BigInteger.TEN.pow(type.precision()).bitLength() / 8 + 1;
    }

    // ---- writing

    static void write(ParquetWriter<Group> writer, MessageType type, ColumnBatch batch) throws IOException {
        for (int row = 0; row < batch.rowCount(); row++) {
            SimpleGroup group = new SimpleGroup(type);
            for (int i = 0; i < batch.schema().size(); i++) {
                add(group, i, batch.schema().field(i).type(), Values.valueAt(batch.column(i), row));
            }
            writer.write(group);
        }
    }

    private static void add(Group group, int field, DataType type, @Nullable Object value) {
        if (value == null) {
            return;
        }
        if (type instanceof ArrayType array) {
            Group list = group.addGroup(field);
            for (Object element : (List<?>) value) {
                add(list.addGroup(0), 0, array.element(), element);
            }
        } else if (type instanceof MapType map) {
            Group entries = group.addGroup(field);
            ((Map<?, ?>) value).forEach((key, entry) -> {
                Group pair = entries.addGroup(0);
                add(pair, 0, map.key(), key);
                add(pair, 1, map.value(), entry);
            });
        } else if (type instanceof StructType struct) {
            Group fields = group.addGroup(field);
            for (int i = 0; i < struct.size(); i++) {
                add(fields, i, struct.field(i).type(), ((io.weir.format.batch.Row) value).value(i));
            }
        } else {
            addPrimitive(group, field, value);
        }
    }

    private static void addPrimitive(Group group, int field, Object value) {
        org.apache.parquet.schema.PrimitiveType type =
                group.getType().getType(field).asPrimitiveType();
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(field, (boolean) value);
            case FLOAT -> group.add(field, (float) value);
            case DOUBLE -> group.add(field, (double) value);
            case INT32 -> group.add(field, int32(value));
            case INT64 -> group.add(field, int64(type, value));
            case INT96 -> group.add(field, int96((Instant) value));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> group.add(field, binary(type, value));
        }
    }

    private static int int32(Object value) {
        if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        }
        return value instanceof BigDecimal decimal
                ? decimal.unscaledValue().intValueExact()
                : ((Number) value).intValue();
    }

    private static long int64(org.apache.parquet.schema.PrimitiveType type, Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.unscaledValue().longValueExact();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        Instant instant = value instanceof LocalDateTime local ? local.toInstant(ZoneOffset.UTC) : (Instant) value;
        boolean millis = type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
                && timestamp.getUnit() == TimeUnit.MILLIS;
        return millis ? instant.toEpochMilli() : Values.micros(instant);
    }

    private static Binary int96(Instant instant) {
        long micros = Values.micros(instant);
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(Math.floorMod(micros, MICROS_PER_DAY) * 1000).putInt((int) (day + JULIAN_EPOCH_DAY));
        return Binary.fromConstantByteArray(bytes.array());
    }

    private static Binary binary(org.apache.parquet.schema.PrimitiveType type, Object value) {
        if (value instanceof String text) {
            return Binary.fromString(text);
        }
        if (value instanceof byte[] bytes) {
            return Binary.fromConstantByteArray(bytes);
        }
        byte[] shortest = ((BigDecimal) value).unscaledValue().toByteArray();
        if (type.getPrimitiveTypeName() == BINARY) {
            return Binary.fromConstantByteArray(shortest);
        }
        byte[] padded = new byte[type.getTypeLength()];
        Arrays.fill(padded, (byte) (shortest[0] < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, padded, padded.length - shortest.length, shortest.length);
        return Binary.fromConstantByteArray(padded);
    }
}
