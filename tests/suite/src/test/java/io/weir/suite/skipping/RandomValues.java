package io.weir.suite.skipping;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import io.weir.testkit.RandomRows;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Values that statistics and partition values have trouble with. */
final class RandomValues {
    /** What the protocol lets a type be widened to. */
    static final Map<DataType, List<DataType>> WIDER = Map.of(
            PrimitiveType.BYTE,
            List.of(PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG, PrimitiveType.DOUBLE),
            PrimitiveType.SHORT,
            List.of(PrimitiveType.INTEGER, PrimitiveType.LONG, PrimitiveType.DOUBLE, new DecimalType(12, 1)),
            PrimitiveType.INTEGER,
            List.of(PrimitiveType.LONG, PrimitiveType.DOUBLE, new DecimalType(10, 0), new DecimalType(28, 8)),
            PrimitiveType.LONG,
            List.of(new DecimalType(20, 0), new DecimalType(38, 5)),
            PrimitiveType.FLOAT,
            List.of(PrimitiveType.DOUBLE),
            PrimitiveType.DATE,
            List.of(PrimitiveType.TIMESTAMP_NTZ),
            new DecimalType(5, 2),
            List.of(new DecimalType(7, 2), new DecimalType(12, 4), new DecimalType(30, 10)));

    /** Types whose bounds are not simply the least and the greatest value. */
    private static final List<DataType> TROUBLESOME = List.of(
            PrimitiveType.STRING,
            PrimitiveType.STRING,
            PrimitiveType.DOUBLE,
            PrimitiveType.FLOAT,
            PrimitiveType.TIMESTAMP,
            PrimitiveType.TIMESTAMP_NTZ,
            new DecimalType(5, 2),
            new DecimalType(38, 10));

    private static final int POOL = 24;
    private static final String LONG_BEGINNING = "the same beginning of 31 chars.";

    private final SplittableRandom random;
    private final RandomRows rows;

    RandomValues(long seed) {
        this.random = new SplittableRandom(seed);
        this.rows = RandomRows.seeded(seed ^ 0x5eed);
    }

    DataType leafType() {
        return random.nextInt(3) == 0 ? TROUBLESOME.get(random.nextInt(TROUBLESOME.size())) : rows.leaf();
    }

    /** Some values of a type, ascending. */
    List<Object> pool(DataType type, boolean partition) {
        List<Object> pool = new ArrayList<>();
        for (int i = 0; i < POOL; i++) {
            Object value = random.nextBoolean() ? special(type) : rows.value(type);
            if (partition && value instanceof byte[] bytes) {
                value = Arrays.toString(bytes).getBytes(java.nio.charset.StandardCharsets.UTF_8); // must be text
            }
            pool.add(value);
        }
        pool.sort(ValueOrder.INSTANCE);
        return pool;
    }

    private Object special(DataType type) {
        if (type instanceof DecimalType decimal) {
            return closeToADouble(decimal);
        }
        return switch ((PrimitiveType) type) {
            case STRING -> string();
            case LONG -> (1L << 53) + random.nextInt(-3, 4);
            case DOUBLE -> (double) random.nextInt(-3, 4) / 10;
            case FLOAT -> (float) random.nextInt(-3, 4) / 10;
            case DATE -> LocalDate.ofEpochDay(random.nextInt(-1_000_000, 4_000_000));
            case TIMESTAMP -> instant();
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(), java.time.ZoneOffset.UTC);
            default -> rows.value(type);
        };
    }

    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(-3, 4)).plus(random.nextInt(-2, 1001), ChronoUnit.MICROS);
    }

    private String string() {
        String[] ends = {"", "?", "x", "\u007f", "é", "\uFFFD", "\uFFFF", "🚀", "\uDBFF\uDFFF", "a", "aa"};
        StringBuilder text = new StringBuilder(LONG_BEGINNING.substring(random.nextInt(2)));
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            text.append(ends[random.nextInt(ends.length)]);
        }
        return text.toString();
    }

    private BigDecimal closeToADouble(DecimalType type) {
        BigDecimal most = BigDecimal.TEN
                .pow(type.precision() - type.scale())
                .subtract(BigDecimal.ONE.movePointLeft(type.scale()));
        BigDecimal value = most.multiply(BigDecimal.valueOf(random.nextDouble(-1, 1)));
        return value.setScale(type.scale(), RoundingMode.DOWN);
    }

    /** What a value of an older type is in the type that its column was widened to. */
    static Object widened(Object value, DataType to) {
        if (to instanceof DecimalType decimal) {
            BigDecimal number = value instanceof BigDecimal d ? d : BigDecimal.valueOf(((Number) value).longValue());
            return number.setScale(decimal.scale(), RoundingMode.UNNECESSARY);
        }
        if (value instanceof LocalDate date && to == PrimitiveType.TIMESTAMP_NTZ) {
            return date.atStartOfDay();
        }
        return switch ((PrimitiveType) to) {
            case SHORT -> ((Number) value).shortValue();
            case INTEGER -> ((Number) value).intValue();
            case LONG -> ((Number) value).longValue();
            case DOUBLE -> ((Number) value).doubleValue();
            default -> value;
        };
    }
}
