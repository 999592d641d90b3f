package io.weir.format.variant;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value of any type: what a row has in a column of the variant type. Immutable and safe for many threads.
 *
 * <p>{@link #value()} is the value as Java's type for its {@link Kind}, {@link #toJson()} as text. A variant that holds a null is
 * of kind {@link Kind#NULL}; a row without a variant has null for it.
 */
public final class Variant {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    private final byte[] data;
    private final byte[] dictionary;
    private final int start;
    private final int end;

    /** What a variant holds, and which of Java's types {@link #value()} is. */
    public enum Kind {
        /** Null. */
        NULL,
        /** Boolean. */
        BOOLEAN,
        /** Long, of 8 to 64 bits as it is stored. */
        LONG,
        FLOAT,
        DOUBLE,
        /** BigDecimal with the scale as it is stored. */
        DECIMAL,
        /** String. */
        STRING,
        /** byte[]. */
        BINARY,
        /** LocalDate. */
        DATE,
        /** LocalTime. */
        TIME,
        /** Instant. */
        TIMESTAMP,
        /** LocalDateTime. */
        TIMESTAMP_NTZ,
        /** java.util.UUID. */
        UUID,
        /** List of Variant. */
        ARRAY,
        /** Map of String to Variant, in the order of the names. */
        OBJECT
    }

    private Variant(byte[] data, int start, int end, byte[] dictionary) {
        this.data = data;
        this.start = start;
        this.end = end;
        this.dictionary = dictionary;
    }

    /**
     * A variant in the encoding of Parquet.
     *
     * @param value the encoded value; copied
     * @param metadata the dictionary of its field names; copied
     * @throws MalformedVariantException if they are no variant
     */
    public static Variant of(byte[] value, byte[] metadata) {
        byte[] data = value.clone();
        byte[] names = metadata.clone();
        VariantCheck.check(data, 0, data.length, VariantMetadata.of(names, 0, names.length));
        return new Variant(data, 0, VariantCheck.size(data, 0, data.length), names);
    }

    public Kind kind() {
        int info = VariantCode.info(data[start]);
        return switch (VariantCode.basicType(data[start])) {
            case VariantCode.SHORT_STRING -> Kind.STRING;
            case VariantCode.OBJECT -> Kind.OBJECT;
            case VariantCode.ARRAY -> Kind.ARRAY;
            default -> kind(info);
        };
    }

    private static Kind kind(int primitive) {
        return switch (primitive) {
            case VariantCode.NULL -> Kind.NULL;
            case VariantCode.TRUE, VariantCode.FALSE -> Kind.BOOLEAN;
            case VariantCode.INT8, VariantCode.INT16, VariantCode.INT32, VariantCode.INT64 -> Kind.LONG;
            case VariantCode.FLOAT -> Kind.FLOAT;
            case VariantCode.DOUBLE -> Kind.DOUBLE;
            case VariantCode.DECIMAL4, VariantCode.DECIMAL8, VariantCode.DECIMAL16 -> Kind.DECIMAL;
            case VariantCode.STRING -> Kind.STRING;
            case VariantCode.BINARY -> Kind.BINARY;
            case VariantCode.DATE -> Kind.DATE;
            case VariantCode.TIME -> Kind.TIME;
            case VariantCode.TIMESTAMP, VariantCode.TIMESTAMP_NANOS -> Kind.TIMESTAMP;
            case VariantCode.TIMESTAMP_NTZ, VariantCode.TIMESTAMP_NTZ_NANOS -> Kind.TIMESTAMP_NTZ;
            case VariantCode.UUID -> Kind.UUID;
            default -> throw new IllegalStateException("A variant that was checked is of type " + primitive);
        };
    }

    /** The value as Java's type for its kind; null if it is a null. Parts of arrays and objects are variants themselves. */
    public @Nullable Object value() {
        return switch (kind()) {
            case NULL -> null;
            case BOOLEAN -> VariantCode.info(data[start]) == VariantCode.TRUE;
            case LONG -> number();
            case FLOAT -> Float.intBitsToFloat((int) number());
            case DOUBLE -> Double.longBitsToDouble(number());
            case DECIMAL -> decimal();
            case STRING -> string();
            case BINARY -> Arrays.copyOfRange(data, start + 5, end);
            case DATE -> LocalDate.ofEpochDay(number());
            case TIME -> LocalTime.ofNanoOfDay(Math.floorMod(number(), 86_400_000_000L) * NANOS_PER_MICRO);
            case TIMESTAMP -> instant();
            case TIMESTAMP_NTZ -> LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
            case UUID -> {
                ByteBuffer bytes = ByteBuffer.wrap(data, start + 1, 16);
                yield new UUID(bytes.getLong(), bytes.getLong());
            }
            case ARRAY -> elements();
            case OBJECT -> fields();
        };
    }

    /** A number, or what is stored as one. */
    private long number() {
        return VariantCode.signed(data, start + 1, end - start - 1);
    }

    private BigDecimal decimal() {
        byte[] unscaled = new byte[end - start - 2];
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] = data[end - 1 - i];
        }
        return new BigDecimal(new BigInteger(unscaled), data[start + 1]);
    }

    private String string() {
        int from = start + (VariantCode.basicType(data[start]) == VariantCode.SHORT_STRING ? 1 : 5);
        return new String(data, from, end - from, StandardCharsets.UTF_8);
    }

    private Instant instant() {
        int type = VariantCode.info(data[start]);
        boolean isNanos = type == VariantCode.TIMESTAMP_NANOS || type == VariantCode.TIMESTAMP_NTZ_NANOS;
        long perSecond = isNanos ? NANOS_PER_SECOND : NANOS_PER_SECOND / NANOS_PER_MICRO;
        long count = number();
        return Instant.ofEpochSecond(
                Math.floorDiv(count, perSecond), Math.floorMod(count, perSecond) * (NANOS_PER_SECOND / perSecond));
    }

    private List<Variant> elements() {
        Container container = new Container(data, start, end);
        List<Variant> elements = new ArrayList<>(container.count);
        for (int i = 0; i < container.count; i++) {
            elements.add(child(container, i));
        }
        return List.copyOf(elements);
    }

    private Map<String, Variant> fields() {
        Container container = new Container(data, start, end);
        VariantMetadata names = VariantMetadata.of(dictionary, 0, dictionary.length);
        Map<String, Variant> fields = new LinkedHashMap<>();
        for (int i = 0; i < container.count; i++) {
            fields.put(names.name((int) container.id(i)), child(container, i));
        }
        return java.util.Collections.unmodifiableMap(fields);
    }

    private Variant child(Container container, int index) {
        int from = container.child(index);
        return new Variant(data, from, from + VariantCheck.size(data, from, container.dataTo), dictionary);
    }

    /** The value as JSON: times in UTC, binary as Base64, what JSON has no number for as text. */
    public String toJson() {
        return VariantJson.of(data, start, end, VariantMetadata.of(dictionary, 0, dictionary.length));
    }

    /** The encoded value. */
    public byte[] valueBytes() {
        return Arrays.copyOfRange(data, start, end);
    }

    /** The dictionary of field names that the encoded value points into. */
    public byte[] metadataBytes() {
        return dictionary.clone();
    }

    /** Equal in their bytes; the same value can be encoded in more than one way. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Variant that
                && Arrays.equals(data, start, end, that.data, that.start, that.end)
                && Arrays.equals(dictionary, that.dictionary);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(valueBytes()) + Arrays.hashCode(dictionary);
    }

    @Override
    public String toString() {
        return toJson();
    }

    /** A part of bytes that were checked, for printing it. */
    static Variant trusted(byte[] data, int start, int end) {
        return new Variant(data, start, end, data);
    }
}
