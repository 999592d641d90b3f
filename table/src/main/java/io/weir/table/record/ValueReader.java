package io.weir.table.record;

import io.weir.format.batch.ArrayVector;
import io.weir.format.batch.BytesVector;
import io.weir.format.batch.ColumnVector;
import io.weir.format.batch.MapVector;
import io.weir.format.batch.StructVector;
import io.weir.format.batch.Values;
import io.weir.format.type.ArrayType;
import io.weir.format.type.DataType;
import io.weir.format.type.MapType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the Java value of a place that is not null. */
@FunctionalInterface
interface ValueReader {
    Object read(ColumnVector vector, int row);

    /** The reader of a column as a Java type that can hold all its values. */
    static ValueReader of(Type javaType, DataType column, Cell cell) {
        Class<?> raw = RecordSchema.rawClass(javaType);
        if (raw == List.class && column instanceof ArrayType array) {
            ValueReader element = of(RecordSchema.argument(javaType, 0), array.element(), cell);
            return (vector, row) -> list((ArrayVector) vector, row, element);
        }
        if (raw == Map.class && column instanceof MapType map) {
            ValueReader key = of(RecordSchema.argument(javaType, 0), map.key(), cell);
            ValueReader value = of(RecordSchema.argument(javaType, 1), map.value(), cell);
            return (vector, row) -> map((MapVector) vector, row, key, value);
        }
        if (raw.isRecord() && column instanceof StructType struct) {
            RecordReader<?> nested = RecordReader.of(raw.asSubclass(Record.class), struct, cell.component());
            return (vector, row) ->
                    nested.over(((StructVector) vector).fields()).at(row);
        }
        if (!Widening.heldBy(raw, column)) {
            throw cell.mismatch(javaType.getTypeName(), column);
        }
        if (raw.isEnum()) {
            return constants(raw, cell);
        }
        if (raw == Long.class && column != PrimitiveType.LONG
                || raw == Double.class && column != PrimitiveType.DOUBLE
                || raw == Integer.class && column != PrimitiveType.INTEGER
                || raw == Short.class && column != PrimitiveType.SHORT) {
            return (vector, row) -> widened(raw, (Number) present(Values.valueAt(vector, row)));
        }
        return (vector, row) -> present(Values.valueAt(vector, row));
    }

    private static Object widened(Class<?> box, Number value) {
        if (box == Long.class) {
            return value.longValue();
        }
        if (box == Double.class) {
            return value.doubleValue();
        }
        return box == Integer.class ? (Object) value.intValue() : (Object) value.shortValue();
    }

    private static ValueReader constants(Class<?> enumClass, Cell cell) {
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : enumClass.getEnumConstants()) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        return (vector, row) -> {
            String name = ((BytesVector) vector).string(row);
            Object constant = byName.get(name);
            if (constant == null) {
                throw new IllegalArgumentException("Value is not a constant of the component's enum {column="
                        + cell.column() + ", component=" + cell.component() + ", row=" + row + ", value=" + name
                        + "}");
            }
            return constant;
        };
    }

    private static Object list(ArrayVector vector, int row, ValueReader element) {
        List<@Nullable Object> list = new ArrayList<>(vector.end(row) - vector.start(row));
        for (int i = vector.start(row); i < vector.end(row); i++) {
            list.add(valueOrNull(vector.elements(), i, element));
        }
        return Collections.unmodifiableList(list);
    }

    private static Object map(MapVector vector, int row, ValueReader key, ValueReader value) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = vector.start(row); i < vector.end(row); i++) {
            map.put(key.read(vector.keys(), i), valueOrNull(vector.values(), i, value));
        }
        return Collections.unmodifiableMap(map);
    }

    private static @Nullable Object valueOrNull(ColumnVector vector, int row, ValueReader reader) {
        return vector.isNull(row) ? null : reader.read(vector, row);
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new AssertionError("A value that is not null was read as null");
        }
        return value;
    }
}
