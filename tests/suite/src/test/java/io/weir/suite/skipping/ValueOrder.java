package io.weir.suite.skipping;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** The order of values of one type: UTF-8 bytes of strings, NaN behind all numbers, one zero. */
final class ValueOrder implements Comparator<Object> {
    static final ValueOrder INSTANCE = new ValueOrder();

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of one type, which is comparable
    public int compare(Object a, Object b) {
        if (a instanceof String s && b instanceof String t) {
            return Arrays.compareUnsigned(s.getBytes(StandardCharsets.UTF_8), t.getBytes(StandardCharsets.UTF_8));
        }
        if (a instanceof byte[] s && b instanceof byte[] t) {
            return Arrays.compareUnsigned(s, t);
        }
        if (isFloating(a)) {
            double x = ((Number) a).doubleValue();
            double y = ((Number) b).doubleValue();
            return x == y ? 0 : Double.compare(x, y);
        }
        return ((Comparable) a).compareTo(b);
    }

    static boolean isFloating(Object value) {
        return value instanceof Double || value instanceof Float;
    }

    static boolean isNan(Object value) {
        return isFloating(value) && Double.isNaN(((Number) value).doubleValue());
    }
}
