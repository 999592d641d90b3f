package io.weir.table.record;

import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.DecimalType;
import io.weir.format.type.MapType;
import io.weir.format.type.StructField;
import io.weir.format.type.StructType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Derives columns from a record class. */
final class RecordSchema {
    /** What a BigDecimal becomes when no table says otherwise; Spark's choice too. */
    static final DecimalType DEFAULT_DECIMAL = new DecimalType(38, 18);

    private final Deque<Class<?>> enclosing = new ArrayDeque<>();

    private RecordSchema() {}

    static StructType of(Class<? extends Record> recordClass) {
        return new RecordSchema().struct(recordClass, recordClass.getSimpleName());
    }

    /** The class that a component's declared type stands for. */
    static Class<?> rawClass(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return rawClass(wildcard.getUpperBounds()[0]);
        }
        return Object.class;
    }

    /** The type argument of a list (0) or map (0 and 1); Object if it was left out. */
    static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[index] : Object.class;
    }

    private StructType struct(Class<?> recordClass, String path) {
        if (enclosing.contains(recordClass)) {
            throw new IllegalArgumentException("Record contains itself, which no schema can {component=" + path
                    + ", record=" + recordClass.getName() + "}");
        }
        enclosing.push(recordClass);
        List<StructField> fields = new ArrayList<>();
        for (RecordComponent component : recordClass.getRecordComponents()) {
            fields.add(new StructField(
                    component.getName(),
                    type(component.getGenericType(), path + "." + component.getName()),
                    !component.getType().isPrimitive()));
        }
        enclosing.pop();
        return new StructType(fields);
    }

    private DataType type(Type javaType, String path) {
        Class<?> raw = rawClass(javaType);
        DataType scalar = raw == BigDecimal.class ? DEFAULT_DECIMAL : Widening.own(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == List.class) {
            return new ArrayType(type(argument(javaType, 0), path + "[]"), true);
        }
        if (raw == Map.class) {
            return new MapType(
                    type(argument(javaType, 0), path + ".key"), type(argument(javaType, 1), path + ".value"), true);
        }
        if (raw.isRecord()) {
            return struct(raw, path);
        }
        throw new IllegalArgumentException(
                "Component has a type that no column has; use a primitive, its box, String, an enum, byte[], BigDecimal,"
                        + " LocalDate, Instant, LocalDateTime, List, Map or a record {component=" + path + ", type="
                        + javaType.getTypeName() + "}");
    }
}
