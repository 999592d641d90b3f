package io.weir.table.record;

import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.PrimitiveType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which scalar Java types and column types hold each other's values. */
final class Widening {
    private static final List<PrimitiveType> INTEGRAL =
            List.of(PrimitiveType.BYTE, PrimitiveType.SHORT, PrimitiveType.INTEGER, PrimitiveType.LONG);
    private static final List<PrimitiveType> FLOATING = List.of(PrimitiveType.FLOAT, PrimitiveType.DOUBLE);

    private static final Map<Class<?>, PrimitiveType> OWN = Map.ofEntries(
            Map.entry(boolean.class, PrimitiveType.BOOLEAN),
            Map.entry(Boolean.class, PrimitiveType.BOOLEAN),
            Map.entry(byte.class, PrimitiveType.BYTE),
            Map.entry(Byte.class, PrimitiveType.BYTE),
            Map.entry(short.class, PrimitiveType.SHORT),
            Map.entry(Short.class, PrimitiveType.SHORT),
            Map.entry(int.class, PrimitiveType.INTEGER),
            Map.entry(Integer.class, PrimitiveType.INTEGER),
            Map.entry(long.class, PrimitiveType.LONG),
            Map.entry(Long.class, PrimitiveType.LONG),
            Map.entry(float.class, PrimitiveType.FLOAT),
            Map.entry(Float.class, PrimitiveType.FLOAT),
            Map.entry(double.class, PrimitiveType.DOUBLE),
            Map.entry(Double.class, PrimitiveType.DOUBLE),
            Map.entry(String.class, PrimitiveType.STRING),
            Map.entry(byte[].class, PrimitiveType.BINARY),
            Map.entry(LocalDate.class, PrimitiveType.DATE),
            Map.entry(Instant.class, PrimitiveType.TIMESTAMP),
            Map.entry(LocalDateTime.class, PrimitiveType.TIMESTAMP_NTZ));

    private Widening() {}

    /** The column type of a scalar Java type; null if it has none. */
    static @Nullable PrimitiveType own(Class<?> javaType) {
        return javaType.isEnum() ? PrimitiveType.STRING : OWN.get(javaType);
    }

    /** Can a column of this type hold every value of the Java type? */
    static boolean holds(Class<?> javaType, DataType column) {
        if (javaType == BigDecimal.class) {
            return column instanceof DecimalType; // value by value
        }
        PrimitiveType own = own(javaType);
        return own != null && column instanceof PrimitiveType wider && widens(own, wider);
    }

    /** Can the Java type hold every value of a column of this type, nulls aside? */
    static boolean heldBy(Class<?> javaType, DataType column) {
        if (javaType == BigDecimal.class) {
            return column instanceof DecimalType;
        }
        PrimitiveType own = own(javaType);
        return own != null && column instanceof PrimitiveType narrower && widens(narrower, own);
    }

    private static boolean widens(PrimitiveType from, PrimitiveType to) {
        return from == to
                || INTEGRAL.contains(from) && INTEGRAL.indexOf(to) > INTEGRAL.indexOf(from)
                || FLOATING.contains(from) && FLOATING.indexOf(to) > FLOATING.indexOf(from);
    }
}
