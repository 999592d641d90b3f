package io.weir.format.type;

/** Values of any type, each row's its own. (PROTOCOL.md, "Variant Data Type") */
public record VariantType() implements DataType {
    public static final VariantType VARIANT = new VariantType();

    @Override
    public String sql() {
        return "VARIANT";
    }

    @Override
    public String toString() {
        return sql();
    }
}
