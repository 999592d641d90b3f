package io.weir.compaction.check;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Compares values of bounds as the statistics of Delta and of Parquet do. Pure functions. */
final class ValueOrder {
    private ValueOrder() {}

    /** How the first compares with the second; null if they are of kinds that cannot be compared, or one is no number. */
    static @Nullable Integer compare(Object first, Object second) {
        if (first instanceof String a && second instanceof String b) {
            return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        }
        if (first instanceof Number a && second instanceof Number b) {
            BigDecimal left = exact(a);
            BigDecimal right = exact(b);
            return left != null && right != null
                    ? (Integer) left.compareTo(right)
                    : isNumber(a) && isNumber(b) ? (Integer) Double.compare(a.doubleValue(), b.doubleValue()) : null;
        }
        Instant left = instant(first);
        Instant right = instant(second);
        return left == null || right == null ? null : (Integer) left.compareTo(right);
    }

    private static boolean isNumber(Number value) {
        return !Double.isNaN(value.doubleValue());
    }

    private static @Nullable BigDecimal exact(Number value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = value.doubleValue();
            return Double.isFinite(number) ? new BigDecimal(number) : null;
        }
        return BigDecimal.valueOf(value.longValue());
    }

    private static @Nullable Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof LocalDateTime time) {
            return time.toInstant(ZoneOffset.UTC);
        }
        return value instanceof LocalDate date ? date.atStartOfDay().toInstant(ZoneOffset.UTC) : null;
    }
}
