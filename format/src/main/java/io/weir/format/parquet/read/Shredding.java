package io.weir.format.parquet.read;

import io.weir.format.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a variant a file keeps in columns of their own. Immutable. (Parquet format, "Variant Shredding")
 *
 * @param typed what the part's {@code typed_value} holds; null if it has none and all is in {@code value}
 */
record Shredding(@Nullable Typed typed) {
    /** Where the parts of a value are among the fields of the struct that is read for it. */
    static final int VALUE = 0;

    static final int TYPED = 1;
    /** Only the variant itself has metadata. */
    static final int METADATA = 2;

    sealed interface Typed {
        /** What is read for it. */
        DataType type();
    }

    /** A number, text or time. */
    record Scalar(Kind kind, DataType type) implements Typed {}

    /** An array. */
    record Elements(Shredding element, DataType type) implements Typed {}

    /** An object: its fields in the order of their names, each the field of the read struct that has its place. */
    record Fields(java.util.List<String> names, java.util.List<Shredding> fields, DataType type) implements Typed {}

    enum Kind {
        BOOLEAN,
        INT8,
        INT16,
        INT32,
        INT64,
        FLOAT,
        DOUBLE,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        TIMESTAMP_NANOS,
        TIMESTAMP_NTZ_NANOS,
        BINARY,
        STRING,
        UUID
    }
}
