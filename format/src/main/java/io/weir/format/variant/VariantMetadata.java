package io.weir.format.variant;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The dictionary of field names that variants point into, checked. One thread at a time. (Variant encoding, "Metadata encoding") */
public final class VariantMetadata {
    private static final int VERSION = 1;
    private static final int VERSION_MASK = 0x0f;
    private static final int SIZE_SHIFT = 6;

    private final byte[] data;
    private final int start;
    private final int end;
    private final int count;
    private final int offsetSize;
    private final int firstName;
    private final @Nullable String[] names;
    private @Nullable Map<String, Integer> ids;

    private VariantMetadata(byte[] data, int start, int end) {
        this.data = data;
        this.start = start;
        this.end = end;
        if (end - start < 1 || (data[start] & VERSION_MASK) != VERSION) {
            throw new MalformedVariantException("metadata is not of version 1");
        }
        this.offsetSize = ((data[start] & 0xff) >>> SIZE_SHIFT) + 1;
        if (end - start < 1 + offsetSize) {
            throw cutShort();
        }
        long size = VariantCode.unsigned(data, start + 1, offsetSize);
        long namesFrom = start + 1 + offsetSize + (size + 1) * offsetSize;
        if (namesFrom > end) {
            throw cutShort();
        }
        this.count = (int) size;
        this.firstName = (int) namesFrom;
        this.names = new @Nullable String[count];
        checkOffsets();
    }

    private void checkOffsets() {
        long before = 0;
        for (int i = 0; i <= count; i++) {
            long offset = offset(i);
            if (offset < before || offset > end - firstName) {
                throw new MalformedVariantException("a name of the metadata has no such place");
            }
            before = offset;
        }
    }

    private static MalformedVariantException cutShort() {
        return new MalformedVariantException("metadata is cut short");
    }

    /** @throws MalformedVariantException if the bytes are no such dictionary */
    public static VariantMetadata of(byte[] data, int start, int end) {
        return new VariantMetadata(data, start, end);
    }

    /** Is it made of just these bytes? */
    public boolean isOf(byte[] other, int otherStart, int otherEnd) {
        return Arrays.equals(data, start, end, other, otherStart, otherEnd);
    }

    /** The bytes it was made of. */
    byte[] bytes() {
        return Arrays.copyOfRange(data, start, end);
    }

    int count() {
        return count;
    }

    private long offset(int index) {
        return VariantCode.unsigned(data, start + 1 + offsetSize * (1 + index), offsetSize);
    }

    long nameLength(int id) {
        return offset(id + 1) - offset(id);
    }

    /** The name of an id below {@link #count}. */
    String name(int id) {
        @Nullable String name = names[id];
        if (name == null) {
            int from = firstName + (int) offset(id);
            name = new String(data, from, firstName + (int) offset(id + 1) - from, StandardCharsets.UTF_8);
            names[id] = name;
        }
        return name;
    }

    /** The id of a name, or -1. */
    int id(String name) {
        if (ids == null) {
            ids = new HashMap<>();
            for (int i = 0; i < count; i++) {
                ids.putIfAbsent(name(i), i);
            }
        }
        return ids.getOrDefault(name, -1);
    }

    /** The bytes of this dictionary with more names behind its own, so that all its ids stay. */
    byte[] with(List<String> more) {
        byte[][] added = new byte[more.size()][];
        int length = (int) offset(count);
        for (int i = 0; i < added.length; i++) {
            added[i] = more.get(i).getBytes(StandardCharsets.UTF_8);
            length = Math.addExact(length, added[i].length);
        }
        int size = VariantCode.bytesFor(Math.max(length, count + added.length));
        int namesFrom = 1 + size * (count + added.length + 2);
        byte[] result = new byte[Math.addExact(namesFrom, length)];
        result[0] = (byte) (VERSION | (size - 1) << SIZE_SHIFT);
        VariantCode.put(result, 1, size, count + added.length);
        for (int i = 0; i <= count; i++) {
            VariantCode.put(result, 1 + size * (1 + i), size, offset(i));
        }
        int at = (int) offset(count);
        System.arraycopy(data, firstName, result, namesFrom, at);
        for (int i = 0; i < added.length; i++) {
            System.arraycopy(added[i], 0, result, namesFrom + at, added[i].length);
            at += added[i].length;
            VariantCode.put(result, 1 + size * (2 + count + i), size, at);
        }
        return result;
    }
}
