package io.weir.pipeline.decode;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a column's values in a sample, and the type that follows from it. One thread at a time.
 *
 * <p>The rules, in order:
 *
 * <ul>
 *   <li>Values come in families that do not mix: numbers, text, booleans, objects, arrays. The family seen most often decides (the first
 *       one seen, if two are equal); values of the others will be bad records, not silently turned into something else.
 *   <li>Numbers are BIGINT if all are written as integers, DOUBLE if one is not, DECIMAL(38,0) if all are integers and one has more digits
 *       than a BIGINT.
 *   <li>Text is DATE if every value is {@code YYYY-MM-DD}; if every value is an ISO 8601 time or date, TIMESTAMP if one has a zone and
 *       TIMESTAMP_NTZ if none has; else STRING.
 *   <li>Objects are structs, arrays are arrays; their parts follow the same rules. An object never seen with a field is a
 *       MAP of strings.
 *   <li>A column that is null or absent in the whole sample is STRING.
 * </ul>
 */
final class InferredType {
    private static final int MOST_DIGITS = 38;

    private enum Family {
        NUMBER,
        TEXT,
        BOOLEAN,
        OBJECT,
        ARRAY
    }

    private final Map<Family, Long> seen = new LinkedHashMap<>();
    private boolean fraction;
    private boolean beyondLong;
    private boolean beyondDecimal;
    private boolean localTime;
    private boolean zonedTime;
    private boolean otherText;
    private final Map<String, InferredType> fields = new LinkedHashMap<>();
    private @Nullable InferredType element;

    void bool() {
        count(Family.BOOLEAN);
    }

    void integer(String digits) {
        count(Family.NUMBER);
        int length = digits.startsWith("-") ? digits.length() - 1 : digits.length();
        if (length >= 19) {
            try {
                Long.parseLong(digits);
            } catch (NumberFormatException e) {
                beyondLong = true;
                beyondDecimal |= length > MOST_DIGITS;
            }
        }
    }

    void fraction() {
        count(Family.NUMBER);
        fraction = true;
    }

    void date() {
        count(Family.TEXT);
    }

    void localTime() {
        count(Family.TEXT);
        localTime = true;
    }

    void zonedTime() {
        count(Family.TEXT);
        zonedTime = true;
    }

    void text() {
        count(Family.TEXT);
        otherText = true;
    }

    void object() {
        count(Family.OBJECT);
    }

    /** What is known of a field of the objects seen here. */
    InferredType field(String name) {
        return fields.computeIfAbsent(name, n -> new InferredType());
    }

    /** An array was seen; the answer is what is known of its elements. */
    InferredType array() {
        count(Family.ARRAY);
        if (element == null) {
            element = new InferredType();
        }
        return element;
    }

    private void count(Family family) {
        seen.merge(family, 1L, Long::sum);
    }

    DataType type() {
        @Nullable Family commonest = null;
        long most = 0;
        for (Map.Entry<Family, Long> entry : seen.entrySet()) {
            if (entry.getValue() > most) {
                commonest = entry.getKey();
                most = entry.getValue();
            }
        }
        if (commonest == null) {
            return PrimitiveType.STRING;
        }
        return switch (commonest) {
            case NUMBER -> number();
            case TEXT -> textType();
            case BOOLEAN -> PrimitiveType.BOOLEAN;
            case OBJECT -> fields.isEmpty() ? new MapType(PrimitiveType.STRING, PrimitiveType.STRING, true) : struct();
            case ARRAY -> new ArrayType(element == null ? PrimitiveType.STRING : element.type(), true);
        };
    }

    private DataType textType() {
        if (otherText) {
            return PrimitiveType.STRING;
        }
        if (zonedTime) {
            return PrimitiveType.TIMESTAMP;
        }
        return localTime ? PrimitiveType.TIMESTAMP_NTZ : PrimitiveType.DATE;
    }

    private DataType number() {
        if (fraction || beyondDecimal) {
            return PrimitiveType.DOUBLE;
        }
        return beyondLong ? new DecimalType(MOST_DIGITS, 0) : PrimitiveType.LONG;
    }

    /** The fields seen, in the order they were first seen in. */
    StructType struct() {
        List<StructField> all = new ArrayList<>();
        fields.forEach((name, type) -> all.add(new StructField(name, type.type())));
        return new StructType(all);
    }
}
