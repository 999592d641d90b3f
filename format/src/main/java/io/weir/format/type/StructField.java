package io.weir.format.type;

/** A named member of a struct, or a column of a table. */
public record StructField(String name, DataType type, boolean nullable, FieldMetadata metadata) {
    public StructField(String name, DataType type, boolean nullable) {
        this(name, type, nullable, FieldMetadata.EMPTY);
    }

    /** A nullable field. */
    public StructField(String name, DataType type) {
        this(name, type, true);
    }

    public StructField withType(DataType newType) {
        return new StructField(name, newType, nullable, metadata);
    }

    public StructField withNullable(boolean newNullable) {
        return new StructField(name, type, newNullable, metadata);
    }

    public StructField withMetadata(FieldMetadata newMetadata) {
        return new StructField(name, type, nullable, newMetadata);
    }

    @Override
    public String toString() {
        return name + " " + type.sql() + (nullable ? "" : " NOT NULL");
    }
}
