package io.weir.format.type;

/** The types without parameters and parts. (PROTOCOL.md, "Primitive Types") */
public enum PrimitiveType implements DataType {
    BOOLEAN("boolean", "BOOLEAN"),
    /** Signed, 8 bits. */
    BYTE("byte", "TINYINT"),
    /** Signed, 16 bits. */
    SHORT("short", "SMALLINT"),
    /** Signed, 32 bits. */
    INTEGER("integer", "INT"),
    /** Signed, 64 bits. */
    LONG("long", "BIGINT"),
    FLOAT("float", "FLOAT"),
    DOUBLE("double", "DOUBLE"),
    /** UTF-8. */
    STRING("string", "STRING"),
    BINARY("binary", "BINARY"),
    /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
    DATE("date", "DATE"),
    /** Microseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP("timestamp", "TIMESTAMP"),
    /** Microseconds since 1970-01-01T00:00:00 on a clock without a zone. */
    TIMESTAMP_NTZ("timestamp_ntz", "TIMESTAMP_NTZ"),
    /** Always null, and in no data file. Old tables have such columns; none is written. */
    VOID("void", "VOID");

    private final String jsonName;
    private final String sql;

    PrimitiveType(String jsonName, String sql) {
        this.jsonName = jsonName;
        this.sql = sql;
    }

    /** The name in a schema string. */
    public String jsonName() {
        return jsonName;
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public String toString() {
        return sql;
    }
}
