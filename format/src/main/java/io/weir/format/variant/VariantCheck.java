package io.weir.format.variant;

/**
 * Goes over an encoded value once before anybody trusts it: every length, name and place is inside, nothing is nested too
 * deeply, no byte belongs to two parts. What passes can be printed or copied without a look at what is possible. Pure.
 */
public final class VariantCheck {
    private static final int MAX_SCALE = 38;
    /** Long names that are used often would make a short value print without end. */
    private static final long MAX_NAME_BYTES = 1 << 27;

    private final byte[] data;
    private final VariantMetadata metadata;
    /** Bytes that no part has claimed; parts that lie upon each other would make a short value print without end. */
    private long unclaimed;
    /** Length of all names, each as often as it is used. */
    private long nameBytes;

    private VariantCheck(byte[] data, VariantMetadata metadata, long length) {
        this.data = data;
        this.metadata = metadata;
        this.unclaimed = length;
    }

    /** @throws MalformedVariantException if the bytes are no value, or hold one of a type that is not known */
    public static void check(byte[] data, int start, int end, VariantMetadata metadata) {
        new VariantCheck(data, metadata, end - start).visit(start, end, 0);
    }

    private void visit(int start, int end, int depth) {
        if (depth > VariantCode.MAX_DEPTH) {
            throw new MalformedVariantException("parts are nested deeper than " + VariantCode.MAX_DEPTH);
        }
        if (start >= end) {
            throw new MalformedVariantException("a value is empty");
        }
        int basicType = VariantCode.basicType(data[start]);
        if (basicType == VariantCode.OBJECT || basicType == VariantCode.ARRAY) {
            container(start, end, depth, basicType == VariantCode.OBJECT);
        } else {
            claim(size(data, start, end));
            checkScale(start, basicType);
        }
    }

    private void container(int start, int end, int depth, boolean isObject) {
        Container container = new Container(data, start, end);
        claim(container.dataFrom - start);
        for (int i = 0; i < container.count; i++) {
            if (isObject) {
                checkName(container.id(i));
            }
            visit(container.child(i), container.dataTo, depth + 1);
        }
    }

    private void checkName(long id) {
        if (id >= metadata.count()) {
            throw new MalformedVariantException("a field has a name that the metadata lacks");
        }
        nameBytes += metadata.nameLength((int) id);
        if (nameBytes > MAX_NAME_BYTES) {
            throw new MalformedVariantException("names of fields take more than " + MAX_NAME_BYTES + " bytes");
        }
    }

    private void checkScale(int start, int basicType) {
        int type = VariantCode.info(data[start]);
        boolean isDecimal =
                basicType == VariantCode.PRIMITIVE && type >= VariantCode.DECIMAL4 && type <= VariantCode.DECIMAL16;
        if (isDecimal && (data[start + 1] < 0 || data[start + 1] > MAX_SCALE)) {
            throw new MalformedVariantException("a decimal has no such scale: " + data[start + 1]);
        }
    }

    private void claim(int length) {
        unclaimed -= length;
        if (unclaimed < 0) {
            throw new MalformedVariantException("parts of a value lie upon each other");
        }
    }

    /** The bytes that a value takes, which end by {@code end}. */
    static int size(byte[] data, int start, int end) {
        int info = VariantCode.info(data[start]);
        long size;
        switch (VariantCode.basicType(data[start])) {
            case VariantCode.SHORT_STRING -> size = 1 + info;
            case VariantCode.OBJECT, VariantCode.ARRAY -> size = new Container(data, start, end).dataTo - start;
            default -> {
                if (info == VariantCode.BINARY || info == VariantCode.STRING) {
                    size = end - start < 5 ? 5 : 5 + VariantCode.unsigned(data, start + 1, 4);
                } else {
                    int fixed = VariantCode.fixedSize(info);
                    if (fixed < 0) {
                        throw new MalformedVariantException("a value has a type that is not known: " + info);
                    }
                    size = 1 + fixed;
                }
            }
        }
        if (size > end - start) {
            throw new MalformedVariantException("a value is cut short");
        }
        return (int) size;
    }
}
