package io.weir.pipeline.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.format.type.StructType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Finds the schema of JSON records by looking at some of them; the rules are {@link InferredType}'s. One thread at a time. */
final class JsonInference {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final InferredType root = new InferredType();
    private final TemporalText temporal = new TemporalText();

    /** Looks at one record. What is not a JSON object is passed over; decoding will say so. */
    void add(byte[] text, int start, int end) {
        InferredType record = root;
        try (JsonParser check = FACTORY.createParser(text, start, end - start)) {
            if (check.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            check.skipChildren();
            if (check.nextToken() != null) {
                return;
            }
        } catch (JsonProcessingException e) {
            return; // half a record must not leave a mark
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory cannot be read", e);
        }
        try (JsonParser parser = FACTORY.createParser(text, start, end - start)) {
            parser.nextToken();
            members(parser, record);
        } catch (IOException e) {
            throw new IllegalStateException("A record that was well-formed is not", e);
        }
    }

    /** The schema so far, its fields named as in the records. */
    StructType schema() {
        return root.struct();
    }

    private void members(JsonParser parser, InferredType into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            InferredType field = into.field(parser.currentName());
            parser.nextToken();
            value(parser, field);
        }
    }

    private void value(JsonParser parser, InferredType into) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_TRUE, VALUE_FALSE -> into.bool();
            case VALUE_NUMBER_INT -> into.integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> into.fraction();
            case VALUE_STRING -> text(parser.getText(), into, temporal);
            case START_OBJECT -> {
                into.object();
                members(parser, into);
            }
            case START_ARRAY -> {
                InferredType element = into.array();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(parser, element);
                }
            }
            default -> {
                // a null says nothing about the type
            }
        }
    }

    static void text(String text, InferredType into, TemporalText temporal) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (temporal.day(utf8, 0, utf8.length) != TemporalText.NO_DATE) {
            into.date();
        } else if (temporal.micros(utf8, 0, utf8.length, false) != TemporalText.NO_TIME) {
            into.localTime();
        } else if (temporal.micros(utf8, 0, utf8.length, true) != TemporalText.NO_TIME) {
            into.zonedTime();
        } else {
            into.text();
        }
    }
}
