package io.weir.format.expression;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;

/** The order of constants of one type, as comparisons have it. */
final class Constants {
    private Constants() {}

    /** Neither may be null. */
    static int compare(Literal a, Literal b) {
        Object x = a.value();
        Object y = b.value();
        if (x instanceof String s && y instanceof String t) {
            return Arrays.compareUnsigned(s.getBytes(StandardCharsets.UTF_8), t.getBytes(StandardCharsets.UTF_8));
        }
        if (x instanceof byte[] s && y instanceof byte[] t) {
            return Arrays.compareUnsigned(s, t);
        }
        if (x instanceof BigDecimal s && y instanceof BigDecimal t) {
            return s.compareTo(t);
        }
        if (x instanceof Double || x instanceof Float) {
            return CompareNode.compare(
                    ((Number) x).doubleValue(), ((Number) java.util.Objects.requireNonNull(y)).doubleValue());
        }
        if (x instanceof Number s && y instanceof Number t) {
            return Long.compare(s.longValue(), t.longValue());
        }
        if (x instanceof LocalDate s && y instanceof LocalDate t) {
            return s.compareTo(t);
        }
        if (x instanceof Instant s && y instanceof Instant t) {
            return s.compareTo(t);
        }
        if (x instanceof LocalDateTime s && y instanceof LocalDateTime t) {
            return s.compareTo(t);
        }
        return Boolean.compare(
                (Boolean) java.util.Objects.requireNonNull(x), (Boolean) java.util.Objects.requireNonNull(y));
    }
}
