package io.weir.format.type;

/** Elements of one type in order. */
public record ArrayType(DataType element, boolean containsNull) implements DataType {
    @Override
    public String sql() {
        return "ARRAY<" + element.sql() + ">";
    }

    @Override
    public String toString() {
        return sql();
    }
}
