package io.weir.format.variant;

/**
 * The places in an encoded object or array: where its children are. One thread at a time. (Variant encoding, "Value Data for
 * Object", "Value Data for Array")
 */
final class Container {
    final int count;
    private final byte[] data;
    private final int idSize;
    private final int offsetSize;
    private final int ids;
    private final int offsets;
    /** Where the children begin, and where the byte behind the last of them is. */
    final int dataFrom;

    final int dataTo;

    /** @throws MalformedVariantException if it does not end by {@code end} */
    Container(byte[] data, int start, int end) {
        this.data = data;
        int info = VariantCode.info(data[start]);
        boolean isObject = VariantCode.basicType(data[start]) == VariantCode.OBJECT;
        offsetSize = (info & 3) + 1;
        idSize = isObject ? (info >>> 2 & 3) + 1 : 0;
        int countSize = (info >>> (isObject ? 4 : 2) & 1) == 0 ? 1 : 4;
        need(1L + countSize, start, end);
        long size = VariantCode.unsigned(data, start + 1, countSize);
        long head = 1 + countSize + size * idSize + (size + 1) * offsetSize;
        need(head, start, end);
        count = (int) size;
        ids = start + 1 + countSize;
        offsets = ids + count * idSize;
        dataFrom = start + (int) head;
        long length = VariantCode.unsigned(data, offsets + count * offsetSize, offsetSize);
        need(head + length, start, end);
        dataTo = dataFrom + (int) length;
    }

    private static void need(long length, int start, int end) {
        if (length > end - start) {
            throw new MalformedVariantException("an object or array is cut short");
        }
    }

    /** The name's place in the dictionary; only objects have names. */
    long id(int index) {
        return VariantCode.unsigned(data, ids + index * idSize, idSize);
    }

    /** Where a child begins. */
    int child(int index) {
        long offset = VariantCode.unsigned(data, offsets + index * offsetSize, offsetSize);
        if (offset >= dataTo - dataFrom) {
            throw new MalformedVariantException("a part of an object or array has no such place");
        }
        return dataFrom + (int) offset;
    }
}
