package io.weir.testkit;

import io.weir.format.batch.BatchBuilder;
import io.weir.format.batch.ColumnBatch;
import io.weir.format.batch.Values;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Types, schemas and rows that look for trouble: edge values, nulls at every depth, runs, few distinct values, empty and
 * long strings. Everything follows from the seed. One thread at a time.
 *
 * <p>Times stay in the years 1 to 9999, which is what all Delta engines have in common.
 */
public final class RandomRows {
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);
    private static final long FIRST_MICROS =
            Values.micros(FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC));
    private static final long LAST_MICROS =
            Values.micros(LAST_DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)) - 1;

    /** How the values of one column go together. Encoders, statistics and skipping each fail on another one. */
    private enum Shape {
        MIXED,
        NO_NULLS,
        MOSTLY_NULL,
        ALL_NULL,
        CONSTANT,
        FEW_DISTINCT,
        RUNS,
        ASCENDING
    }

    private static final List<DataType> LEAVES = List.of(
            PrimitiveType.BOOLEAN,
            PrimitiveType.BYTE,
            PrimitiveType.SHORT,
            PrimitiveType.INTEGER,
            PrimitiveType.LONG,
            PrimitiveType.FLOAT,
            PrimitiveType.DOUBLE,
            PrimitiveType.STRING,
            PrimitiveType.BINARY,
            PrimitiveType.DATE,
            PrimitiveType.TIMESTAMP,
            PrimitiveType.TIMESTAMP_NTZ,
            new DecimalType(1, 0),
            new DecimalType(5, 2),
            new DecimalType(9, 9),
            new DecimalType(18, 4),
            new DecimalType(19, 0),
            new DecimalType(38, 10),
            new DecimalType(38, 38));

    /** Types whose values are found again by {@code equals}, so that the keys of a map differ. */
    private static final List<DataType> KEYS = List.of(
            PrimitiveType.STRING,
            PrimitiveType.INTEGER,
            PrimitiveType.LONG,
            PrimitiveType.SHORT,
            PrimitiveType.BOOLEAN,
            PrimitiveType.DATE,
            PrimitiveType.TIMESTAMP,
            new DecimalType(12, 3));

    private static final List<String> STRINGS = List.of(
            "",
            " ",
            "a",
            "NULL",
            "null",
            "\u0000",
            "\n\r\t\"\\/\b\f\u001f\u007f",
            "a\u0000b",
            "é",
            "日本語",
            "🚀",
            "\uFFFF",
            "\uE000",
            "\uDBFF\uDFFF",
            "x".repeat(31),
            "x".repeat(32),
            "x".repeat(33),
            "x".repeat(31) + "🚀",
            "x".repeat(31) + "🚀z",
            "\uDBFF\uDFFF".repeat(40),
            "zebra".repeat(300));

    private final SplittableRandom random;

    private RandomRows(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public static RandomRows seeded(long seed) {
        return new RandomRows(seed);
    }

    /** The seeds a property is tried with: the same every time, or the one of {@code -Dweir.seed}. */
    public static LongStream seeds(int count) {
        Long only = Long.getLong("weir.seed");
        return only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
    }

    /** A nullable column of every primitive type and of some nested ones; {@code id} is a long and never null. */
    public static StructType everyType() {
        List<StructField> fields = new ArrayList<>();
        fields.add(new StructField("id", PrimitiveType.LONG, false));
        for (DataType leaf : LEAVES) {
            fields.add(new StructField("c_" + nameOf(leaf), leaf));
        }
        StructType point = StructType.of(
                new StructField("x", PrimitiveType.DOUBLE),
                new StructField("label", PrimitiveType.STRING),
                new StructField("at", PrimitiveType.TIMESTAMP));
        fields.add(new StructField("s_point", point));
        fields.add(new StructField("a_long", new ArrayType(PrimitiveType.LONG, true)));
        fields.add(new StructField("a_point", new ArrayType(point, true)));
        fields.add(new StructField("a_a_string", new ArrayType(new ArrayType(PrimitiveType.STRING, true), true)));
        fields.add(new StructField("m_string_long", new MapType(PrimitiveType.STRING, PrimitiveType.LONG, true)));
        fields.add(new StructField("m_long_point", new MapType(PrimitiveType.LONG, point, true)));
        fields.add(new StructField(
                "s_deep",
                StructType.of(
                        new StructField("m", new MapType(PrimitiveType.STRING, new ArrayType(point, true), true)),
                        new StructField("d", new DecimalType(38, 10)))));
        return new StructType(fields);
    }

    private static String nameOf(DataType type) {
        return type instanceof DecimalType decimal
                ? "decimal_" + decimal.precision() + "_" + decimal.scale()
                : ((PrimitiveType) type).jsonName();
    }

    /** The number of a row. */
    public int row(int rowCount) {
        return random.nextInt(rowCount);
    }

    /** A type without parts. */
    public DataType leaf() {
        return pick(LEAVES);
    }

    /** Any type; {@code depth} is how many arrays, maps and structs may lie within each other. */
    public DataType type(int depth) {
        if (depth == 0 || random.nextInt(3) > 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new ArrayType(type(depth - 1), random.nextInt(4) > 0);
            case 1 -> new MapType(pick(KEYS), type(depth - 1), random.nextInt(4) > 0);
            default -> schema(1 + random.nextInt(4), depth - 1);
        };
    }

    /** Some columns of any types, some of them not nullable. */
    public StructType schema(int columns, int depth) {
        List<StructField> fields = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            fields.add(new StructField("c" + i, type(depth), random.nextInt(5) > 0));
        }
        return new StructType(fields);
    }

    /** Rows of a schema; each column has a shape of its own. */
    public ColumnBatch batch(StructType schema, int rows) {
        List<List<@Nullable Object>> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(column(field, rows));
        }
        BatchBuilder builder = new BatchBuilder(schema);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns.size(); i++) {
                Values.append(builder.column(i), columns.get(i).get(row));
            }
            builder.endRow();
        }
        return builder.build();
    }

    private List<@Nullable Object> column(StructField field, int rows) {
        Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
        List<@Nullable Object> values = new ArrayList<>(rows);
        List<@Nullable Object> pool = new ArrayList<>();
        int poolSize = shape == Shape.CONSTANT ? 1 : 2 + random.nextInt(20);
        for (int i = 0; i < poolSize; i++) {
            pool.add(nullable(field, 10));
        }
        while (values.size() < rows) {
            switch (shape) {
                case MIXED -> values.add(nullable(field, 20));
                case NO_NULLS, ASCENDING -> values.add(value(field.type()));
                case MOSTLY_NULL -> values.add(nullable(field, 95));
                case ALL_NULL -> values.add(nullable(field, 100));
                case CONSTANT, FEW_DISTINCT -> values.add(pick(pool));
                case RUNS -> {
                    Object value = pick(pool);
                    for (int n = random.nextInt(200); n >= 0 && values.size() < rows; n--) {
                        values.add(value);
                    }
                }
            }
        }
        if (shape == Shape.ASCENDING && !values.isEmpty() && values.get(0) instanceof Comparable<?>) {
            sort(values);
        }
        return values;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // all values are of one type, which is comparable
    private static void sort(List<@Nullable Object> values) {
        ((List) values).sort(Comparator.naturalOrder());
    }

    private @Nullable Object nullable(StructField field, int nullPercent) {
        return field.nullable() && random.nextInt(100) < nullPercent ? null : value(field.type());
    }

    /** A value of a type as {@link Values#append} takes it; a struct is the list of its fields' values. Never null. */
    public Object value(DataType type) {
        if (type instanceof PrimitiveType primitive) {
            return primitive(primitive);
        }
        if (type instanceof DecimalType decimal) {
            return decimal(decimal);
        }
        if (type instanceof ArrayType array) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int n = length(); n > 0; n--) {
                elements.add(array.containsNull() && random.nextInt(5) == 0 ? null : value(array.element()));
            }
            return elements;
        }
        if (type instanceof MapType map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            Set<Object> keys = new HashSet<>();
            for (int n = length(); n > 0; n--) {
                keys.add(value(map.key()));
            }
            List<Object> inSomeOrder = new ArrayList<>(keys);
            inSomeOrder.sort(Comparator.comparing(Object::toString));
            for (Object key : inSomeOrder) {
                entries.put(key, map.valueContainsNull() && random.nextInt(5) == 0 ? null : value(map.value()));
            }
            return Collections.unmodifiableMap(entries);
        }
        List<@Nullable Object> fields = new ArrayList<>();
        for (StructField field : ((StructType) type).fields()) {
            fields.add(nullable(field, 20));
        }
        return fields;
    }

    private int length() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> random.nextInt(7);
        };
    }

    private Object primitive(PrimitiveType type) {
        return switch (type) {
            case BOOLEAN -> random.nextBoolean();
            case BYTE -> (byte) integral(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> (short) integral(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> (int) integral(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> integral(Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> floating();
            case DOUBLE -> doubled();
            case STRING -> string();
            case BINARY -> binary();
            case DATE ->
                LocalDate.ofEpochDay(
                        clamp(integral(-800_000, 3_000_000), FIRST_DAY.toEpochDay(), LAST_DAY.toEpochDay()));
            case TIMESTAMP -> instant();
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case VOID -> throw new IllegalArgumentException("Always null");
        };
    }

    private long integral(long min, long max) {
        return switch (random.nextInt(8)) {
            case 0 -> min;
            case 1 -> max;
            case 2 -> 0;
            case 3 -> -1;
            case 4, 5 -> clamp(random.nextLong(-100, 100), min, max);
            default -> clamp(random.nextLong(), min, max);
        };
    }

    private static long clamp(long value, long min, long max) {
        return value >= min && value <= max ? value : min + Math.floorMod(value, max - min + 1);
    }

    private float floating() {
        return switch (random.nextInt(10)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2 -> Float.NEGATIVE_INFINITY;
            case 3 -> -0.0f;
            case 4 -> 0.0f;
            case 5 -> random.nextBoolean() ? Float.MIN_VALUE : -Float.MAX_VALUE;
            default -> (float) random.nextDouble(-1000, 1000);
        };
    }

    private double doubled() {
        return switch (random.nextInt(10)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> 0.0;
            case 5 -> random.nextBoolean() ? Double.MIN_VALUE : -Double.MAX_VALUE;
            default -> random.nextDouble(-1000, 1000);
        };
    }

    private String string() {
        if (random.nextInt(3) == 0) {
            return pick(STRINGS);
        }
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(24); n > 0; n--) {
            int codePoint = random.nextInt(10) == 0 ? random.nextInt(0x80, 0x3000) : random.nextInt('0', 'z');
            text.appendCodePoint(codePoint);
        }
        return text.toString();
    }

    private byte[] binary() {
        byte[] bytes = new byte[random.nextInt(8) == 0 ? random.nextInt(500) : random.nextInt(12)];
        random.nextBytes(bytes);
        return bytes;
    }

    private Instant instant() {
        return switch (random.nextInt(8)) {
            case 0 -> Values.instant(FIRST_MICROS);
            case 1 -> Values.instant(LAST_MICROS);
            case 2 -> Instant.EPOCH;
            case 3 -> Values.instant(-1);
            case 4 -> Values.instant(random.nextLong(FIRST_MICROS, LAST_MICROS));
            default -> Values.instant(random.nextLong(1_500_000_000_000_000L, 1_800_000_000_000_000L));
        };
    }

    private BigDecimal decimal(DecimalType type) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled = switch (random.nextInt(6)) {
            case 0 -> limit.subtract(BigInteger.ONE);
            case 1 -> BigInteger.ONE.subtract(limit);
            case 2 -> BigInteger.ZERO;
            case 3 -> BigInteger.valueOf(random.nextLong(-100, 100)).mod(limit);
            default -> {
                byte[] bytes = new byte[17];
                random.nextBytes(bytes);
                BigInteger any = new BigInteger(bytes);
                yield any.signum() < 0 ? any.mod(limit).negate() : any.mod(limit);
            }
        };
        return new BigDecimal(unscaled, type.scale());
    }

    private <T extends @Nullable Object> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
