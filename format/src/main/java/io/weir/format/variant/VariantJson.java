package io.weir.format.variant;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/** Variants as JSON, in the words of Spark's {@code to_json} in UTC. One thread at a time. */
public final class VariantJson {
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .toFormatter(Locale.ROOT);

    private final byte[] data;
    private final VariantMetadata metadata;
    private final StringBuilder out = new StringBuilder();

    private VariantJson(byte[] data, VariantMetadata metadata) {
        this.data = data;
        this.metadata = metadata;
    }

    /** The text of a value that was checked. */
    public static String of(byte[] data, int start, int end, VariantMetadata metadata) {
        VariantJson json = new VariantJson(data, metadata);
        json.print(start, end);
        return json.out.toString();
    }

    private void print(int start, int end) {
        int basicType = VariantCode.basicType(data[start]);
        if (basicType == VariantCode.OBJECT || basicType == VariantCode.ARRAY) {
            container(start, end, basicType == VariantCode.OBJECT);
        } else {
            Variant scalar = Variant.trusted(data, start, start + VariantCheck.size(data, start, end));
            scalar(scalar, VariantCode.info(data[start]));
        }
    }

    private void container(int start, int end, boolean isObject) {
        Container container = new Container(data, start, end);
        out.append(isObject ? '{' : '[');
        for (int i = 0; i < container.count; i++) {
            if (i > 0) {
                out.append(',');
            }
            if (isObject) {
                quote(metadata.name((int) container.id(i)));
                out.append(':');
            }
            print(container.child(i), container.dataTo);
        }
        out.append(isObject ? '}' : ']');
    }

    private void scalar(Variant scalar, int type) {
        Variant.Kind kind = scalar.kind();
        if (kind == Variant.Kind.NULL) {
            out.append("null");
            return;
        }
        Object value = Objects.requireNonNull(scalar.value());
        switch (kind) {
            case BOOLEAN, LONG -> out.append(value);
            case FLOAT -> number(value, Float.isFinite((Float) value));
            case DOUBLE -> number(value, Double.isFinite((Double) value));
            case DECIMAL -> out.append(((BigDecimal) value).stripTrailingZeros().toPlainString());
            case STRING -> quote((String) value);
            case BINARY ->
                out.append('"')
                        .append(Base64.getEncoder().encodeToString((byte[]) value))
                        .append('"');
            case TIMESTAMP ->
                out.append('"')
                        .append(TIME.format(LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC)))
                        .append("+00:00\"");
            case TIMESTAMP_NTZ ->
                out.append('"').append(TIME.format((LocalDateTime) value)).append('"');
            case TIME ->
                out.append('"')
                        .append(DateTimeFormatter.ISO_LOCAL_TIME.format((java.time.LocalTime) value))
                        .append('"');
            case DATE, UUID -> out.append('"').append(value).append('"');
            default -> throw new IllegalStateException("Not a scalar: " + type);
        }
    }

    private void number(Object value, boolean isFinite) {
        if (isFinite) {
            out.append(value);
        } else {
            out.append('"').append(value).append('"');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00")
                                .append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
