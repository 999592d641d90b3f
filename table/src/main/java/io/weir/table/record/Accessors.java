package io.weir.table.record;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** A record's accessors as functions that the JIT inlines, without boxing. */
final class Accessors {
    private Accessors() {}

    /** The right to see a record's accessors and constructor even if it is private. */
    static MethodHandles.Lookup lookup(Class<?> recordClass) {
        try {
            return MethodHandles.privateLookupIn(recordClass, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "Record is in a module that is not open to this one; add 'opens' for its package {package="
                            + recordClass.getPackageName() + ", record=" + recordClass.getName() + "}",
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    static Function<Object, Object> object(MethodHandles.Lookup lookup, RecordComponent component) {
        return (Function<Object, Object>) function(lookup, component, Function.class, "apply", Object.class);
    }

    @SuppressWarnings("unchecked")
    static Predicate<Object> ofBoolean(MethodHandles.Lookup lookup, RecordComponent component) {
        return (Predicate<Object>) function(lookup, component, Predicate.class, "test", boolean.class);
    }

    @SuppressWarnings("unchecked")
    static ToIntFunction<Object> ofInt(MethodHandles.Lookup lookup, RecordComponent component) {
        return (ToIntFunction<Object>) function(lookup, component, ToIntFunction.class, "applyAsInt", int.class);
    }

    @SuppressWarnings("unchecked")
    static ToLongFunction<Object> ofLong(MethodHandles.Lookup lookup, RecordComponent component) {
        return (ToLongFunction<Object>) function(lookup, component, ToLongFunction.class, "applyAsLong", long.class);
    }

    @SuppressWarnings("unchecked")
    static ToDoubleFunction<Object> ofDouble(MethodHandles.Lookup lookup, RecordComponent component) {
        return (ToDoubleFunction<Object>)
                function(lookup, component, ToDoubleFunction.class, "applyAsDouble", double.class);
    }

    private static Object function(
            MethodHandles.Lookup lookup,
            RecordComponent component,
            Class<?> functionType,
            String method,
            Class<?> result) {
        try {
            MethodHandle accessor = lookup.unreflect(component.getAccessor());
            CallSite site = LambdaMetafactory.metafactory(
                    lookup,
                    method,
                    MethodType.methodType(functionType),
                    MethodType.methodType(result, Object.class),
                    accessor,
                    MethodType.methodType(
                            result.isPrimitive() ? result : component.getType(), component.getDeclaringRecord()));
            return site.getTarget().invoke();
        } catch (Throwable e) {
            if (e instanceof Error error) {
                throw error;
            }
            throw new IllegalArgumentException(
                    "Component cannot be read {component=" + component.getName() + ", record="
                            + component.getDeclaringRecord().getName() + "}",
                    e);
        }
    }
}
