package io.weir.format.type;

/** Keys, never null, to values. */
public record MapType(DataType key, DataType value, boolean valueContainsNull) implements DataType {
    @Override
    public String sql() {
        return "MAP<" + key.sql() + ", " + value.sql() + ">";
    }

    @Override
    public String toString() {
        return sql();
    }
}
