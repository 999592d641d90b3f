package io.weir.format.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON as compact UTF-8. Commas are set by themselves; that objects and arrays are closed is up to the caller. One
 * thread at a time.
 */
public final class JsonOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;
    private boolean comma;

    public JsonOutput() {
        this(1024);
    }

    public JsonOutput(int expectedBytes) {
        bytes = new byte[Math.max(64, expectedBytes)];
    }

    public JsonOutput beginObject() {
        return open('{');
    }

    /** Starts an object that is a member. */
    public JsonOutput beginObject(String name) {
        return name(name).open('{');
    }

    public JsonOutput endObject() {
        return close('}');
    }

    public JsonOutput beginArray(String name) {
        return name(name).open('[');
    }

    public JsonOutput beginArray() {
        return open('[');
    }

    public JsonOutput endArray() {
        return close(']');
    }

    /** The name of the member whose value is written next. */
    public JsonOutput name(String name) {
        separate();
        quoted(name);
        put(':');
        comma = false;
        return this;
    }

    public JsonOutput value(@Nullable String text) {
        separate();
        if (text == null) {
            ascii("null");
        } else {
            quoted(text);
        }
        comma = true;
        return this;
    }

    public JsonOutput value(long number) {
        separate();
        ascii(Long.toString(number));
        comma = true;
        return this;
    }

    public JsonOutput value(boolean truth) {
        separate();
        ascii(truth ? "true" : "false");
        comma = true;
        return this;
    }

    /** A value that is JSON already. Line breaks, which can only be white space there, become spaces. */
    public JsonOutput raw(String json) {
        separate();
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length);
        for (byte b : utf8) {
            bytes[size++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
        }
        comma = true;
        return this;
    }

    public JsonOutput member(String name, String text) {
        return name(name).value(text);
    }

    public JsonOutput member(String name, long number) {
        return name(name).value(number);
    }

    public JsonOutput member(String name, boolean truth) {
        return name(name).value(truth);
    }

    /** A member that is left out if its value is null. */
    public JsonOutput memberIfAny(String name, @Nullable String text) {
        return text == null ? this : member(name, text);
    }

    /** A member that is left out if its value is null. */
    public JsonOutput memberIfAny(String name, @Nullable Long number) {
        return number == null ? this : member(name, number.longValue());
    }

    /** A member that is left out if its value is null. */
    public JsonOutput memberIfAny(String name, @Nullable Integer number) {
        return number == null ? this : member(name, number.longValue());
    }

    /** A member that is left out if its value is null. */
    public JsonOutput memberIfAny(String name, @Nullable Boolean truth) {
        return truth == null ? this : member(name, truth.booleanValue());
    }

    public JsonOutput member(String name, Collection<String> texts) {
        beginArray(name);
        for (String text : texts) {
            value(text);
        }
        return endArray();
    }

    /** An object of strings and nulls. */
    public JsonOutput member(String name, Map<String, @Nullable String> texts) {
        beginObject(name);
        for (Map.Entry<String, @Nullable String> entry : texts.entrySet()) {
            name(entry.getKey()).value(entry.getValue());
        }
        return endObject();
    }

    /** Members whose values are JSON already. */
    public JsonOutput rawMembers(Map<String, String> members) {
        for (Map.Entry<String, String> member : members.entrySet()) {
            name(member.getKey()).raw(member.getValue());
        }
        return this;
    }

    /** Ends a line; the next value starts afresh. */
    public JsonOutput newLine() {
        put('\n');
        comma = false;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** What was written, as text. */
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    /** A string as a JSON value. */
    public static String quote(String text) {
        return new JsonOutput(text.length() + 16).value(text).toString();
    }

    private JsonOutput open(char bracket) {
        separate();
        put(bracket);
        comma = false;
        return this;
    }

    private JsonOutput close(char bracket) {
        put(bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
            comma = false;
        }
    }

    private void quoted(String text) {
        int length = text.length();
        reserve(length + 2);
        bytes[size++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (size + 8 > bytes.length) {
                reserve(Math.max(8, length - i + 8));
            }
            if (c < 0x80) {
                if (c >= 0x20 && c != '"' && c != '\\') {
                    bytes[size++] = (byte) c;
                } else {
                    escape(c);
                }
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | c >> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                bytes[size++] = (byte) (0xE0 | c >> 12);
                bytes[size++] = (byte) (0x80 | c >> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[size++] = (byte) (0xF0 | point >> 18);
                bytes[size++] = (byte) (0x80 | point >> 12 & 0x3F);
                bytes[size++] = (byte) (0x80 | point >> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | point & 0x3F);
            } else {
                // Half a surrogate pair has no UTF-8; as an escape it survives
                unicode(c);
            }
        }
        put('"');
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> pair('"');
            case '\\' -> pair('\\');
            case '\n' -> pair('n');
            case '\r' -> pair('r');
            case '\t' -> pair('t');
            case '\b' -> pair('b');
            case '\f' -> pair('f');
            default -> unicode(c);
        }
    }

    private void pair(char c) {
        bytes[size++] = '\\';
        bytes[size++] = (byte) c;
    }

    private void unicode(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        bytes[size++] = HEX[c >> 12];
        bytes[size++] = HEX[c >> 8 & 0xF];
        bytes[size++] = HEX[c >> 4 & 0xF];
        bytes[size++] = HEX[c & 0xF];
    }

    private void ascii(String text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    private void put(char c) {
        reserve(1);
        bytes[size++] = (byte) c;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more + 64));
        }
    }
}
