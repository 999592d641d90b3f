package io.weir.format.type;

/** A type of the Delta protocol. Immutable; equal types are {@code equals}. */
public sealed interface DataType permits PrimitiveType, DecimalType, ArrayType, MapType, StructType, VariantType {

    /** The type as SQL writes it, such as {@code BIGINT} or {@code ARRAY<STRUCT<a: INT>>}. */
    String sql();

    /** Has the type no parts? Decimals have none. */
    default boolean isPrimitive() {
        return this instanceof PrimitiveType || this instanceof DecimalType;
    }
}
