package io.weir.table.record;

import io.weir.format.batch.ColumnBuilder;
import io.weir.format.type.DataType;
import io.weir.format.type.PrimitiveType;
import io.weir.format.type.StructType;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Appends one component of a record to its column. */
@FunctionalInterface
interface ComponentWriter {
    void write(Record source, ColumnBuilder target);

    /** One writer a column of {@code target}; a column without a component is written as null. */
    static ComponentWriter[] of(Class<?> recordClass, StructType target, String path) {
        MethodHandles.Lookup lookup = Accessors.lookup(recordClass);
        ComponentWriter[] writers = new ComponentWriter[target.size()];
        Arrays.fill(writers, (ComponentWriter) (source, column) -> column.appendNull());
        for (RecordComponent component : recordClass.getRecordComponents()) {
            int index = ComponentNames.column(component.getName(), target);
            String componentPath = path + "." + component.getName();
            if (index < 0) {
                throw new IllegalArgumentException(
                        "Component has no column {columns=" + target.names() + ", component=" + componentPath + "}");
            }
            writers[index] = of(lookup, component, target.field(index).type(), componentPath);
        }
        return writers;
    }

    private static ComponentWriter of(
            MethodHandles.Lookup lookup, RecordComponent component, DataType target, String path) {
        Class<?> type = component.getType();
        if (!type.isPrimitive()) {
            Function<Object, Object> get = Accessors.object(lookup, component);
            ValueWriter writer = ValueWriter.of(component.getGenericType(), target, path);
            return (source, column) -> writer.writeOrNull(get.apply(source), column);
        }
        ValueWriter.checkFits(type, target, path);
        if (type == boolean.class) {
            Predicate<Object> get = Accessors.ofBoolean(lookup, component);
            return (source, column) -> column.appendBoolean(get.test(source));
        }
        if (type == float.class || type == double.class) {
            ToDoubleFunction<Object> get = Accessors.ofDouble(lookup, component);
            return target == PrimitiveType.FLOAT
                    ? (source, column) -> column.appendFloat((float) get.applyAsDouble(source))
                    : (source, column) -> column.appendDouble(get.applyAsDouble(source));
        }
        if (target == PrimitiveType.LONG) {
            ToLongFunction<Object> get = Accessors.ofLong(lookup, component);
            return (source, column) -> column.appendLong(get.applyAsLong(source));
        }
        ToIntFunction<Object> get = Accessors.ofInt(lookup, component);
        return (source, column) -> column.appendInt(get.applyAsInt(source));
    }
}
