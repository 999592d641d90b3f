package io.weir.format.parquet.read;

/** How a leaf's values are stored; in the order of their numbers in a footer. */
enum PhysicalType {
    BOOLEAN,
    INT32,
    INT64,
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED_LEN_BYTE_ARRAY
}
