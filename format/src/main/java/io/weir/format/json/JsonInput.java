package io.weir.format.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON values from UTF-8 bytes, in order, without building a tree. One thread at a time.
 *
 * <p>An object is read by {@link #enterObject} and then {@link #nextName} until that is null; after each name exactly one of
 * the methods that read a value is called. What is not understood is kept by {@link #raw}, byte for byte. A value of
 * another type than asked for is a {@link JsonFormatException}; where a null is legal the method's name says so.
 */
public final class JsonInput {
    /** Deeper nesting than this is refused: nobody writes it, and recursion over it would not end well. */
    public static final int MAX_DEPTH = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(1 << 20)
                    .build())
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final byte[] bytes;
    private final int start;
    private final JsonParser parser;

    private JsonInput(byte[] bytes, int start, int length) {
        this.bytes = bytes;
        this.start = start;
        try {
            this.parser = FACTORY.createParser(bytes, start, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Reads all of some bytes. A byte order mark is skipped. */
    public static JsonInput of(byte[] bytes) {
        boolean bom = bytes.length >= 3 && bytes[0] == BOM[0] && bytes[1] == BOM[1] && bytes[2] == BOM[2];
        return bom ? new JsonInput(bytes, 3, bytes.length - 3) : new JsonInput(bytes, 0, bytes.length);
    }

    public static JsonInput of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Is there another value at the outermost level? If so it is the one that is read next, and must be an object. */
    public boolean nextObject() {
        JsonToken token = next();
        if (token == null) {
            return false;
        }
        expect(token, JsonToken.START_OBJECT, "an object");
        return true;
    }

    /** Fails if anything but white space is left. */
    public void expectEnd() {
        if (next() != null) {
            throw wrong("there is more text after the value");
        }
    }

    /** The line the last token began on, counted from 1. */
    public int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Starts reading an object that is the next value. */
    public void enterObject() {
        expect(next(), JsonToken.START_OBJECT, "an object");
    }

    /** Starts reading an object that is the next value; false if that is null. */
    public boolean enterObjectOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        expect(token, JsonToken.START_OBJECT, "an object or null");
        return true;
    }

    /** The name of the next member of the object being read; null, once, at its end. */
    public @Nullable String nextName() {
        try {
            String name = parser.nextFieldName();
            if (name == null && parser.currentToken() != JsonToken.END_OBJECT) {
                throw wrong("a name was expected");
            }
            return name;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Starts reading an array that is the next value; then {@link #nextElement}. */
    public void enterArray() {
        expect(next(), JsonToken.START_ARRAY, "an array");
    }

    /** The same; false if the next value is null. */
    public boolean enterArrayOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        expect(token, JsonToken.START_ARRAY, "an array or null");
        return true;
    }

    /** In an array of objects: is there another? It is entered already. */
    public boolean nextElementObject() {
        JsonToken token = next();
        if (token == JsonToken.END_ARRAY) {
            return false;
        }
        expect(token, JsonToken.START_OBJECT, "an object");
        return true;
    }

    public String string() {
        String text = stringOrNull();
        if (text == null) {
            throw wrong("a string was expected, null was found");
        }
        return text;
    }

    public @Nullable String stringOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(token, JsonToken.VALUE_STRING, "a string");
        return text();
    }

    /** The next value if it is a string; null if it is an object, which is entered then. */
    public @Nullable String stringOrEnterObject() {
        JsonToken token = next();
        if (token == JsonToken.START_OBJECT) {
            return null;
        }
        expect(token, JsonToken.VALUE_STRING, "a string or an object");
        return text();
    }

    public long longValue() {
        return longOf(next());
    }

    public @Nullable Long longOrNull() {
        JsonToken token = next();
        return token == JsonToken.VALUE_NULL ? null : (Long) longOf(token);
    }

    public int intValue() {
        long value = longValue();
        if (value != (int) value) {
            throw wrong("the number does not fit 32 bits: " + value);
        }
        return (int) value;
    }

    public @Nullable Integer intOrNull() {
        Long value = longOrNull();
        if (value == null) {
            return null;
        }
        if (value != (long) value.intValue()) {
            throw wrong("the number does not fit 32 bits: " + value);
        }
        return value.intValue();
    }

    public boolean booleanValue() {
        Boolean value = booleanOrNull();
        if (value == null) {
            throw wrong("true or false was expected, null was found");
        }
        return value;
    }

    public @Nullable Boolean booleanOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == JsonToken.VALUE_TRUE) {
            return Boolean.TRUE;
        }
        if (token == JsonToken.VALUE_FALSE) {
            return Boolean.FALSE;
        }
        throw unexpected(token, "true or false");
    }

    /** The strings of an array that is the next value. */
    public List<String> strings() {
        List<String> strings = stringsOrNull();
        if (strings == null) {
            throw wrong("an array was expected, null was found");
        }
        return strings;
    }

    /** The strings of an array that is the next value, or null. */
    public @Nullable List<String> stringsOrNull() {
        if (!enterArrayOrNull()) {
            return null;
        }
        List<String> strings = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            expect(token, JsonToken.VALUE_STRING, "a string");
            strings.add(text());
        }
        return strings;
    }

    /** The numbers of an array that is the next value. */
    public long[] longs() {
        enterArray();
        long[] values = new long[16];
        int size = 0;
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = longOf(token);
        }
        return Arrays.copyOf(values, size);
    }

    /**
     * The members of an object of strings that is the next value, in order; values may be null. Numbers and booleans are
     * taken as their text, as the reference implementation does. Unmodifiable.
     */
    public Map<String, @Nullable String> stringMap() {
        Map<String, @Nullable String> map = stringMapOrNull();
        if (map == null) {
            throw wrong("an object was expected, null was found");
        }
        return map;
    }

    /** The same, or null. */
    public @Nullable Map<String, @Nullable String> stringMapOrNull() {
        if (!enterObjectOrNull()) {
            return null;
        }
        String firstName = nextName();
        if (firstName == null) {
            return Map.of();
        }
        @Nullable String firstValue = scalarText();
        String name = nextName();
        if (name == null) {
            return Collections.singletonMap(firstName, firstValue);
        }
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        map.put(firstName, firstValue);
        for (; name != null; name = nextName()) {
            map.put(name, scalarText());
        }
        return Collections.unmodifiableMap(map);
    }

    /** The members of an object that is the next value, or null, in order, each value's JSON text as it stands. Unmodifiable. */
    public @Nullable Map<String, String> rawMapOrNull() {
        if (!enterObjectOrNull()) {
            return null;
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            map.put(name, raw());
        }
        return Collections.unmodifiableMap(map);
    }

    /** The members left of the object being read, each value's JSON text as it stands; a name given twice is refused. */
    public Map<String, String> uniqueRawMembers() {
        Map<String, String> map = new LinkedHashMap<>();
        for (String name = nextName(); name != null; name = nextName()) {
            if (map.put(name, raw()) != null) {
                throw wrong("a name is given twice: " + name);
            }
        }
        return map;
    }

    /** The elements of the array that is the next value, each one's JSON text as it stands. */
    public List<String> rawElements() {
        enterArray();
        List<String> elements = new ArrayList<>();
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            if (token == null) {
                throw unexpected(null, "the end of the array");
            }
            elements.add(currentRaw());
        }
        return elements;
    }

    /** The text that a JSON string stands for. */
    public static String text(String json) {
        JsonInput in = of(json);
        String text = in.string();
        in.expectEnd();
        return text;
    }

    /** The next value's JSON text, as it stands. */
    public String raw() {
        JsonToken token = next();
        if (token == null || token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
            throw unexpected(token, "a value");
        }
        return currentRaw();
    }

    private String currentRaw() {
        try {
            int from = start + (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            parser.skipChildren();
            int to = start + (int) parser.currentLocation().getByteOffset();
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Passes over the next value. */
    public void skip() {
        try {
            parser.nextToken();
            parser.skipChildren();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** An error at the last token. */
    public JsonFormatException wrong(String reason) {
        JsonLocation location = parser.currentTokenLocation();
        return new JsonFormatException(reason, location.getLineNr(), location.getColumnNr());
    }

    private @Nullable String scalarText() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            throw unexpected(token, "a string");
        }
        return text();
    }

    private long longOf(@Nullable JsonToken token) {
        expect(token, JsonToken.VALUE_NUMBER_INT, "a whole number");
        try {
            return parser.getLongValue();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private @Nullable JsonToken next() {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void expect(@Nullable JsonToken found, JsonToken wanted, String words) {
        if (found != wanted) {
            throw unexpected(found, words);
        }
    }

    private JsonFormatException unexpected(@Nullable JsonToken found, String words) {
        return wrong(words + " was expected, " + words(found) + " was found");
    }

    private static String words(@Nullable JsonToken token) {
        if (token == null) {
            return "the end";
        }
        switch (token) {
            case START_OBJECT:
                return "an object";
            case START_ARRAY:
                return "an array";
            case END_OBJECT:
            case END_ARRAY:
                return "nothing";
            case VALUE_NULL:
                return "null";
            case VALUE_STRING:
                return "a string";
            case VALUE_TRUE:
            case VALUE_FALSE:
                return "a boolean";
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                return "a number";
            default:
                return token.name();
        }
    }

    private static JsonFormatException failure(IOException e) {
        if (e instanceof JsonProcessingException json && json.getLocation() != null) {
            JsonLocation location = json.getLocation();
            return withCause(
                    new JsonFormatException(json.getOriginalMessage(), location.getLineNr(), location.getColumnNr()),
                    e);
        }
        return withCause(new JsonFormatException(String.valueOf(e.getMessage()), 1, 1), e);
    }

    private static JsonFormatException withCause(JsonFormatException failure, IOException cause) {
        failure.initCause(cause);
        return failure;
    }
}
